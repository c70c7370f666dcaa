import { expect, test } from 'vitest';
import type { Article } from '../api/contract';
import { sectionText } from './section';

const article = {
  procedure: {
    id: 'KA-1', title: 'Dowód', as_of: '2023-06', summary: 'Wniosek składa się osobiście.',
    steps: [{ title: 'Wniosek', hint: 'na miejscu' }, { title: 'Odbiór', hint: null }],
    sections: {
      documents: ['zdjęcie', 'stary dowód'],
      fees: [{ what: 'Wydanie', amount_pln: 0, note: null }, { what: 'Odpis', amount_pln: 43.5, note: 'przelewem' }],
      how: '<p>Krok <b>pierwszy</b></p><ul><li>raz</li><li>dwa</li></ul>',
    },
  },
} as unknown as Article;

const lines = (section: Parameters<typeof sectionText>[1]) => sectionText(article, section).split('\n');

test('a section is copied as plain text that says where it comes from', () => {
  expect(lines('summary')).toEqual(['Dowód – W skrócie', 'Wniosek składa się osobiście.', '(KA-1, stan na 06.2023)']);
  expect(lines('documents').slice(1, -1)).toEqual(['• zdjęcie', '• stary dowód']);
  expect(lines('fees').slice(1, -1)).toEqual(['• Wydanie – bez opłaty', `• Odpis – ${(43.5).toLocaleString('pl-PL', { minimumFractionDigits: 2 })} zł – przelewem`]);
  expect(lines('steps').slice(1, -1)).toEqual(['1. Wniosek – na miejscu', '2. Odbiór']);
  expect(lines('how').slice(1, -1)).toEqual(['Krok pierwszy', '• raz', '• dwa']);
});

test('a section that the article lacks is nothing to copy', () => {
  expect(sectionText(article, 'appeal')).toBe('');
});
