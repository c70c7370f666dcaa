import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { DeliberateAct, Findings, Target } from '../api/contract';
import type { Desk } from '../api/desk';
import { elsewhere, findings, hit, service, unit } from '../search/fixtures';
import { Conversation } from './conversation.svelte';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const answers: Record<string, Findings> = {
  zdit: findings([hit('a')], { units: [unit('zdit')], groups: ['unit', 'procedure'], best: { kind: 'unit', id: 'zdit' } }),
  dziura: findings([hit('a')], { services: [service('dziura')], groups: ['service', 'procedure'], best: { kind: 'service', id: 'dziura' } }),
  prąd: findings([hit('a')], { elsewhere: [elsewhere('spoza.prad')], groups: ['elsewhere', 'procedure'], best: { kind: 'elsewhere', id: 'spoza.prad' } }),
  coś: findings([hit('a')], { best: null, weak: true }),
};
const danger = { rule: 'gaz', phrase: 'gaz', number: '992', also: [], say: 'Proszę wyjść.', certainty: 'strong' };

function conversation() {
  const used: string[] = [];
  const proposed: (string | null)[] = [];
  const saved: { procedure: string | null; elsewhere: string | null }[] = [];
  const desk = {
    search: async ({ text }: { text: string }) => (text === '' ? findings([]) : (answers[text] ?? findings([hit('a'), hit('b')]))),
    home: async () => ({ recent: [], favourites: [], changed: [] }),
    emergency: async (text: string) => (text.includes('gaz') ? [danger] : []),
    lookAlikes: async () => [],
    findPersonal: async () => ({}),
    article: async (id: string) => ({ procedure: { id, title: id, sections: { documents: ['wniosek'] } } }),
    settleQuery: async () => null,
    openCall: async () => ({ id: 'c' }),
    saveCall: async (call: { procedure: string | null; elsewhere: string | null }) => {
      saved.push(call);
      return { at: '2026-11-25T09:42:07Z', proposed: 'informed' };
    },
    endCall: async () => ({}),
    correctTicket: async (number: string, call: string) => ({ id: `draft of ${number}`, call, supersedes: 'old', form: { service: null } }),
    proposeTicket: async (call: string, _: string, chosen: Target | null) => {
      const procedure = chosen?.id ?? null;
      proposed.push(procedure);
      return { id: 'draft', call, supersedes: null, form: { service: null } };
    },
    saveDraft: async () => ({ at: '' }),
    noteUse: async (_: string | null, { kind, id }: Target, query: string, act: DeliberateAct) => void used.push(`${act}: ${kind} ${id} (${query})`),
  } as unknown as Desk;
  const open = new Conversation(desk, []);
  const type = async (text: string) => {
    open.type(text);
    await vi.advanceTimersByTimeAsync(400);
  };
  return { used, proposed, saved, type, conversation: open };
}

const tick = () => vi.advanceTimersByTimeAsync(1);

test('what opened by itself or flew past was not used; what was chosen and stayed was, once', async () => {
  const { used, conversation: open, type } = conversation();
  await type('dowod');
  await vi.advanceTimersByTimeAsync(20_000);
  expect(used).toEqual([]);
  open.search.move(1);
  await vi.advanceTimersByTimeAsync(1000);
  open.search.move(-1);
  await vi.advanceTimersByTimeAsync(1000);
  open.search.move(1);
  expect(used).toEqual([]);
  await vi.advanceTimersByTimeAsync(6000);
  expect(used).toEqual(['chosen: procedure b (dowod)']);
});

test('each thing done on purpose is noted as what it is, with what had found it', async () => {
  const { used, conversation: open, type } = conversation();
  await open.begin();
  await type('dowod');
  open.middle.act('entered');
  open.reader.used('section_opened');
  open.reader.tick(0, true);
  open.reader.tick(0, false);
  open.handed({ kind: 'article', procedure: 'a' }, 'printed');
  open.handed({ kind: 'ticket', number: 'Ł7-0001-K' }, 'messaged');
  open.handed({ kind: 'article', procedure: 'a' }, 'printed');
  const of = 'procedure a (dowod)';
  expect(used).toEqual([`entered: ${of}`, `section_opened: ${of}`, `ticked: ${of}`, `printed: ${of}`, 'messaged: ticket Ł7-0001-K ()']);
  expect(open.articles.map(({ id }) => id)).toEqual(['a']);
});

