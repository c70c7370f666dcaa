import { expect, test } from 'vitest';
import type { EndedCall } from '../api/contract';
import { ended, words } from './calls';
import { editionAge } from './edition';

test('a call that has ended says how it was coded', () => {
  const call = (outcome: string, more: Partial<EndedCall>) => ({ call: { outcome }, talked: 134, read: 0, tickets: [], ...more }) as unknown as EndedCall;
  expect(ended('phone', call('informed', { read: 2 }))).toBe('Rozmowa zakończona: informacja udzielona · 02:14 · 2 artykuły');
  expect(ended('counter', call('ticket_taken', { tickets: ['Ł7-0001-K'] }))).toBe('Wizyta zakończona: zgłoszenie przyjęte · 02:14 · 1 zgłoszenie');
  expect(words.counter.restored(2)).toBe('2 wizyty');
});

test('an edition is fresh for a week, old for a month, and stale after it', () => {
  const on = (day: string) => editionAge('2026-11-01', new Date(`${day}T12:00:00`));
  expect([on('2026-11-08'), on('2026-11-09'), on('2026-12-01'), on('2026-12-02')]).toEqual(['fresh', 'old', 'old', 'stale']);
});
