import type { Failure, Handout, Message, Sheet } from '../api/contract';
import { asFailure, type Desk } from '../api/desk';
import { Latest } from '../api/latest';
import type { Choice } from './choices';

/** Which of the papers is chosen, and what stands on it; `of` asks the desk for it. */
class Handing<T> {
  at = $state(0);
  shown = $state.raw<T | null>(null);
  failure = $state.raw<Failure | null>(null);
  /** What the last act has done. */
  done = $state('');
  readonly #latest: Latest<Handout, T>;

  constructor(
    protected readonly desk: Desk,
    readonly choices: readonly Choice[],
    of: (handout: Handout) => Promise<T>,
    private readonly handed: (handout: Handout) => void,
  ) {
    this.#latest = new Latest(
      of,
      (shown) => (this.shown = shown),
      (error) => (this.failure = asFailure(error)),
    );
    this.choose(0);
  }

  get handout(): Handout | null {
    return this.choices[this.at]?.handout ?? null;
  }

  choose(at: number): void {
    this.at = at;
    this.shown = null;
    this.failure = null;
    this.done = '';
    if (this.handout) this.#latest.ask(this.handout);
  }

  /** It was given to the resident, and `done` says how. */
  taken(done: string): void {
    this.done = done;
    if (this.handout) this.handed(this.handout);
  }

  /** Does it with the chosen paper; `done` says what came of it, or `failure`. */
  protected async act(act: (handout: Handout) => Promise<string>): Promise<void> {
    const { handout } = this;
    if (!handout) return;
    this.failure = null;
    this.done = '';
    try {
      this.taken(await act(handout));
    } catch (error) {
      this.failure = asFailure(error);
    }
  }
}

/** "Druk": a paper before the operator, and the ways to a resident's hands. */
export class Printing extends Handing<Sheet> {
  constructor(desk: Desk, choices: readonly Choice[], handed: (handout: Handout) => void) {
    super(desk, choices, (handout) => desk.preparePrint(handout), handed);
  }

  /** The paper that is seen: none yet, none printed. */
  async print(): Promise<void> {
    if (!this.shown) return;
    await this.act(async () => {
      await this.desk.printWindow();
      return 'Otwarto okno drukowania.';
    });
  }

  open(): Promise<void> {
    return this.act(async (handout) => {
      await this.desk.openPrint(handout);
      return 'Otwarto PDF.';
    });
  }

  /** Into that folder, or without one into the user's documents. */
  save(folder: string): Promise<void> {
    return this.act(async (handout) => `Zapisano ${await this.desk.savePrint(handout, folder.trim() || null)}`);
  }
}

/** "Tekst dla mieszkańca". */
export class Messaging extends Handing<Message> {
  constructor(desk: Desk, choices: readonly Choice[], handed: (handout: Handout) => void) {
    super(desk, choices, (handout) => desk.message(handout), handed);
  }

  writeMail(): Promise<void> {
    return this.act(async (handout) => {
      await this.desk.writeMail(handout);
      return 'Otwarto szkic w programie pocztowym. Adres wpisz tam.';
    });
  }
}
