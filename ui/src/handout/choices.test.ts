import { expect, test } from 'vitest';
import type { Article, Ticket } from '../api/contract';
import { choices } from './choices';

const ticket = { number: 'Ł7-0426-D' } as Ticket;
const article = { procedure: { id: 'KA-01305', sections: { documents: ['Formularz', 'Dowód'] } } } as unknown as Article;
const kinds = (before: Partial<Parameters<typeof choices>[0]>) =>
  choices({ ticket: null, atTicket: false, article: null, ticked: new Set(), ...before }).map(({ handout }) => handout.kind);

test('the ticket that is read back comes first, at the article the article', () => {
  expect(kinds({ ticket, article, atTicket: true })).toEqual(['ticket', 'article', 'documents']);
  expect(kinds({ ticket, article })).toEqual(['article', 'documents', 'ticket']);
});

test('whoever ticks documents wants the slip with those that are missing', () => {
  const [first] = choices({ ticket: null, atTicket: false, article, ticked: new Set([1]) });
  expect(first).toEqual({ handout: { kind: 'documents', procedure: 'KA-01305', ticked: [1] }, label: 'Czego brakuje', paper: '(A5)' });
});

test('an article without documents has no slip, and nothing open gives nothing', () => {
  expect(kinds({ article: { procedure: { id: 'X', sections: {} } } as unknown as Article })).toEqual(['article']);
  expect(kinds({})).toEqual([]);
});
