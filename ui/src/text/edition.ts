// How old the content may be before the operator is told.
const DAY = 24 * 60 * 60 * 1000;
const OLD = 7;
const STALE = 30;

export type EditionAge = 'fresh' | 'old' | 'stale';

/** Of an edition of this day ("2026-11-23"). */
export function editionAge(date: string, now: Date): EditionAge {
  const days = Math.floor((now.getTime() - Date.parse(`${date}T00:00:00`)) / DAY);
  if (days > STALE) return 'stale';
  return days > OLD ? 'old' : 'fresh';
}
