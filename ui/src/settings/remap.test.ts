import { expect, test } from 'vitest';
import { keys, pressed, shown } from '../keys';
import { changeable, effective, keyOf, parsed, refused } from './remap';

const chord = (text: string) => parsed(text) ?? { key: '' };
const why = (text: string) => refused(chord(text), 'ticket', keys)?.reason ?? null;

test('a key is written and read the same', () => {
  for (const key of keys.filter(({ alt }) => !alt)) expect(shown(chord(shown(key)))).toBe(shown(key));
  expect(['', 'Ctrl+', 'Ctrl', 'Alt+1', 'Ctrl+Alt+A'].map((text) => parsed(text)).filter(Boolean).map((one) => one?.key)).toEqual(['Ctrl']);
});

test('what the operator chose is in the table, and in no other place of it', () => {
  const table = effective({ search: 'Ctrl+L', 'new-call': 'F11' });
  expect([keyOf(table, 'search'), keyOf(table, 'new-call'), keyOf(table, 'ticket')]).toEqual(['Ctrl+L', 'F11', 'F4']);
  expect(table.filter((key) => key.label && shown(key) === 'Ctrl+K')).toEqual([]);
  expect(table.some((key) => key.action === 'search' && shown(key) === 'F3'), 'the other way stays').toBe(true);
  expect(new Set(table.map(shown)).size).toBe(table.length);
});

test('two actions may change places', () => {
  const table = effective({ search: 'Ctrl+J', filters: 'Ctrl+K' });
  expect([keyOf(table, 'search'), keyOf(table, 'filters')]).toEqual(['Ctrl+J', 'Ctrl+K']);
});

test('a kept key that cannot be had falls back to the usual one, whoever wrote it', () => {
  const usual = keys.map(shown);
  for (const bad of ['F5', 'Ctrl+R', 'F7', 'F10', 'F12', 'a', 'Alt+A', 'Ctrl+C', 'F3', 'Ctrl+Shift+1', 'nonsense', '']) {
    expect(effective({ ticket: bad }).map(shown), bad).toEqual(usual);
  }
  expect(effective({ nonsense: 'Ctrl+L', help: 'Ctrl+L', 'call-1': 'Ctrl+L' }).map(shown)).toEqual(usual);
  expect(effective({ ticket: 'Ctrl+L', filters: 'Ctrl+L' }).filter((key) => shown(key) === 'Ctrl+L')).toHaveLength(1);
});

test('letters, AltGr, keys of the system and of the fields are refused, and what another action has', () => {
  expect(['k', 'Shift+K', 'Enter', 'ArrowDown', '7'].map(why)).toEqual(Array(5).fill('letter'));
  expect(['F5', 'F7', 'F10', 'F12', 'Ctrl+R', 'Ctrl+A', 'Ctrl+V', 'Ctrl+Z', 'Ctrl+Tab', 'Ctrl+ArrowLeft', 'Ctrl+ą'].map(why)).toEqual(Array(11).fill('system'));
  expect(why('Ctrl+Shift+1')).toBe('sign');
  expect(refused({ key: 'l', alt: true }, 'ticket', keys)).toEqual({ reason: 'alt' });
  expect(refused(chord('Ctrl+K'), 'ticket', keys)).toEqual({ reason: 'taken', by: 'szukaj' });
  expect(refused(chord('F3'), 'ticket', keys)).toEqual({ reason: 'taken', by: 'szukaj' });
  expect(['F4', 'F11', 'Ctrl+L', 'Ctrl+Shift+L', 'Shift+F4', 'Ctrl+.'].map(why)).toEqual(Array(6).fill(null));
  expect(pressed(new KeyboardEvent('keydown', { key: 'ł', ctrlKey: true, altKey: true })), 'AltGr').toBeNull();
});

test('every action with a name can be given another key, but for rows and help', () => {
  const fixed = keys.filter((key) => key.label && !changeable.includes(key)).map(({ action }) => action);
  expect(fixed).toEqual(['help', 'pick-1', 'call-1', 'zoom-in', 'zoom-out', 'zoom-reset']);
});
