import { expect, test } from 'vitest';
import { deadline } from './promise';

test('a promise is told as a moment, by the hour where hours matter', () => {
  const now = new Date('2026-11-23T09:42:00Z');
  expect(deadline({ text: '48 godzin', hours: 48 }, now)).toBe('do śr., 25.11, 10:42');
  expect(deadline({ text: '30 dni', hours: 720 }, now)).toBe('do 23.12.2026');
  expect(deadline({ text: 'niezwłocznie', hours: null }, now)).toBeNull();
});
