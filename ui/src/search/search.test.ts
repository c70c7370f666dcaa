import { afterEach, expect, test, vi } from 'vitest';
import type { Findings, FoundUnit, Query } from '../api/contract';
import type { Desk } from '../api/desk';
import { findings, hit } from './fixtures';
import { Search } from './search.svelte';

const settled = () => new Promise((done) => setTimeout(done));

const answer = (...ids: string[]): Findings => findings(ids.map((id) => hit(id)));

afterEach(() => void vi.useRealTimers());

/** A desk that answers when the test says so. */
function slow() {
  const asked: { query: Query; answer: (answer: Findings) => void }[] = [];
  const settled: string[] = [];
  const desk = {
    settleQuery: async (text: string) => void settled.push(text),
    search: (query: Query) => new Promise<Findings>((answer) => asked.push({ query, answer })),
    home: async () => ({ recent: [{ id: 'recent', title: '' }], favourites: [{ id: 'favourite', title: '' }], changed: [] }),
  } as unknown as Desk;
  const opened: (string | null)[] = [];
  const search = new Search(desk, { selected: (row) => void opened.push(row?.id ?? null), failed: () => {} });
  return { asked, opened, search, settled };
}

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
  search.restore('x', 'b');
  asked[1]?.answer(answer('a', 'b'));
  await settled();
  expect([opened, search.at]).toEqual([['b'], 1]);
});

const unit = (id: string, plain: boolean): FoundUnit =>
  ({ id, name: id, short: id, address: null, phone: null, opening: { state: 'unknown' }, procedures: 1, plain, score: 1 });

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

test('units and interventions are reached from the first row, and none of them opens unasked', async () => {
  const { asked, search } = slow();
  asked[0]?.answer(answer());
  await settled();
  search.type('zdit dziura');
  const service = { code: 'dziura', name: 'Dziura', unit: 'zdit', score: 1 };
  asked[1]?.answer({ ...answer('a', 'b'), units: [unit('zdit', false)], services: [service] });
  await settled();
  expect([search.rows.map(({ id }) => id), search.row?.id]).toEqual([['a', 'b', 'zdit', 'dziura'], 'a']);
  search.move(-1);
  expect(search.row).toMatchObject({ kind: 'service', id: 'dziura' });
  search.type('zdit');
  asked[2]?.answer({ ...answer('a'), units: [unit('zdit', true)] });
  await settled();
  expect([search.rows.map(({ id }) => id), search.row?.id]).toEqual([['zdit', 'a'], 'a']);
  search.move(-1);
  expect(search.row).toMatchObject({ kind: 'unit', id: 'zdit' });
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
