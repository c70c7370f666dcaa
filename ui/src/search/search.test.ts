import { afterEach, expect, test, vi } from 'vitest';
import type { Findings, Query } from '../api/contract';
import type { Desk } from '../api/desk';
import { elsewhere, findings, hit, service, ticket, unit } from './fixtures';
import type { Opened } from './rows';
import { Search } from './search.svelte';

const settled = () => new Promise((done) => setTimeout(done));

const answer = (...ids: string[]): Findings => findings(ids.map((id) => hit(id)));

afterEach(() => void vi.useRealTimers());

/** A desk that answers when the test says so. */
function slow() {
  const asked: { query: Query; answer: (answer: Findings) => void }[] = [];
  const considered: { query: Query; answer: (answer: Findings | null) => void }[] = [];
  const settled: string[] = [];
  const desk = {
    search: (query: Query) => new Promise<Findings>((answer) => asked.push({ query, answer })),
    consider: (query: Query) => new Promise<Findings | null>((answer) => considered.push({ query, answer })),
    home: async () => ({ recent: [{ id: 'recent', title: '' }], favourites: [{ id: 'favourite', title: '' }], changed: [] }),
  } as unknown as Desk;
  const opened: (string | null)[] = [];
  const chosen: string[] = [];
  const selected = (row: Opened | null, byHand: boolean) => {
    opened.push(row?.id ?? null);
    if (row && byHand) chosen.push(row.id);
  };
  const used = { open: false };
  const listener = { selected, holds: () => false, keeps: () => used.open, settled: (text: string) => void settled.push(text), failed: () => {} };
  const search = new Search(desk, listener);
  return { asked, considered, used, opened, chosen, search, settled };
}

/** A search whose box is answered at once, as the test says. */
async function answering(answers: Record<string, Findings>) {
  const found = slow();
  const turn = () => vi.advanceTimersByTimeAsync(1);
  const type = async (text: string) => {
    found.search.type(text);
    await turn();
    for (const { query, answer } of found.asked.splice(0)) answer(answers[query.text] ?? findings([]));
    await turn();
    for (const { query, answer } of found.asked.splice(0)) answer(answers[query.text] ?? findings([]));
    await turn();
  };
  await type('');
  return { ...found, type };
}

const rows = (search: Search) => search.rows.map(({ id }) => id);
/** Typing rests. */
const rests = () => vi.advanceTimersByTimeAsync(400);

test('an older answer never overwrites a newer one, and the first hit opens', async () => {
  const { asked, opened, search } = slow();
  asked[0]?.answer(answer());
  await settled();
  search.type('d');
  search.type('do');
  search.type('dow');
  asked[1]?.answer(answer('of d'));
  await settled();
  expect(asked.map(({ query }) => query.text)).toEqual(['', 'd', 'dow']);
  asked[2]?.answer(answer('of dow', 'second'));
  await settled();
  expect([opened.at(-1), search.at, search.rows.length]).toEqual(['of dow', 0, 2]);
});

test('up and down stay inside the list', async () => {
  const { asked, opened, search } = slow();
  asked[0]?.answer(answer());
  await settled();
  search.type('x');
  asked[1]?.answer(answer('a', 'b'));
  await settled();
  search.move(1);
  search.move(1);
  expect(opened.at(-1)).toBe('b');
  search.move(-1);
  search.move(-1);
  expect(opened.at(-1)).toBe('a');
});

test('filters are part of the question', async () => {
  const { asked, search } = slow();
  asked[0]?.answer(answer());
  await settled();
  search.type('x');
  search.toggleUnit('zdit');
  asked[1]?.answer(answer());
  await settled();
  expect(asked.at(-1)?.query).toMatchObject({ text: 'x', units: ['zdit'] });
  search.toggleUnit('zdit');
  expect(search.hasFilters).toBe(false);
});

test('an emptied box shows what was read last and leaves the article open', async () => {
  const { asked, opened, search } = slow();
  asked[0]?.answer(answer());
  await settled();
  search.type('x');
  asked[1]?.answer(answer('a'));
  await settled();
  search.type('');
  asked[2]?.answer(answer());
  await settled();
  expect([search.rows.map(({ id }) => id), search.at, opened]).toEqual([['recent', 'favourite'], -1, ['a']]);
  search.move(1);
  expect(opened.at(-1)).toBe('recent');
});

test('a restored call stands at the hit where it was left', async () => {
  const { asked, opened, search } = slow();
  asked[0]?.answer(answer());
  await settled();
  search.restore('x', { kind: 'procedure', id: 'b' });
  asked[1]?.answer(answer('a', 'b'));
  await settled();
  expect([opened, search.at]).toEqual([['b'], 1]);
});

test('what the operator has chosen stays chosen while the word is finished', async () => {
  const { asked, opened, search } = slow();
  asked[0]?.answer(answer());
  await settled();
  search.type('dow');
  asked[1]?.answer(answer('a', 'b', 'c'));
  await settled();
  search.move(1);
  search.type('dowo');
  asked[2]?.answer(answer('c', 'b'));
  await settled();
  expect([opened.at(-1), search.row?.id]).toEqual(['b', 'b']);
  search.type('dowo o');
  asked[3]?.answer(answer('c', 'b'));
  await settled();
  expect(search.row?.id).toBe('c');
});

