import type { TextModule } from '../api/contract';
import * as pl from '../text/pl';

/** More would cover the form. */
const SHOWN = 7;

/** What stands before the cursor when a text module is asked for: ";;" and the letters behind it. */
export function askedFor(before: string): { from: number; letters: string } | null {
  const found = /;;([\p{L}\p{N}]*)$/u.exec(before);
  return found ? { from: found.index, letters: found[1] ?? '' } : null;
}

/** Those whose key or a word of whose title begins so; those of the service's group first. */
export function fitting(modules: readonly TextModule[], letters: string, group: string | null): TextModule[] {
  const typed = pl.folded(letters);
  const begins = ({ key, title }: TextModule) => [key, ...title.split(' ')].some((word) => pl.folded(word).startsWith(typed));
  const rank = ({ groups = [] }: TextModule) => (group !== null && groups.includes(group) ? 0 : groups.length === 0 ? 1 : 2);
  return modules.filter(begins).sort((a, b) => rank(a) - rank(b)).slice(0, SHOWN);
}
