import { expect, test } from 'vitest';
import type { Findings, Query } from '../api/contract';
import type { Desk } from '../api/desk';
import { Search } from './search.svelte';

const settled = () => new Promise((done) => setTimeout(done));

function answer(...ids: string[]): Findings {
  const hits = ids.map((id) => ({ id, title: id, title_fragments: [], unit: 'u', score: 1, snippet: [], why: [], coverage: 1 }));
  return { took_us: 1, total: ids.length, hits, facets: { units: [], categories: [] }, weak: false, corrected: null, without: [], services: [], units: [] };
}

/** A desk that answers when the test says so. */
function slow() {
  const asked: { query: Query; answer: (answer: Findings) => void }[] = [];
  const desk = {
    search: (query: Query) => new Promise<Findings>((answer) => asked.push({ query, answer })),
    home: async () => ({ recent: [{ id: 'recent', title: '' }], favourites: [{ id: 'favourite', title: '' }] }),
  } as unknown as Desk;
  const opened: (string | null)[] = [];
  const search = new Search(desk, { selected: (id) => void opened.push(id), failed: () => {} });
  return { asked, opened, search };
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
