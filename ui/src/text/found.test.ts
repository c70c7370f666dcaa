import { expect, test } from 'vitest';
import { findings, hit } from '../search/fixtures';
import { counted, folded } from './found';

test('the count tells how many stand in the list, and of how many', () => {
  const hits = ['a', 'b', 'c'].map((id) => hit(id));
  expect(counted(findings(hits), false)).toBe('3 procedury');
  expect(counted(findings(hits, { shown: 1, total: 34 }), false)).toBe('1 z 34 procedur');
  expect(counted(findings(hits, { shown: 1 }), true)).toBe('3 procedury');
  expect(counted(findings(hits, { shown: 0, total: 17 }), false)).toBe('17 procedur mniej podobnych');
  expect([1, 3, 26].map(folded)).toEqual(['jeszcze 1 mniej podobna', 'jeszcze 3 mniej podobne', 'jeszcze 26 mniej podobnych']);
});
