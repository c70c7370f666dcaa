import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Desk } from '../api/desk';
import { Way } from './way.svelte';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function watched(over: Partial<Record<keyof Desk, unknown>> = {}) {
  const desk = { outbox: vi.fn(async () => ({ sending: { state: 'idle' } })), sendNow: vi.fn(async () => null), ...over };
  return { desk, way: new Way(desk as unknown as Desk) };
}

test('the outbox is looked at every five seconds until nobody watches any more', async () => {
  const { desk, way } = watched();
  const stop = way.watch();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(desk.outbox).toHaveBeenCalledTimes(3);
  stop();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(desk.outbox).toHaveBeenCalledTimes(3);
});

test('after an act one sees quickly what comes of it, and then it is calm again', async () => {
  const { desk, way } = watched();
  way.watch();
  await vi.advanceTimersByTimeAsync(0);
  await way.sendNow();
  await vi.advanceTimersByTimeAsync(3000);
  expect(desk.outbox).toHaveBeenCalledTimes(1 + 7);
  await vi.advanceTimersByTimeAsync(4900);
  expect(desk.outbox).toHaveBeenCalledTimes(1 + 7);
});

test('a failed act says why until the next one; a look that fails stops nothing', async () => {
  const enroll = vi.fn().mockRejectedValueOnce({ code: 'intake_refused', detail: 'wrong_code' }).mockResolvedValueOnce({});
  const outbox = vi.fn().mockRejectedValueOnce({ code: 'storage', detail: '' }).mockResolvedValue({ sending: { state: 'idle' } });
  const { way } = watched({ enroll, outbox });
  expect(await way.enroll(' https://a.pl ', ' X1 ')).toBe(false);
  expect([way.failure?.code, way.busy, way.outbox]).toEqual(['intake_refused', false, null]);
  expect(enroll).toHaveBeenCalledWith('https://a.pl', 'X1');
  await vi.advanceTimersByTimeAsync(500);
  expect(way.outbox).not.toBeNull();
  expect([await way.enroll('https://a.pl', 'X2'), way.failure]).toEqual([true, null]);
});