test('the list is never emptied between answers', async () => {
  const { asked, search } = slow();
  asked[0]?.answer(answer());
  await settled();
  search.type('d');
  asked[1]?.answer(answer('a'));
  await settled();
  search.type('do');
  expect(search.rows.map(({ id }) => id)).toEqual(['a']);
});

const kinds: [string, Partial<Findings>][] = [
  ['service', { services: [service('x'), service('y')], groups: ['service', 'procedure'] }],
  ['unit', { units: [unit('x')], groups: ['unit', 'procedure'] }],
  ['elsewhere', { elsewhere: [elsewhere('x')], groups: ['elsewhere', 'procedure'] }],
  ['ticket', { ticket: ticket('x'), groups: ['procedure'] }],
];

test.each(kinds)('the sure answer opens by itself, also a %s, and its group leads', async (kind, more) => {
  vi.useFakeTimers();
  const best = { kind, id: 'x' } as Findings['best'];
  const { search, opened, chosen, type } = await answering({ q: findings([hit('a')], { ...more, best }) });
  await type('q');
  expect([search.row?.kind, search.at, opened, chosen]).toEqual([kind, 0, ['x'], []]);
  expect(rows(search).at(-1)).toBe('a');
});

test('what is sure may stand in a group that does not lead', async () => {
  vi.useFakeTimers();
  const { search, opened, type } = await answering({
    q: findings([hit('a')], { services: [service('s')], groups: ['procedure', 'service'], best: { kind: 'service', id: 's' } }),
  });
  await type('q');
  expect([rows(search), search.at, opened]).toEqual([['a', 's'], 1, ['s']]);
  search.move(-1);
  search.move(-1);
  expect(opened, '↑ from the first row leads to the last one').toEqual(['s', 'a', 's']);
});

test('where nothing is sure nothing opens, and the nearest are offered', async () => {
  vi.useFakeTimers();
  const hits = ['a', 'b', 'c', 'd', 'e'].map((id) => hit(id));
  const more = { services: [service('s'), service('t')], units: [unit('u')], elsewhere: [elsewhere('m'), elsewhere('n')] };
  const unsure = findings(hits, { ...more, groups: ['service', 'procedure', 'unit', 'elsewhere'], best: null, weak: true });
  const { search, opened, chosen, type } = await answering({ sure: findings([hit('a')]), unsure });
  await type('sure');
  await type('unsure');
  expect([opened, search.at, search.best, search.unsure], 'not between two letters').toEqual([['a'], -1, null, false]);
  await rests();
  expect([opened, search.unsure]).toEqual([['a', null], true]);
  expect(search.offers.map(({ row }) => row.id)).toEqual(['s', 't', 'a', 'b', 'c', 'u', 'm']);
  expect(search.offers.map(({ at }) => rows(search)[at])).toEqual(['s', 't', 'a', 'b', 'c', 'u', 'm']);
  search.move(1);
  expect([search.row?.id, search.unsure, chosen]).toEqual(['s', false, ['s']]);
});

test('two matters elsewhere are offered where they lead; an emptied box is not unsure', async () => {
  vi.useFakeTimers();
  const { search, type } = await answering({
    q: findings([hit('a')], { elsewhere: [elsewhere('m'), elsewhere('n'), elsewhere('o')], groups: ['elsewhere', 'procedure'], best: null }),
  });
  await type('q');
  await rests();
  expect(search.offers.map(({ row }) => row.id)).toEqual(['m', 'n', 'a']);
  await type('');
  await rests();
  expect([search.unsure, search.offers]).toEqual([false, []]);
});

test('the less alike lie behind one row, which is no answer and opens nothing', async () => {
  vi.useFakeTimers();
  const q = findings(['a', 'b', 'c', 'd'].map((id) => hit(id)), { shown: 2, services: [service('s')], groups: ['procedure', 'service'] });
  const { search, opened, type } = await answering({ q, qu: q, 'qu z': q });
  await type('q');
  expect(rows(search)).toEqual(['a', 'b', 'more', 's']);
  search.move(1);
  search.move(1);
  expect([search.row, opened]).toEqual([{ kind: 'more', id: 'more', count: 2 }, ['a', 'b']]);
  search.unfold();
  expect([rows(search), search.row?.id, opened.at(-1)]).toEqual([['a', 'b', 'c', 'd', 's'], 'c', 'c']);
  await type('qu');
  expect([search.unfolded, search.row?.id], 'the same word goes on').toEqual([true, 'c']);
  await type('qu z');
  expect([search.unfolded, rows(search)]).toEqual([false, ['a', 'b', 'more', 's']]);
});

