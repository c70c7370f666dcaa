import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { FoundUnit } from '../api/contract';
import type { Desk } from '../api/desk';
import { findings, hit } from '../search/fixtures';
import { Conversation } from './conversation.svelte';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const unit: FoundUnit = {
  id: 'zdit', name: 'Zarząd Dróg', short: 'ZDiT', address: null, phone: null, opening: { state: 'unknown' }, procedures: 2, plain: true, score: 1,
};

function conversation() {
  const chosen: string[] = [];
  const proposed: (string | null)[] = [];
  const found = (text: string) => findings([hit('a'), hit('b')], { units: text === 'zdit' ? [unit] : [] });
  const desk = {
    search: async ({ text }: { text: string }) => found(text),
    home: async () => ({ recent: [], favourites: [], changed: [] }),
    emergency: async () => [],
    lookAlikes: async () => [],
    findPersonal: async () => ({}),
    article: async (id: string) => ({ procedure: { id } }),
    settleQuery: async () => null,
    openCall: async () => ({ id: 'c' }),
    saveCall: async () => ({ at: '2026-11-25T09:42:07Z' }),
    correctTicket: async (number: string, call: string) => ({ id: `draft of ${number}`, call, supersedes: 'old', form: { service: null } }),
    proposeTicket: async (call: string, _: string, procedure: string | null) => {
      proposed.push(procedure);
      return { id: 'draft', call, supersedes: null, form: { service: null } };
    },
    choose: async (query: string, procedure: string) => void chosen.push(`${query}: ${procedure}`),
  } as unknown as Desk;
  return { chosen, proposed, conversation: new Conversation(desk, []) };
}

const tick = () => vi.advanceTimersByTimeAsync(1);

test('an article that flew past was not chosen, one that was read or entered was, once', async () => {
  const { chosen, conversation: open } = conversation();
  open.type('dowod');
  await tick();
  open.search.move(1);
  await vi.advanceTimersByTimeAsync(1000);
  expect(chosen).toEqual([]);
  await vi.advanceTimersByTimeAsync(6000);
  expect(chosen).toEqual(['dowod: b']);
  open.chosen();
  open.search.move(-1);
  await tick();
  open.chosen();
  expect(chosen).toEqual(['dowod: b', 'dowod: a']);
});

test("a unit's card takes the article's place until a procedure is chosen", async () => {
  const { conversation: open } = conversation();
  open.type('zdit');
  await tick();
  expect([open.search.row?.id, open.unit]).toEqual(['a', null]);
  open.search.move(-1);
  expect(open.unit?.id).toBe('zdit');
  open.search.move(1);
  expect(open.unit).toBe(null);
});

test('a correction says which number it corrects, and never puts an open draft aside', async () => {
  const { conversation: open } = conversation();
  await open.correctTicket('Ł7-0001-K');
  expect([open.call?.id, open.ticket?.corrects, open.ticket?.isCorrection]).toEqual(['c', 'Ł7-0001-K', true]);
  const { ticket } = open;
  await open.correctTicket('Ł7-0002-M');
  expect(open.ticket).toBe(ticket);
});

test('a call that begins while its article is still being opened is of that article, and so is its ticket', async () => {
  const { conversation: open, proposed } = conversation();
  open.read('a');
  await tick();
  open.read('b');
  await Promise.all([open.begin(), open.openTicket()]);
  expect([open.call?.procedure, proposed]).toEqual(['b', ['b']]);
});
