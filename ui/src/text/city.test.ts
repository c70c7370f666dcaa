import { expect, test } from 'vitest';
import type { Outbox, Sending } from '../api/contract';
import { explained, glance } from './city';

const now = new Date('2026-11-25T09:00:00Z');
const until = '2026-11-25T09:41:00Z';

function outbox(some: Partial<Outbox>): Outbox {
  const empty = { ready: 0, sealed: 0, uploading: 0, acknowledged: 0, rejected: 0, oldest: null };
  return { desk: 'Ł7', intake: 'https://zgloszenia.example.pl', heard_at: null, ...empty, sending: { state: 'idle' }, ...some };
}

const told = (some: Partial<Outbox>) => {
  const { mark, text } = glance(outbox(some), now);
  return `${mark} ${text}`;
};

test('each state of the way has its mark and its words', () => {
  const waits = (trouble: Extract<Sending, { state: 'waiting' }>['trouble']) => told({ sending: { state: 'waiting', trouble, until } });
  expect(told({})).toBe('✔ nic nie czeka na wysłanie');
  expect(told({ acknowledged: 4 })).toBe('✔ wszystko u miasta');
  expect(told({ ready: 1, sealed: 1, uploading: 1 })).toBe('↑ 3 zgłoszenia czekają');
  expect(told({ uploading: 1, sending: { state: 'sending', sent: 405, of: 1000 } })).toBe('↑ wysyłanie 40 % · 1 zgłoszenie czeka');
  expect(waits('network')).toBe('⚠ miasto nie odpowiada, następna próba 10:41');
  expect(waits('not_the_intake')).toBe('⚠ sieć wymaga logowania, następna próba 10:41');
  expect(waits('busy')).toBe('⚠ miasto jest zajęte, następna próba 10:41');
  expect(told({ sending: { state: 'not_enrolled' }, ready: 5 })).toBe('⚠ stanowisko niezarejestrowane · 5 zgłoszeń czeka');
  expect(told({ sending: { state: 'refused' } })).toBe('⚠ miasto nie przyjmuje z tego stanowiska');
  expect(told({ rejected: 1, sealed: 2 })).toBe('✖ 1 zgłoszenie odrzucone');
});

test('what has waited for more than a day is said, not only coloured', () => {
  const day = (oldest: string) => told({ sealed: 1, oldest });
  expect(day('2026-11-24T09:00:00Z')).toBe('↑ 1 zgłoszenie czeka');
  expect(day('2026-11-24T08:59:59Z')).toBe('⚠ od ponad doby czekają zgłoszenia');
});

test('a batch of no bytes is no division by nothing', () => {
  expect(told({ sending: { state: 'sending', sent: 0, of: 0 } })).toBe('↑ wysyłanie 0 %');
});

test('what to do is said where something is in the way, and only there', () => {
  const todo = (sending: Sending) => explained(outbox({ sending })).todo;
  expect([todo({ state: 'idle' }), todo({ state: 'sending', sent: 1, of: 2 })]).toEqual(['', '']);
  expect(todo({ state: 'waiting', trouble: 'network', until })).toContain('nośnik');
  expect(todo({ state: 'refused' })).toContain('nowy kod');
  expect(todo({ state: 'not_enrolled' })).toContain('adres i kod');
});