test('while a word is finished, what opened by itself gives way only to what is clearly better', async () => {
  vi.useFakeTimers();
  const found = (best: 'a' | 's', a: number, s: number) =>
    findings([hit('a', a)], { services: [service('s', s)], groups: ['procedure', 'service'], best: { kind: best === 'a' ? 'procedure' : 'service', id: best } });
  const { opened, type } = await answering({ w: found('a', 2, 1), wo: found('s', 2, 2.05), wor: found('s', 2, 3), 'wor ': found('a', 3, 2.9) });
  await type('w');
  await type('wo');
  expect(opened.at(-1)).toBe('a');
  await type('wor');
  expect(opened.at(-1)).toBe('s');
  await type('wor ');
  expect(opened.at(-1), 'the word is finished').toBe('a');
});

test("a unit's list is no question: nothing opens and nothing is unsure", async () => {
  vi.useFakeTimers();
  const { search, opened, type } = await answering({ '': findings([hit('a')], { best: null, groups: [] }) });
  search.units = ['zdit'];
  await type('');
  await rests();
  expect([rows(search), search.at, search.unsure, opened]).toEqual([['a'], -1, false, []]);
});

test('a query is settled once, when the typing has stopped or the call ends', async () => {
  vi.useFakeTimers();
  const { search, settled } = slow();
  search.type('kan');
  vi.advanceTimersByTime(1000);
  search.type('kanapa');
  vi.advanceTimersByTime(1400);
  expect(settled).toEqual([]);
  vi.advanceTimersByTime(200);
  search.settle();
  expect(settled).toEqual(['kanapa']);
  search.type('sofa');
  search.settle();
  search.type('');
  vi.advanceTimersByTime(2000);
  expect(settled).toEqual(['kanapa', 'sofa']);
});

test('a query thrown away because nothing was found is settled, too', async () => {
  const { asked, search, settled: told } = slow();
  asked[0]?.answer(answer());
  await settled();
  search.type('kanapa');
  search.type('');
  expect(told).toEqual([]);
  asked[1]?.answer(answer());
  await settled();
  asked[2]?.answer(answer());
  await settled();
  search.type('sofa');
  asked[3]?.answer(answer());
  await settled();
  search.type('');
  expect(told).toEqual(['sofa']);
});

test('what the whole query means is asked once typing rests, and moves only what is clearly better', async () => {
  vi.useFakeTimers();
  const scored = (scores: Record<string, number>): Findings => findings(Object.entries(scores).map(([id, score]) => hit(id, score)));
  const { considered, opened, search, type } = await answering({ sm: scored({ a: 3, b: 2, c: 1 }), smród: scored({ a: 3, b: 2, c: 1 }) });
  await type('sm');
  await vi.advanceTimersByTimeAsync(100);
  await type('smród');
  await vi.advanceTimersByTimeAsync(100);
  expect(considered, 'not on a key').toEqual([]);
  await vi.advanceTimersByTimeAsync(100);
  expect(considered.map(({ query }) => query.text)).toEqual(['smród']);
  considered[0]?.answer(scored({ b: 3.1, a: 3, x: 2 }));
  await vi.advanceTimersByTimeAsync(1);
  expect([rows(search), opened.at(-1)], 'near-equal hits keep their places').toEqual([['a', 'b', 'x'], 'a']);
  search.ask();
  await type('smród');
  await rests();
  considered.at(-1)?.answer(scored({ x: 9, a: 3, b: 2 }));
  await vi.advanceTimersByTimeAsync(1);
  expect([rows(search), opened.at(-1)]).toEqual([['x', 'a', 'b'], 'x']);
});

test('a later thought moves nothing under a hand, and nothing that was used', async () => {
  vi.useFakeTimers();
  const answers = { x: answer('a', 'b'), y: answer('a', 'b') };
  const hands: [string, (found: Awaited<ReturnType<typeof answering>>) => void][] = [
    ['chosen', ({ search }) => search.move(1)],
    ['pointed at', ({ search }) => search.point()],
    ['unfolded', ({ search }) => search.unfold()],
    ['used', ({ used }) => (used.open = true)],
  ];
  for (const [hand, act] of hands) {
    const found = await answering(answers);
    await found.type('x');
    await rests();
    act(found);
    const before = [rows(found.search), found.search.row?.id, found.opened.at(-1)];
    found.considered[0]?.answer(answer('c', 'a', 'b'));
    await vi.advanceTimersByTimeAsync(1);
    expect([rows(found.search), found.search.row?.id, found.opened.at(-1)], hand).toEqual(before);
  }
});

test('a later thought on another text, or none, changes nothing', async () => {
  vi.useFakeTimers();
  const { considered, search, type } = await answering({ x: answer('a'), xy: answer('b') });
  await type('x');
  await rests();
  await type('xy');
  considered[0]?.answer(answer('c'));
  await rests();
  expect(rows(search)).toEqual(['b']);
  considered[1]?.answer(null);
  await rests();
  expect(rows(search)).toEqual(['b']);
});

test('what a call was left with stays, whatever the query means', async () => {
  vi.useFakeTimers();
  const { asked, considered, search } = slow();
  asked[0]?.answer(answer());
  await vi.advanceTimersByTimeAsync(1);
  search.restore('x', { kind: 'procedure', id: 'b' });
  asked[1]?.answer(answer('a', 'b'));
  await rests();
  expect([considered.length, search.row?.id]).toEqual([0, 'b']);
});
