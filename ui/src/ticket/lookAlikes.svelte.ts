import type { Draft, LookAlike } from '../api/contract';
import type { Desk } from '../api/desk';
import { Latest } from '../api/latest';

/** Earlier tickets that may be of the same matter as the draft, at most three. */
export class LookAlikes {
  list = $state.raw<LookAlike[]>([]);
  readonly #latest: Latest<Draft, LookAlike[]>;

  constructor(desk: Desk) {
    // A failed look is no reason to disturb a call: the next change looks again.
    this.#latest = new Latest((draft) => desk.lookAlikes(draft), (found) => (this.list = found), () => {});
  }

  look(draft: Draft): void {
    this.#latest.ask(draft);
  }
}
