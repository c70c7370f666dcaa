import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Autosave } from './autosave.svelte';
import type { Saved } from './contract';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A desk whose saves end when the test says so. */
function slow() {
  const saves: { done: () => void; fail: (code: string) => void; at: number }[] = [];
  const autosave = new Autosave(
    () =>
      new Promise<Saved>((done, fail) => {
        saves.push({ done: () => done({ at: '2026-11-23T09:42:07Z' }), fail: (code) => fail({ code, detail: '' }), at: Date.now() });
      }),
  );
  return { saves, autosave };
}

test('whoever types without a pause is saved all the same, at most 300 ms after the first letter', async () => {
  const { saves, autosave } = slow();
  const started = Date.now();
  for (let letter = 0; letter < 30; letter += 1) {
    autosave.touch();
    await vi.advanceTimersByTimeAsync(20);
  }
  expect(saves[0]?.at).toBeLessThanOrEqual(started + 300);
  expect(saves.length, 'a save that takes long is never joined by a second').toBe(1);
  expect(autosave.state).toBe('saving');
});

test('what changed during a save is saved after it', async () => {
  const { saves, autosave } = slow();
  autosave.touch();
  await vi.advanceTimersByTimeAsync(300);
  autosave.touch();
  saves[0]?.done();
  await vi.advanceTimersByTimeAsync(0);
  expect(autosave.state, 'not yet').toBe('waiting');
  await vi.advanceTimersByTimeAsync(300);
  expect(saves.length).toBe(2);
  saves[1]?.done();
  await vi.advanceTimersByTimeAsync(5000);
  expect([saves.length, autosave.state, autosave.savedAt]).toEqual([2, 'saved', '2026-11-23T09:42:07Z']);
});

test('a failed save is told and tried again until it succeeds', async () => {
  const { saves, autosave } = slow();
  autosave.touch();
  await vi.advanceTimersByTimeAsync(300);
  saves[0]?.fail('disk_full');
  await vi.advanceTimersByTimeAsync(0);
  expect([autosave.state, autosave.failure?.code]).toEqual(['failed', 'disk_full']);
  await vi.advanceTimersByTimeAsync(2000);
  saves[1]?.done();
  await vi.advanceTimersByTimeAsync(0);
  expect([autosave.state, autosave.failure]).toEqual(['saved', null]);
});

test('flush waits for everything typed so far', async () => {
  const { saves, autosave } = slow();
  autosave.touch();
  await vi.advanceTimersByTimeAsync(200);
  autosave.touch();
  let flushed = false;
  void autosave.flush().then(() => (flushed = true));
  saves[0]?.done();
  await vi.advanceTimersByTimeAsync(0);
  expect(flushed).toBe(false);
  saves[1]?.done();
  await vi.advanceTimersByTimeAsync(0);
  expect([flushed, saves.length]).toEqual([true, 2]);
});

test('after stop nothing is saved any more', async () => {
  const { saves, autosave } = slow();
  autosave.touch();
  await autosave.stop();
  autosave.touch();
  await vi.advanceTimersByTimeAsync(5000);
  expect(saves.length).toBe(0);
});
