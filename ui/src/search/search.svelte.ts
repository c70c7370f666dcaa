import type { Failure, Findings, FoundService, FoundUnit, Home, Section } from '../api/contract';
import { asFailure, type Desk } from '../api/desk';
import { Latest } from '../api/latest';
import { finishes, steady } from './order';

/** How many hits the list holds: more are not read during a call, the filters are for that. */
const LIMIT = 30;
/** Milliseconds without a key after which a query is what the operator meant. */
const SETTLED = 1500;

type Question = { text: string; units: string[]; categories: string[]; limit: number };

/** What ↑ and ↓ walk through. */
export type SearchRow =
  | { kind: 'procedure'; id: string; section?: Section }
  | { kind: 'unit'; id: string; unit: FoundUnit }
  | { kind: 'service'; id: string; service: FoundService };

interface Listener {
  /** The row that stands selected; null when nothing was found. */
  selected(row: SearchRow | null): void;
  failed(failure: Failure): void;
}

/** What stands in the search box, the filters, and the desk's answer to them. */
export class Search {
  text = $state('');
  units = $state<string[]>([]);
  categories = $state<string[]>([]);
  answer = $state.raw<Findings | null>(null);
  /** What stands under an empty box. */
  home = $state.raw<Home>({ recent: [], favourites: [], changed: [], changed_total: 0, last_worked: null });
  /** Place of the selected row, −1 for none. */
  at = $state(-1);
  /** What the answer does not speak to yet; null when the list is settled. */
  pending = $state.raw<Question | null>(null);
  /** Every hit tells all its reasons. */
  explains = $state(false);
  /** The hit that was selected when the call was left. */
  #wanted: string | null = null;
  /** What the shown answer speaks to. */
  #shown: Question | null = null;
  /** The operator has chosen the selected row. */
  #moved = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** The last query that was told to be settled. */
  #settled = '';
  readonly #latest: Latest<Question, Findings>;
  readonly #home: Latest<null, Home>;

  constructor(private readonly desk: Desk, private readonly listener: Listener) {
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

  /** Units that the query asks for and nothing else: before the procedures. */
  get plainUnits(): FoundUnit[] {
    return this.isEmpty ? [] : (this.answer?.units.filter(({ plain }) => plain) ?? []);
  }

  /** Units that the query names among other things. */
  get otherUnits(): FoundUnit[] {
    return this.isEmpty ? [] : (this.answer?.units.filter(({ plain }) => !plain) ?? []);
  }

  get services(): FoundService[] {
    return this.isEmpty ? [] : (this.answer?.services ?? []);
  }

  /** As they stand on the screen, from top to bottom. */
  get rows(): readonly SearchRow[] {
    const unit = (unit: FoundUnit): SearchRow => ({ kind: 'unit', id: unit.id, unit });
    const procedure = ({ id, section }: { id: string; section?: Section }): SearchRow => ({ kind: 'procedure', id, section });
    if (this.isEmpty) return [...this.home.recent, ...this.home.favourites, ...this.home.changed].map(procedure);
    return [
      ...this.plainUnits.map(unit),
      ...(this.answer?.hits ?? []).map(procedure),
      ...this.otherUnits.map(unit),
      ...this.services.map((service): SearchRow => ({ kind: 'service', id: service.code, service })),
    ];
  }

  get row(): SearchRow | null {
    return this.rows[this.at] ?? null;
  }

  get hasFilters(): boolean {
    return this.units.length > 0 || this.categories.length > 0;
  }

  /** The query of a call that comes back, at the hit where it was left. */
  restore(text: string, selected: string | null): void {
    this.#wanted = selected;
    this.#settled = text;
    this.type(text);
  }

  type(text: string): void {
    // Thrown away because nothing was found: that is what the editors want to know.
    if (text === '' && this.pending === null && this.answer?.total === 0) this.settle();
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

  /** Without these filters. */
  drop(units: readonly string[], categories: readonly string[]): void {
    this.units = this.units.filter((id) => !units.includes(id));
    this.categories = this.categories.filter((id) => !categories.includes(id));
    this.ask();
  }

  clearFilters(): void {
    this.drop(this.units, this.categories);
  }

  ask(): void {
    if (this.isEmpty) {
      this.at = -1;
      this.#home.ask(null);
    }
    this.pending = { text: this.text, units: [...this.units], categories: [...this.categories], limit: LIMIT };
    this.#latest.ask(this.pending);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.settle(), SETTLED);
  }

  /** The query is what the operator meant: she has stopped typing, or the call ends. Told once. */
  settle(): void {
    clearTimeout(this.#timer);
    if (this.text.trim() === '' || this.text === this.#settled) return;
    this.#settled = this.text;
    // A note for the editors that could not be taken is no reason to disturb a call.
    this.desk.settleQuery(this.text).catch(() => {});
  }

  /** ↑ from the first row leads to what stands under the procedures. */
  move(by: number): void {
    const { rows } = this;
    if (rows.length === 0) return;
    const to = this.at + by;
    const wraps = to < 0 && this.otherUnits.length + this.services.length > 0;
    this.choose(wraps ? rows.length - 1 : Math.min(Math.max(to, 0), rows.length - 1));
  }

  /** The operator's own choice: it stays while she finishes the word. */
  choose(at: number): void {
    this.#moved = true;
    this.#select(at);
  }

  #select(at: number): void {
    this.at = at;
    this.listener.selected(this.row);
  }

  #show(answer: Findings, question: Question): void {
    const goesOn = this.answer !== null && this.#shown !== null && finishes(this.#shown, question);
    const kept = goesOn && this.#moved ? this.row : null;
    this.answer = goesOn && this.answer ? { ...answer, hits: steady(this.answer.hits, answer.hits) } : answer;
    this.#shown = question;
    if (question === this.pending) this.pending = null;
    // An emptied box leaves the article open: the caller may still ask about it.
    if (this.isEmpty) return;
    const { rows } = this;
    const wanted = rows.findIndex(({ kind, id }) => (kept ? kind === kept.kind && id === kept.id : kind === 'procedure' && id === this.#wanted));
    this.#moved = kept !== null && wanted >= 0;
    this.#wanted = null;
    this.#select(wanted >= 0 ? wanted : this.#first(rows));
  }

  /** The first procedure; a unit where the query asks for nothing else. A kind of intervention is never chosen unasked. */
  #first(rows: readonly SearchRow[]): number {
    const at = rows.findIndex(({ kind }) => kind === 'procedure');
    return at >= 0 ? at : rows.findIndex(({ kind }) => kind === 'unit');
  }
}

const toggled = (list: string[], id: string): string[] =>
  list.includes(id) ? list.filter((other) => other !== id) : [...list, id];
