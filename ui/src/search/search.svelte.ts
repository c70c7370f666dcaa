import type { Failure, Findings, Home, Target } from '../api/contract';
import { asFailure, type Desk } from '../api/desk';
import { Latest } from '../api/latest';
import { BETTER, finishes, steady } from './order';
import { groupsOf, offersOf, scoreOf, type Group, type Opened, type SearchRow } from './rows';

/** How many hits the list holds: more are not read during a call, the filters are for that. */
const LIMIT = 30;
/** Milliseconds without a key after which a query is what the operator meant. */
const SETTLED = 1500;
/** Milliseconds without a key after which it is said that nothing is sure: not between two letters. */
const UNSURE = 300;
/** Milliseconds without a key after which it is asked what the whole query means. */
const RESTING = 120;

type Question = { text: string; units: string[]; categories: string[]; limit: number };

interface Listener {
  /** The row that stands selected: the operator has chosen it, or it is the one sure answer. None where nothing is sure. */
  selected(row: Opened | null, byHand: boolean): void;
  /** Nothing is opened by itself just now: then no row stands selected by itself, either. */
  holds(): boolean;
  /** The operator has chosen or used what is open: no later thought takes its place. */
  keeps(): boolean;
  /** The query is what the operator meant. */
  settled(text: string): void;
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
  #at = $state(-1);
  /** What the answer does not speak to yet; null when the list is settled. */
  pending = $state.raw<Question | null>(null);
  /** Every hit tells all its reasons. */
  explains = $state(false);
  /** The less alike hits stand in the list, too. */
  unfolded = $state(false);
  /** Nothing that was found is sure: nothing opens by itself. */
  unsure = $state(false);
  /** Under a query: its groups from top to bottom. */
  readonly groups: readonly Group[] = $derived(this.answer && !this.isEmpty ? groupsOf(this.answer, this.unfolded) : []);
  /** As they stand on the screen, from top to bottom. */
  readonly rows: readonly SearchRow[] = $derived(this.isEmpty ? this.#homeRows() : this.groups.flatMap(({ rows }) => rows));
  /** Where nothing is sure: the nearest, one key each. */
  readonly offers = $derived(this.unsure ? offersOf(this.groups) : []);
  /** What was open when the call was left. */
  #wanted: Target | null = null;
  /** What the shown answer speaks to. */
  #shown: Question | null = null;
  /** The operator has chosen the selected row. */
  #moved = $state(false);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #doubting: ReturnType<typeof setTimeout> | undefined;
  #resting: ReturnType<typeof setTimeout> | undefined;
  /** The pointer has come to the list that is shown: it may be about to click. */
  #pointed = false;
  /** The last query that was told to be settled. */
  #settled = '';
  readonly #latest: Latest<Question, Findings>;
  readonly #considered: Latest<Question, Findings | null>;
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
    this.#considered = new Latest(
      (question) => desk.consider(question),
      (answer, question) => this.#reconsider(answer, question),
      // What the first answer said stands.
      () => {},
    );
    this.#home = new Latest(() => desk.home(), (home) => (this.home = home), failed);
    this.ask();
  }

  get isEmpty(): boolean {
    return isBlank(this);
  }

  /** The sure answer to what stands in the box; none while that is being looked for. */
  get best(): Target | null {
    return this.isEmpty || this.pending ? null : (this.answer?.best ?? null);
  }

  /** Place of the selected row, −1 for none. */
  get at(): number {
    return this.#moved || !this.listener.holds() ? this.#at : -1;
  }

  get row(): SearchRow | null {
    return this.rows[this.at] ?? null;
  }

  get hasFilters(): boolean {
    return this.units.length > 0 || this.categories.length > 0;
  }

  /** The query of a call that comes back, at what was open when it was left. */
  restore(text: string, open: Target | null): void {
    this.#wanted = text.trim() === '' ? null : open;
    this.#settled = text;
    this.type(text);
  }

  type(text: string): void {
    // Thrown away because nothing was found: that is what the editors want to know.
    if (text === '' && this.pending === null && this.rows.length === 0) this.settle();
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
      this.#at = -1;
      this.#sure();
      this.#home.ask(null);
    }
    this.pending = { text: this.text, units: [...this.units], categories: [...this.categories], limit: LIMIT };
    this.#latest.ask(this.pending);
    clearTimeout(this.#resting);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.settle(), SETTLED);
  }

  /** The query is what the operator meant: she has stopped typing, or the call ends. Told once. */
  settle(): void {
    clearTimeout(this.#timer);
    if (this.text.trim() === '' || this.text === this.#settled) return;
    this.#settled = this.text;
    this.listener.settled(this.text);
  }

  /** ↑ from the first row leads to the last one, where other groups stand below. */
  move(by: number): void {
    const { rows } = this;
    if (rows.length === 0) return;
    const to = this.at + by;
    const wraps = to < 0 && this.groups.length > 1;
    this.choose(wraps ? rows.length - 1 : Math.min(Math.max(to, 0), rows.length - 1));
  }

  /** The operator's own choice: it stays while she finishes the word. */
  choose(at: number): void {
    this.#moved = true;
    this.#select(at);
  }

  /** The pointer moves over the list. */
  point(): void {
    this.#pointed = true;
  }

  /** The less alike hits come into the list; where the cursor was on their row it is on the first of them. */
  unfold(): void {
    const { row } = this;
    this.unfolded = true;
    if (row?.kind === 'more') this.choose(this.at);
  }

  #homeRows(): SearchRow[] {
    const { recent, favourites, changed } = this.home;
    return [...recent, ...favourites, ...changed].map(({ id }) => ({ kind: 'procedure', id }));
  }

  #select(at: number): void {
    this.#at = at;
    const row = this.rows[at];
    if (!row || row.kind === 'more') return;
    this.#sure();
    this.listener.selected(row, this.#moved);
  }

  #sure(): void {
    clearTimeout(this.#doubting);
    this.unsure = false;
  }

  /** Said once the typing rests: the certainty comes and goes with single letters. */
  #doubt(): void {
    clearTimeout(this.#doubting);
    this.#doubting = setTimeout(() => {
      this.unsure = true;
      this.listener.selected(null, false);
    }, UNSURE);
  }

  #show(answer: Findings, question: Question): void {
    this.#pointed = false;
    // What a call was left with stays.
    const restored = this.#wanted !== null;
    this.#put(answer, question);
    clearTimeout(this.#resting);
    if (!this.pending && !restored && question.text.trim() !== '') this.#resting = setTimeout(() => this.#considered.ask(question), RESTING);
  }

  /** A later thought on the list that stands there; none where no model is installed. It moves nothing under a hand. */
  #reconsider(answer: Findings | null, question: Question): void {
    const under = this.#moved || this.#pointed || this.unfolded || this.listener.keeps();
    if (answer && question === this.#shown && !this.pending && !under) this.#put(answer, question);
  }

  #put(answer: Findings, question: Question): void {
    const goesOn = this.answer !== null && this.#shown !== null && (question === this.#shown || finishes(this.#shown, question));
    const kept = goesOn ? this.row : null;
    this.answer = goesOn && this.answer ? { ...answer, hits: this.#steadied(this.answer, answer) } : answer;
    if (!goesOn) this.unfolded = false;
    this.#shown = question;
    if (question === this.pending) this.pending = null;
    // An emptied box leaves the article open: the caller may still ask about it.
    if (this.isEmpty || isBlank(question)) return;
    const wanted = this.#wanted;
    if (!this.pending) this.#wanted = null;
    const at = this.#place(kept);
    if (at >= 0 && (this.#moved || !this.#isBeaten(at))) return this.#select(at);
    this.#moved = false;
    this.#openBest(wanted);
  }

  /** Among those that stand in the list at once: none of the others comes between them. */
  #steadied(former: Findings, { hits, shown }: Findings): Findings['hits'] {
    return [...steady(former.hits.slice(0, former.shown), hits.slice(0, shown)), ...hits.slice(shown)];
  }

  #place(of: { kind: string; id: string } | null): number {
    return this.rows.findIndex(({ kind, id }) => kind === of?.kind && id === of.id);
  }

  /** What opened by itself gives way, while its word is being finished, only to what is clearly better, or to doubt. */
  #isBeaten(at: number): boolean {
    const best = this.rows[this.#place(this.answer?.best ?? null)];
    const open = this.rows[at];
    return !best || !open || scoreOf(best) > BETTER * scoreOf(open);
  }

  /** The one sure answer, or what was open when the call was left. */
  #openBest(wanted: Target | null): void {
    const at = [wanted, this.answer?.best ?? null].map((one) => this.#place(one)).find((place) => place >= 0);
    if (at !== undefined) return this.#select(at);
    this.#at = -1;
    // A list without a question (a unit's procedures) is no guess, and what a call was left with stays.
    if (this.text.trim() === '' || wanted) this.#sure();
    else this.#doubt();
  }
}

const isBlank = ({ text, units, categories }: Pick<Question, 'text' | 'units' | 'categories'>): boolean =>
  text.trim() === '' && units.length === 0 && categories.length === 0;

const toggled = (list: string[], id: string): string[] =>
  list.includes(id) ? list.filter((other) => other !== id) : [...list, id];
