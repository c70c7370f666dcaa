// The clocks of an open call, in milliseconds.
import type { Call } from '../api/contract';

/** How long they have talked, without what the caller waited. */
export function talked({ opened_at, held_since, held_ms }: Call, now: number): number {
  return (held_since ? Date.parse(held_since) : now) - Date.parse(opened_at) - held_ms;
}

/** How long the caller waits by now; 0 while they talk. */
export const held = ({ held_since }: Call, now: number): number => (held_since ? now - Date.parse(held_since) : 0);
