import type { Answer, Failure } from '../api/contract';
import { asFailure, type Desk } from '../api/desk';
import { Latest } from '../api/latest';

/** How many hits the list holds: more are not read during a call, the filters are for that. */
const LIMIT = 30;

interface Listener {
  /** The hit that stands selected; null when there is none. */
  selected(id: string | null): void;
  failed(failure: Failure): void;
}

/** What stands in the search box, the filters, and the desk's answer to them. */
export class Search {
  text = $state('');
  units = $state<string[]>([]);
  categories = $state<string[]>([]);
  answer = $state.raw<Answer | null>(null);
  /** Place of the selected hit, −1 for none. */
  at = $state(-1);
  /** The hit that was selected when the call was left. */
  #wanted: string | null = null;
  readonly #latest: Latest<{ text: string; units: string[]; categories: string[]; limit: number }, Answer>;

  constructor(desk: Desk, private readonly listener: Listener) {
    this.#latest = new Latest(
      (query) => desk.search(query),
      (answer) => this.#show(answer),
      (error) => listener.failed(asFailure(error)),
    );
  }

  get isEmpty(): boolean {
    return this.text.trim() === '' && this.units.length === 0 && this.categories.length === 0;
  }

  /** The query of a call that comes back, at the hit where it was left. */
  restore(text: string, selected: string | null): void {
    this.#wanted = selected;
    this.type(text);
  }

  type(text: string): void {
    this.text = text;
    this.ask();
  }

  toggleUnit(id: string): void {
    this.units = toggled(this.units, id);
    this.ask();
  }

  toggleCategory(id: string): void {
    this.categories = toggled(this.categories, id);
    this.ask();
  }

  clearFilters(): void {
    this.units = [];
    this.categories = [];
    this.ask();
  }

  ask(): void {
    this.#latest.ask({ text: this.text, units: [...this.units], categories: [...this.categories], limit: LIMIT });
  }

  /** Another hit: ↑ and ↓. */
  move(by: number): void {
    const last = (this.answer?.hits.length ?? 0) - 1;
    this.select(Math.min(Math.max(this.at + by, 0), last));
  }

  select(at: number): void {
    this.at = at;
    this.listener.selected(this.answer?.hits[at]?.id ?? null);
  }

  #show(answer: Answer): void {
    this.answer = answer;
    const wanted = answer.hits.findIndex((hit) => hit.id === this.#wanted);
    this.#wanted = null;
    // An emptied box leaves the article open: the caller may still ask about it.
    if (this.isEmpty) this.at = -1;
    else this.select(Math.max(wanted, Math.min(0, answer.hits.length - 1)));
  }
}

const toggled = (list: string[], id: string): string[] =>
  list.includes(id) ? list.filter((other) => other !== id) : [...list, id];
