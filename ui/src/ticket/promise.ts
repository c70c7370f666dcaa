import type { ServicePromise } from '../api/contract';

const timeZone = 'Europe/Warsaw';
const soon = new Intl.DateTimeFormat('pl-PL', { weekday: 'short', day: '2-digit', month: '2-digit', hour: '2-digit', minute: '2-digit', timeZone });
const later = new Intl.DateTimeFormat('pl-PL', { day: '2-digit', month: '2-digit', year: 'numeric', timeZone });

/** Up to here the hour matters. */
const HOURS = 72;

/** Until when, for a ticket saved now: "do śr., 25.11, 10:42", "do 23.12.2026"; null where the promise names no time. */
export function deadline(promise: ServicePromise, now: Date): string | null {
  if (promise.hours === null) return null;
  const until = new Date(now.getTime() + promise.hours * 3_600_000);
  return `do ${(promise.hours <= HOURS ? soon : later).format(until)}`;
}
