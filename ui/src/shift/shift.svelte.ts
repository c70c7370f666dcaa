import type { Failure, Shift } from '../api/contract';
import { asFailure, type Desk } from '../api/desk';

/** The day of this desk as it ends: its figures, and the drafts that are left. */
export class ShiftEnd {
  shift = $state.raw<Shift | null>(null);
  failure = $state.raw<Failure | null>(null);

  constructor(private readonly desk: Desk, private readonly give: (draft: string, note: string) => Promise<void>) {
    void this.look();
  }

  async look(): Promise<void> {
    await this.#tried(async () => (this.shift = await this.desk.shift()));
  }

  /** Leaves a draft to the next shift. */
  async handOver(draft: string, note: string): Promise<void> {
    await this.#tried(() => this.give(draft, note));
    await this.look();
  }

  async #tried(act: () => Promise<unknown>): Promise<void> {
    try {
      await act();
    } catch (error) {
      this.failure = asFailure(error);
    }
  }
}
