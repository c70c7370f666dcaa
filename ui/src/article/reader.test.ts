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
  const reader = new Reader(desk, () => {});
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
