import { createContext } from 'svelte';
import type { Failure, Settings } from '../api/contract';
import { asFailure, type Desk } from '../api/desk';
import type { Key } from '../keys';
import { effective } from './remap';

/** The steps of the zoom, in percent; the desk keeps to them, too. */
export const ZOOMS = [80, 90, 100, 110, 125, 150, 175, 200] as const;

/** How this desk is set up; what is changed here is worn at once, and kept. */
export class Setup {
  settings = $state.raw() as Settings;
  failure = $state.raw<Failure | null>(null);
  #kept = Promise.resolve();
  readonly keys: readonly Key[] = $derived(effective(this.settings.keys));

  constructor(private readonly desk: Pick<Desk, 'saveSettings'>, settings: Settings) {
    this.settings = settings;
  }

  /** In force even where it could not be kept; then `failure` says so. */
  change(change: Partial<Settings>): Promise<void> {
    this.settings = { ...this.settings, ...change };
    // One after the other: an older one never overwrites a newer one.
    this.#kept = this.#kept.then(() => this.#keep());
    return this.#kept;
  }

  async #keep(): Promise<void> {
    try {
      await this.desk.saveSettings(this.settings);
      this.failure = null;
    } catch (error) {
      this.failure = asFailure(error);
    }
  }

  /** The next step up or down; the last one stays. */
  zoom(by: 1 | -1): Promise<void> {
    const at = ZOOMS.findIndex((step) => step >= this.settings.zoom);
    return this.change({ zoom: ZOOMS[at + by] ?? this.settings.zoom });
  }

  /** No key: the usual one again. */
  remap(action: string, key: string | null): Promise<void> {
    const keys = { ...this.settings.keys };
    if (key === null) delete keys[action];
    else keys[action] = key;
    return this.change({ keys });
  }
}

/** Everything on the desk that names a key names the one that is in force. */
export const [setup, provideSetup] = createContext<Setup>();

/** The root wears the settings (the shell has dressed it before the first paint); ends with the returned function. */
export function wear(theme: Settings['theme'], mode: Settings['mode']): () => void {
  const more = matchMedia('(prefers-contrast: more)');
  const dress = () => {
    document.documentElement.dataset.theme = theme === 'system' && more.matches ? 'contrast' : theme;
    document.documentElement.dataset.mode = mode;
  };
  dress();
  more.addEventListener('change', dress);
  return () => more.removeEventListener('change', dress);
}
