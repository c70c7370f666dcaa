// What is told of what a query found.
import type { ElsewhereFact, Findings, Kind } from '../api/contract';
import * as pl from './pl';

/** Headings of the groups in the list. */
export const groups: Record<Kind, string> = {
  procedure: 'Procedury',
  service: 'Interwencje',
  unit: 'Jednostki',
  elsewhere: 'Poza miastem',
  ticket: 'Zgłoszenie o tym numerze',
};

export const elsewhereFacts: Record<ElsewhereFact, string> = {
  who: 'Kto',
  phone: 'Telefon',
  address: 'Adres',
  url: 'Strona',
  say: 'Powiedz',
};

/** "12 procedur", or, where the list does not hold all of them, "8 z 34 procedur"; "17 procedur mniej podobnych". */
export function counted({ hits, shown, total }: Findings, unfolded: boolean): string {
  const listed = unfolded ? hits.length : shown;
  if (listed === 0 && total > 0) {
    return pl.counted(total, 'procedura mniej podobna', 'procedury mniej podobne', 'procedur mniej podobnych');
  }
  return listed < total ? `${listed} z ${total} procedur` : pl.counted(total, 'procedura', 'procedury', 'procedur');
}

/** "jeszcze 1 mniej podobna", "jeszcze 22 mniej podobne", "jeszcze 26 mniej podobnych" */
export const folded = (count: number): string => `jeszcze ${pl.counted(count, 'mniej podobna', 'mniej podobne', 'mniej podobnych')}`;
