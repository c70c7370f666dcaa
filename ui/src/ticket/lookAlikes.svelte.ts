import type { Draft, LookAlike } from '../api/contract';
import type { Desk } from '../api/desk';
import { Latest } from '../api/latest';

/** Earlier reports that may be of the same matter as the draft, at most three. */
export class LookAlikes {
  list = $state.raw<LookAlike[]>([]);
  readonly #latest: Latest<Draft, LookAlike[]>;

  /** What the list answers: the rest of a form makes no matter alike. */
  #about = '';

  constructor(desk: Desk) {
    this.#latest = new Latest(
      (draft) => desk.lookAlikes(draft),
      (found) => (this.list = found),
      // A failed look is no reason to disturb a call: the next change looks again.
      () => (this.#about = ''),
    );
  }

  look(draft: Draft): void {
    const { service, place, description } = draft.form;
    const about = JSON.stringify([service, place, description]);
    if (about === this.#about) return;
    this.#about = about;
    this.#latest.ask(draft);
  }
}
