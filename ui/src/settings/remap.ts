// The operator's own keys: which may be given, and the table that comes of them.
import { blocked, keys, same, shown, type Action, type Chord, type Key } from '../keys';

/** Why a key cannot be given; its sentence stands in text/settings.ts. */
export type Refusal = { reason: 'letter' | 'alt' | 'sign' | 'system' } | { reason: 'taken'; by: string };

/** Function keys that neither Windows, nor the web view, nor a screen reader needs. */
const FUNCTION_KEYS = ['F1', 'F2', 'F3', 'F4', 'F6', 'F8', 'F9', 'F11'];
/** What every text field does by itself. */
const OF_FIELDS = ['a', 'c', 'v', 'x', 'y', 'z'];

/** From "Ctrl+Shift+B"; null where it is no key at all. */
export function parsed(text: string): Chord | null {
  const [, ctrl, shift, key] = /^(Ctrl\+)?(Shift\+)?([^\s+]+|\+)$/.exec(text) ?? [];
  if (!key) return null;
  return { key: key.length === 1 ? key.toLowerCase() : key, ctrl: !!ctrl, shift: !!shift };
}

/** Whether the action may have this key in a table where the others have theirs. */
export function refused(chord: Chord, action: Action, table: readonly Key[]): Refusal | null {
  if (chord.alt) return { reason: 'alt' };
  if (blocked.some((key) => same(key, chord))) return { reason: 'system' };
  const isFunctionKey = /^F\d+$/.test(chord.key);
  if (isFunctionKey && !FUNCTION_KEYS.includes(chord.key)) return { reason: 'system' };
  if (!isFunctionKey && !chord.ctrl) return { reason: 'letter' };
  if (!isFunctionKey && chord.key !== 'Enter') {
    if (!/^[!-~]$/.test(chord.key)) return { reason: 'system' };
    // Where a sign stands with Shift depends on the layout.
    if (chord.shift && !/^[a-z]$/.test(chord.key)) return { reason: 'sign' };
    if (!chord.shift && OF_FIELDS.includes(chord.key)) return { reason: 'system' };
  }
  const taken = table.find((key) => key.action !== action && same(key, chord));
  if (!taken) return null;
  const by = taken.label ?? table.find((key) => key.action === taken.action && key.label)?.label ?? '';
  return { reason: 'taken', by };
}

/** The keys that have a name and may be changed. */
export const changeable = keys.filter((key) => key.label && !key.fixed);

/**
 * The table with the operator's keys in it. Two actions may have changed places, so each is judged when all have moved;
 * one that cannot be had (an older program's, another's) falls back to the usual key, and so does whoever then collides.
 */
export function effective(changed: Readonly<Record<string, string | undefined>>): readonly Key[] {
  const wanted = new Map<Action, Chord>();
  for (const { action } of changeable) {
    const chord = parsed(changed[action] ?? '');
    if (chord) wanted.set(action, chord);
  }
  for (;;) {
    const table = keys.map((key) => moved(key, wanted));
    const bad = [...wanted].find(([action, chord]) => refused(chord, action, table) !== null);
    if (!bad) return table;
    wanted.delete(bad[0]);
  }
}

function moved(key: Key, wanted: ReadonlyMap<Action, Chord>): Key {
  const chord = key.label ? wanted.get(key.action) : undefined;
  return chord ? { ...key, ctrl: false, shift: false, alt: false, ...chord } : key;
}

/** "Ctrl+K": the key that F1 shows for an action. */
export function keyOf(table: readonly Key[], action: Action): string {
  const key = table.find((one) => one.action === action && one.label) ?? table.find((one) => one.action === action);
  return key ? shown(key) : '';
}
