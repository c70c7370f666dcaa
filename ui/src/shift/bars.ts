// The picture of the day: one bar for each hour from the first call to the last.
import type { HourOfCalls } from '../api/contract';

export interface Bar extends HourOfCalls {
  /** 0 to 1, of the busiest hour. */
  height: number;
}

/** Hours without a call are there, too: a quiet hour is seen as one. */
export function bars(hours: readonly HourOfCalls[]): Bar[] {
  if (hours.length === 0) return [];
  const calls = new Map(hours.map(({ hour, calls }) => [hour, calls]));
  const [first, last] = [Math.min(...calls.keys()), Math.max(...calls.keys())];
  const most = Math.max(...calls.values());
  return Array.from({ length: last - first + 1 }, (_, at) => {
    const hour = first + at;
    const count = calls.get(hour) ?? 0;
    return { hour, calls: count, height: count / most };
  });
}
