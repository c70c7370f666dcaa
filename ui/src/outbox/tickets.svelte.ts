import type { Failure, Filed } from '../api/contract';
import { asFailure, type Desk } from '../api/desk';
import { Latest } from '../api/latest';

/** "Moje zgłoszenia": the newest tickets, or those that hold the words. */
export class TicketList {
  words = $state('');
  tickets = $state.raw<Filed[] | null>(null);
  at = $state(0);
  failure = $state.raw<Failure | null>(null);
  /** The words that `tickets` answers. */
  #answered: string | null = null;
  readonly #latest: Latest<string, Filed[]>;

  constructor(desk: Desk) {
    this.#latest = new Latest(
      (words) => desk.tickets(words),
      (tickets, words) => {
        // The same question again: how far they have come has changed, not which of them is shown.
        const kept = words === this.#answered ? tickets.findIndex(({ id }) => id === this.selected?.id) : 0;
        this.#answered = words;
        this.tickets = tickets;
        this.at = Math.max(kept, 0);
        this.failure = null;
      },
      (error) => (this.failure = asFailure(error)),
    );
    this.#latest.ask('');
  }

  get selected(): Filed | null {
    return this.tickets?.[this.at] ?? null;
  }

  type(words: string): void {
    this.words = words;
    this.#latest.ask(words);
  }

  refresh(): void {
    this.#latest.ask(this.words);
  }

  move(by: number): void {
    this.at = Math.min(Math.max(this.at + by, 0), Math.max((this.tickets?.length ?? 0) - 1, 0));
  }
}
