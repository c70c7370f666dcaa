import { expect, test } from 'vitest';
import { bars } from './bars';

test('a quiet hour between two busy ones is seen', () => {
  expect(bars([{ hour: 8, calls: 4 }, { hour: 10, calls: 2 }])).toEqual([
    { hour: 8, calls: 4, height: 1 }, { hour: 9, calls: 0, height: 0 }, { hour: 10, calls: 2, height: 0.5 },
  ]);
  expect(bars([])).toEqual([]);
});
