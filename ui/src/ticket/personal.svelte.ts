import type { Personal } from '../api/contract';
import type { Desk } from '../api/desk';
import { Latest } from '../api/latest';

type Fields = Record<string, string>;

/** Notices what looks like a person's in free text. It refuses nothing: a text may look like a number by chance. */
export class PersonalGuard {
  found = $state.raw<Record<string, Personal[]>>({});
  readonly #latest: Latest<Fields, Record<string, Personal[]>>;

  constructor(desk: Desk) {
    // As with the emergency words: the next letter looks again.
    this.#latest = new Latest((fields) => desk.findPersonal(fields), (found) => (this.found = found), () => {});
  }

  look(fields: Fields): void {
    this.#latest.ask(fields);
  }

  of(field: string): Personal[] {
    return this.found[field] ?? [];
  }
}

/** The text without these parts, its spaces single where one was. */
export function without(text: string, parts: readonly Personal[]): string {
  return parts.reduce((left, part) => left.replace(new RegExp(` ?${escaped(part.text)}`), ''), text).trimStart();
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
