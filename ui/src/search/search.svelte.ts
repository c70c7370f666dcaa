import type { Failure, Findings, Home, Title } from '../api/contract';
import { asFailure, type Desk } from '../api/desk';
import { Latest } from '../api/latest';

/** How many hits the list holds: more are not read during a call, the filters are for that. */
const LIMIT = 30;

type Question = { text: string; units: string[]; categories: string[]; limit: number };

interface Listener {
  /** The row that stands selected; null when nothing was found. */
  selected(id: string | null): void;
  failed(failure: Failure): void;
}

/** What stands in the search box, the filters, and the desk's answer to them. */
export class Search {
  text = $state('');
  units = $state<string[]>([]);
  categories = $state<string[]>([]);
  answer = $state.raw<Findings | null>(null);
  /** What stands under an empty box. */
  home = $state.raw<Home>({ recent: [], favourites: [] });
  /** Place of the selected row, −1 for none. */
  at = $state(-1);
  /** What the answer does not speak to yet; null when the list is settled. */
  pending = $state.raw<Question | null>(null);
  /** The hit that was selected when the call was left. */
  #wanted: string | null = null;
  readonly #latest: Latest<Question, Findings>;
  readonly #home: Latest<null, Home>;

  constructor(desk: Desk, private readonly listener: Listener) {
    const failed = (error: unknown) => listener.failed(asFailure(error));
    this.#latest = new Latest(
      (question) => desk.search(question),
      (answer, question) => this.#show(answer, question),
      (error) => {
        this.pending = null;
        failed(error);
      },
    );
    this.#home = new Latest(() => desk.home(), (home) => (this.home = home), failed);
    this.ask();
  }

  get isEmpty(): boolean {
    return this.text.trim() === '' && this.units.length === 0 && this.categories.length === 0;
  }

  /** What ↑ and ↓ walk through. */
  get rows(): readonly Title[] {
    return this.isEmpty ? [...this.home.recent, ...this.home.favourites] : (this.answer?.hits ?? []);
  }

  get hasFilters(): boolean {
    return this.units.length > 0 || this.categories.length > 0;
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
    if (this.isEmpty) {
      this.at = -1;
      this.#home.ask(null);
    }
    this.pending = { text: this.text, units: [...this.units], categories: [...this.categories], limit: LIMIT };
    this.#latest.ask(this.pending);
  }

  move(by: number): void {
    const { rows } = this;
    if (rows.length > 0) this.select(Math.min(Math.max(this.at + by, 0), rows.length - 1));
  }

  select(at: number): void {
    this.at = at;
    this.listener.selected(this.rows[at]?.id ?? null);
  }

  #show(answer: Findings, question: Question): void {
    this.answer = answer;
    if (question === this.pending) this.pending = null;
    // An emptied box leaves the article open: the caller may still ask about it.
    if (this.isEmpty) return;
    const wanted = answer.hits.findIndex((hit) => hit.id === this.#wanted);
    this.#wanted = null;
    this.select(Math.max(wanted, Math.min(0, answer.hits.length - 1)));
  }
}

const toggled = (list: string[], id: string): string[] =>
  list.includes(id) ? list.filter((other) => other !== id) : [...list, id];
