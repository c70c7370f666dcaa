import { expect, test } from 'vitest';
import type { Article } from '../api/contract';
import type { Desk } from '../api/desk';
import { Reader } from './reader.svelte';

const settled = () => new Promise((done) => setTimeout(done));

test('an article opens at the section that answers, and moves there when another one is asked for', async () => {
  const asked: string[] = [];
  const desk = {
    article: async (id: string) => {
      asked.push(id);
      return { procedure: { id } } as Article;
    },
  } as unknown as Desk;
  const reader = new Reader(desk, () => {}, { of: () => [], changed: () => {}, used: () => {} });
  reader.open('a', 'fees');
  expect(reader.section, 'not before it is there').toBe('summary');
  await settled();
  expect([reader.article?.procedure.id, reader.section]).toEqual(['a', 'fees']);
  reader.open('a', 'documents');
  await settled();
  expect([asked, reader.section]).toEqual([['a'], 'documents']);
  reader.open('b');
  await settled();
  expect([reader.article?.procedure.id, reader.section]).toEqual(['b', 'summary']);
});

test('ticked documents are told in the words of the article and come back with it', async () => {
  const has = new Map<string, string[]>();
  const documents = { a: ['zdjęcie', 'dowód', 'akt'], b: ['wniosek'] };
  const desk = {
    article: async (id: 'a' | 'b') => ({ procedure: { id, sections: { documents: documents[id] } } }) as unknown as Article,
  } as unknown as Desk;
  const keeper = { of: (id: string) => has.get(id) ?? [], changed: (id: string, ticked: string[]) => void has.set(id, ticked), used: () => {} };
  const reader = new Reader(desk, () => {}, keeper);
  reader.open('a');
  await settled();
  reader.tick(2, true);
  reader.tick(0, true);
  reader.tick(1, true);
  reader.tick(1, false);
  expect(has.get('a'), 'in the order of the article').toEqual(['zdjęcie', 'akt']);
  reader.open('b');
  await settled();
  expect(reader.ticked.size).toBe(0);
  reader.open('a');
  await settled();
  expect([...reader.ticked]).toEqual([0, 2]);
});

test('one key flags an article, a note may follow, and a refused note leaves the flag', async () => {
  const told: unknown[] = [];
  const desk = {
    article: async (id: string) => ({ procedure: { id }, flagged: false }) as unknown as Article,
    flagArticle: async (...flag: string[]) => {
      told.push(flag);
      return !flag[2]?.includes('600');
    },
    unflagArticle: async (id: string) => void told.push(id),
  } as unknown as Desk;
  const reader = new Reader(desk, () => {}, { of: () => [], changed: () => {}, used: () => {} });
  reader.open('a');
  await settled();
  await reader.flag('meldunek');
  expect([told, reader.article?.flagged, reader.asksNote]).toEqual([[['a', 'meldunek', '']], true, true]);
  expect(await reader.noteFlag('tel. 600 700 800')).toBe(false);
  expect([reader.article?.flagged, reader.asksNote]).toEqual([true, true]);
  expect(await reader.noteFlag('nowa opłata')).toBe(true);
  expect(reader.asksNote).toBe(false);
  await reader.unflag();
  expect([told.at(-1), reader.article?.flagged]).toEqual(['a', false]);
});
