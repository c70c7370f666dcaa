import type { Failure, Saved } from './contract';
import { asFailure } from './desk';

export type SaveState = 'idle' | 'waiting' | 'saving' | 'saved' | 'failed';

/** From the first change to the save, in milliseconds: under 300 with the save itself, however fast one types. */
const DELAY = 150;
/** After a failed save: a full disk may have been freed. */
const RETRY = 2000;

/** Saves what it reads, soon after each change, never twice at once, and again until it succeeds. */
export class Autosave {
  state = $state<SaveState>('idle');
  savedAt = $state<string | null>(null);
  failure = $state.raw<Failure | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<void> | null = null;
  #changed = false;
  #stopped = false;

  constructor(private readonly save: () => Promise<Saved>) {}

  /** Something changed. */
  touch(): void {
    if (this.#stopped) return;
    this.#changed = true;
    if (this.state !== 'saving' && this.state !== 'failed') this.state = 'waiting';
    this.#wake(DELAY);
  }

  /** Everything typed so far is on disk, or `failure` says why not. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    while (this.#running) await this.#running;
    if (this.#changed) await this.#run();
  }

  /** Nothing more will be saved; what is under way has ended. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#changed = false;
    clearTimeout(this.#timer);
    while (this.#running) await this.#running;
  }

  #wake(delay: number): void {
    if (this.#running || this.#timer !== undefined) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.#run();
    }, delay);
  }

  #run(): Promise<void> {
    this.#running = this.#once().finally(() => {
      this.#running = null;
      if (this.#changed && !this.#stopped) this.#wake(this.failure ? RETRY : DELAY);
    });
    return this.#running;
  }

  async #once(): Promise<void> {
    this.#changed = false;
    this.state = 'saving';
    try {
      this.savedAt = (await this.save()).at;
      this.failure = null;
      // What changed meanwhile is not: it must not be shown so for the moment until its own save.
      this.state = this.#changed ? 'waiting' : 'saved';
    } catch (error) {
      this.#changed = true;
      this.failure = asFailure(error);
      this.state = 'failed';
    }
  }
}
