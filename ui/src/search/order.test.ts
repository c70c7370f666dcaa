import { expect, test } from 'vitest';
import type { Hit } from '../api/contract';
import { hit } from './fixtures';
import { finishes, steady } from './order';

const hits = (scores: Record<string, number>): Hit[] =>
  Object.entries(scores)
    .sort(([, a], [, b]) => b - a)
    .map(([id, score]) => hit(id, score));
const ids = (list: Hit[]) => list.map(({ id }) => id).join('');

test('near-equal hits keep their places while a word is finished', () => {
  expect(ids(steady(hits({ a: 3, b: 2, c: 1 }), hits({ b: 2.05, a: 2, c: 1 })))).toBe('abc');
});

test('a clearly better hit rises at once, past all that it beats', () => {
  expect(ids(steady(hits({ a: 3, b: 2, c: 1 }), hits({ c: 9, a: 3, b: 2 })))).toBe('cab');
  expect(ids(steady(hits({ a: 3, b: 2, c: 1 }), hits({ a: 1, b: 1.05, c: 1.1 })))).toBe('cab');
});

test('a new hit stands where its score puts it, and one that is gone is gone', () => {
  expect(ids(steady(hits({ a: 3, b: 2, c: 1 }), hits({ a: 3, x: 2.5, c: 1 })))).toBe('axc');
});

test('no hit stands under one that it clearly beats, whatever was there before', () => {
  let seed = 7;
  const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  const some = () => hits(Object.fromEntries([...'abcdefghij'].filter(() => random() < 0.8).map((id) => [id, random()])));
  for (let round = 0; round < 200; round += 1) {
    const next = some();
    const order = steady(some(), next);
    expect([...ids(order)].sort()).toEqual([...ids(next)].sort());
    order.forEach((hit, at) => {
      for (const above of order.slice(0, at)) expect(hit.score).toBeLessThanOrEqual(1.06 * (above.score ?? 0));
    });
  }
});

test('only the open word being finished keeps an order', () => {
  const asked = (text: string, units: string[] = []) => ({ text, units, categories: [] });
  expect(finishes(asked('dow'), asked('dowód'))).toBe(true);
  for (const [former, next] of [['dow', 'dow o'], ['dow ', 'dow o'], ['dow', 'do'], ['dow', 'dow'], ['', 'd']] as const) {
    expect(finishes(asked(former), asked(next))).toBe(false);
  }
  expect(finishes(asked('dow'), asked('dowo', ['zdit']))).toBe(false);
});
