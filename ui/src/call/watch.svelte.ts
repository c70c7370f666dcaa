import { SvelteSet } from 'svelte/reactivity';
import type { EmergencyWarning } from '../api/contract';
import type { Desk } from '../api/desk';
import { Latest } from '../api/latest';

/** Listens to what is typed for words of danger. A rule that the operator waved off stays quiet in this call. */
export class EmergencyWatch {
  #warnings = $state.raw<EmergencyWarning[]>([]);
  readonly #dismissed = new SvelteSet<string>();
  readonly #latest: Latest<string, EmergencyWarning[]>;

  constructor(desk: Desk) {
    // A failed look is no reason to disturb a call: the next letter looks again.
    this.#latest = new Latest((text) => desk.emergency(text), (warnings) => (this.#warnings = warnings), () => {});
  }

  get warnings(): EmergencyWarning[] {
    return this.#warnings.filter((warning) => !this.#dismissed.has(warning.rule));
  }

  look(...texts: string[]): void {
    // A blank line: words of two fields are no one sign.
    this.#latest.ask(texts.filter(Boolean).join('\n\n'));
  }

  dismiss(rule: string): void {
    this.#dismissed.add(rule);
  }
}
