import type { Failure, Outbox, TicketNumber } from '../api/contract';
import { asFailure, type Desk } from '../api/desk';

/** Milliseconds from one look at the outbox to the next, and while something happens that one watches. */
const CALM = 5000;
const WATCHED = 500;
/** So many looks after the operator has asked for something. */
const EAGER = 6;

/** The way to the city as the window knows it: looked at again and again, since the desk sends by itself. */
export class Way {
  /** None before the first look, and where it cannot be told. */
  outbox = $state.raw<Outbox | null>(null);
  /** Why the last act of the operator came to nothing. */
  failure = $state.raw<Failure | null>(null);
  busy = $state(false);
  #eager = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly desk: Desk) {}

  /** Until the returned function is called. */
  watch(): () => void {
    void this.#again();
    return () => clearTimeout(this.#timer);
  }

  async look(): Promise<void> {
    this.outbox = await this.desk.outbox().catch(() => null);
  }

  sendNow(): Promise<boolean> {
    return this.#act(() => this.desk.sendNow());
  }

  enroll(address: string, code: string): Promise<boolean> {
    return this.#act(() => this.desk.enroll(address.trim(), code.trim()));
  }

  retry(number: TicketNumber): Promise<boolean> {
    return this.#act(() => this.desk.retryTicket(number));
  }

  importReceipt(file: string): Promise<boolean> {
    return this.#act(() => this.desk.importReceipt(file.trim()));
  }

  /** The names of the files; none where that failed. */
  async export(folder: string): Promise<string[] | null> {
    let files: string[] = [];
    const done = await this.#act(async () => (files = await this.desk.exportBatches(folder.trim())));
    return done ? files : null;
  }

  async #act(act: () => Promise<unknown>): Promise<boolean> {
    this.busy = true;
    this.failure = null;
    try {
      await act();
    } catch (error) {
      this.failure = asFailure(error);
    }
    this.busy = false;
    this.#eager = EAGER;
    clearTimeout(this.#timer);
    await this.#again();
    return this.failure === null;
  }

  async #again(): Promise<void> {
    await this.look();
    const watched = this.#eager > 0 || this.outbox?.sending.state === 'sending';
    this.#eager = Math.max(this.#eager - 1, 0);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#again(), watched ? WATCHED : CALM);
  }
}
