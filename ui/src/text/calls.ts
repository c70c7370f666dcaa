// What is told about a call: its words on the phone and at the counter, how it ended, how old its sources are.
import type { EndedCall, Mode, Outcome } from '../api/contract';
import * as pl from './pl';

interface Words {
  name: string;
  many: string;
  fresh: string;
  held: string;
  ended: string;
  end: string;
  counted: (count: number) => string;
  /** "Przywrócono 2 rozmowy …" */
  restored: (count: number) => string;
  median: string;
}

export const words: Record<Mode, Words> = {
  phone: {
    name: 'Rozmowa', many: 'Rozmowy', fresh: 'Nowa', held: 'Wstrzymana', ended: 'Rozmowa zakończona', end: 'Zakończ rozmowę', median: 'Typowa rozmowa (mediana)',
    counted: (count) => pl.counted(count, 'rozmowa', 'rozmowy', 'rozmów'),
    restored: (count) => pl.counted(count, 'rozmowę', 'rozmowy', 'rozmów'),
  },
  counter: {
    name: 'Wizyta', many: 'Wizyty', fresh: 'Nowa', held: 'Wstrzymana', ended: 'Wizyta zakończona', end: 'Zakończ wizytę', median: 'Typowa wizyta (mediana)',
    counted: (count) => pl.counted(count, 'wizyta', 'wizyty', 'wizyt'),
    restored: (count) => pl.counted(count, 'wizytę', 'wizyty', 'wizyt'),
  },
};

/** In the order in which they are offered. */
export const outcomes: Record<Outcome, string> = {
  informed: 'informacja udzielona',
  ticket_taken: 'zgłoszenie przyjęte',
  transferred: 'przekazano',
  not_ours: 'sprawa spoza miasta',
  dropped: 'przerwana',
};

/** "Rozmowa zakończona: informacja udzielona · 02:14 · 2 artykuły" */
export function ended(mode: Mode, { call, talked, read, tickets }: EndedCall): string {
  const told = [
    call.outcome && outcomes[call.outcome],
    pl.duration(talked * 1000),
    read > 0 && pl.counted(read, 'artykuł', 'artykuły', 'artykułów'),
    tickets.length > 0 && pl.counted(tickets.length, 'zgłoszenie', 'zgłoszenia', 'zgłoszeń'),
  ];
  return `${words[mode].ended}: ${told.filter(Boolean).join(' · ')}`;
}