test('an article that another way led to was not found by the query', async () => {
  const { used, conversation: open, type } = conversation();
  await type('dowod');
  open.read('c');
  await vi.advanceTimersByTimeAsync(5000);
  expect(used).toEqual(['chosen: procedure c ()']);
});

test('a call that ends with what was chosen a moment ago was about it', async () => {
  const { used, conversation: open, type } = conversation();
  await open.begin();
  await type('dowod');
  open.search.move(1);
  await open.end();
  expect(used).toEqual(['chosen: procedure b (dowod)']);
});

test('what is open is of any kind, and what opened by itself goes when nothing is sure', async () => {
  const { conversation: open, type } = conversation();
  for (const [text, kind] of [['zdit', 'unit'], ['dziura', 'service'], ['prąd', 'elsewhere'], ['dowod', 'procedure']] as const) {
    await type(text);
    expect([open.middle.open?.kind, open.middle.byHand, open.search.unsure]).toEqual([kind, false, false]);
  }
  await type('coś');
  expect([open.middle.open, open.reader.id, open.search.unsure]).toEqual([null, null, true]);
  open.search.choose(0);
  expect([open.middle.open?.id, open.middle.byHand, open.search.unsure]).toEqual(['a', true, false]);
  await type('coś innego');
  expect([open.middle.open?.id, open.middle.byHand], 'chosen once, it stays chosen while it answers').toEqual(['a', true]);
});

test('the call keeps what is open: an article, a matter elsewhere, and what stood long enough to be told', async () => {
  const { conversation: open, type } = conversation();
  await open.begin();
  const kept = () => [open.call?.procedure, open.call?.elsewhere];
  await type('dowod');
  expect(kept()).toEqual(['a', null]);
  await type('prąd');
  expect(kept()).toEqual([null, 'spoza.prad']);
  await type('coś');
  expect(kept(), 'it only flew past').toEqual([null, null]);
  await type('prąd');
  await vi.advanceTimersByTimeAsync(7000);
  await type('coś');
  expect(kept()).toEqual([null, 'spoza.prad']);
});

test('F4 takes the kind that is open or surely meant, and never an article that nobody chose', async () => {
  const { used, proposed, conversation: open, type } = conversation();
  await type('dziura');
  await open.openTicket();
  expect([open.ticket?.service, proposed, used]).toEqual(['dziura', [null], ['ticket_begun: service dziura (dziura)']]);
  open.closeTicket();
  await type('dowod');
  await open.openTicket();
  expect([open.ticket?.service, proposed.at(-1)]).toEqual([null, null]);
  open.closeTicket();
  open.search.move(1);
  await open.openTicket();
  expect([open.ticket?.service, proposed.at(-1), used.at(-1)]).toEqual([null, 'b', 'ticket_begun: procedure b (dowod)']);
});

test('F4 before the answer has come takes nothing from an older one', async () => {
  const { proposed, conversation: open, type } = conversation();
  await open.begin();
  await type('dziura');
  open.type('dziura budżetowa');
  await open.openTicket();
  expect([open.ticket?.service, proposed]).toEqual([null, [null]]);
});

test('under a warning of danger nothing opens by itself; what the operator chooses does', async () => {
  const { saved, conversation: open, type } = conversation();
  await open.begin();
  await type('gaz');
  expect(open.danger?.number).toBe('992');
  await vi.advanceTimersByTimeAsync(2000);
  expect([saved.at(-1)?.procedure, open.search.at], 'nobody has seen it').toEqual([null, -1]);
  open.search.move(1);
  open.search.move(1);
  expect([open.danger, open.middle.open?.id, open.search.at]).toEqual([null, 'b', 1]);
  await type('gaz w klatce');
  expect(open.danger?.number).toBe('992');
  open.watch.dismiss('gaz');
  expect([open.danger, open.search.at, open.middle.byHand]).toEqual([null, 0, false]);
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
