import { expect, test } from 'vitest';
import type { Call } from '../api/contract';
import { held, talked } from './clock';

test('waiting is not talking', () => {
  const call = (held_since: string | null) => ({ opened_at: '2026-11-23T09:00:00Z', held_since, held_ms: 20_000 }) as Call;
  const at = (seconds: number) => Date.parse('2026-11-23T09:00:00Z') + seconds * 1000;
  expect([talked(call(null), at(60)), held(call(null), at(60))]).toEqual([40_000, 0]);
  const waiting = call('2026-11-23T09:01:10Z');
  expect([talked(waiting, at(300)), held(waiting, at(118))]).toEqual([50_000, 48_000]);
});
