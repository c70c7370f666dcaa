import type { DeliberateAct, Target } from '../api/contract';
import { isSame, type Opened } from '../search/rows';

/** Milliseconds after which what was chosen was meant, and did not only fly past. */
const CHOSEN = 3000;
/** Milliseconds after which what stood there was told to the caller. */
const TOLD = 6000;

/** What led to it: the query, empty for another way than the list; and was it the operator, or did it open by itself? */
interface Way {
  query: string;
  byHand: boolean;
}

/** What stands in the middle of the screen, and what is done with it on purpose: that alone is noted. */
export class Middle {
  open = $state.raw<Opened | null>(null);
  /** The operator has chosen or used it. */
  byHand = $state(false);
  #query = '';
  #since = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Acts that were noted already. */
  readonly #noted = new Set<string>();

  constructor(private readonly note: (target: Target, query: string, act: DeliberateAct) => void) {}

  /** It has stood there long enough to be told to a caller. */
  get hasStood(): boolean {
    return this.open !== null && Date.now() - this.#since >= TOLD;
  }

  /** None where nothing is sure. */
  show(opened: Opened | null, { query, byHand }: Way): void {
    const stays = opened !== null && isSame(this.open, opened);
    this.open = opened;
    this.#query = query;
    if (stays && (this.byHand || !byHand)) return;
    if (!stays) this.#since = Date.now();
    this.#forget();
    this.byHand = byHand;
    if (byHand) this.#timer = setTimeout(() => this.act('chosen'), CHOSEN);
  }

  /** The operator has done this with what is open. */
  act(act: DeliberateAct): void {
    this.#forget();
    if (!this.open) return;
    this.byHand = true;
    const { kind, id } = this.open;
    const told = [act, kind, id, this.#query].join('\n');
    if (this.#noted.has(told)) return;
    this.#noted.add(told);
    this.note({ kind, id }, this.#query, act);
  }

  /** The call ends with it: what was chosen a moment ago was meant. */
  stays(): void {
    if (this.#timer !== undefined) this.act('chosen');
  }

  #forget(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
