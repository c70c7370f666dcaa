// What is told about the way to the city. A state or a code without its words does not compile.
import type { CityState, FoundTicket, Outbox, RefusalReason, TicketState, Trouble } from '../api/contract';
import * as pl from './pl';

/** What is in the way: in few words, in a sentence, and what to do. */
export const troubles: Record<Trouble, { short: string; what: string; todo: string }> = {
  network: { short: 'miasto nie odpowiada', what: 'Serwis miasta nie odpowiada: nie ma sieci albo jest wyłączony.', todo: 'Pracuj dalej, program sam spróbuje ponownie. Jeśli sieci nie będzie dłużej, zapisz zgłoszenia na nośnik.' },
  not_the_intake: { short: 'sieć wymaga logowania', what: 'Zamiast serwisu miasta odpowiada inna strona.', todo: 'Najczęściej to strona logowania do sieci: otwórz przeglądarkę i się zaloguj. Jeśli to nie to, poproś informatyka o sprawdzenie adresu.' },
  busy: { short: 'miasto jest zajęte', what: 'Serwis miasta jest zajęty i prosi, żeby poczekać.', todo: 'Nic nie trzeba robić: program sam spróbuje ponownie.' },
  intake: { short: 'serwis miasta ma usterkę', what: 'Serwis miasta ma własną usterkę.', todo: 'Program sam spróbuje ponownie. Jeśli to trwa dłużej niż godzinę, powiadom informatyka.' },
  desk_refused: { short: 'miasto nie przyjmuje z tego stanowiska', what: 'Miasto nie przyjmuje już zgłoszeń z tego stanowiska.', todo: 'Poproś informatyka o nowy kod i zarejestruj stanowisko jeszcze raz. Zgłoszenia czekają tu bezpiecznie.' },
  misfit: { short: 'miasto nie rozumie tego stanowiska', what: 'Serwis miasta i to stanowisko nie mogą się porozumieć.', todo: 'Powiadom informatyka: któreś wymaga aktualizacji, nowej rejestracji albo zmiany w sieci. Zgłoszenia czekają tu bezpiecznie.' },
  batch: { short: 'część zgłoszeń idzie jeszcze raz', what: 'Jedna paczka nie przeszła, więc zgłoszenia z niej idą jeszcze raz, osobno.', todo: 'Nic nie trzeba robić. Jeśli któreś zostanie odrzucone, program to pokaże.' },
  desk: { short: 'z tego stanowiska nie da się wysłać', what: 'Nie da się wysłać z powodu pliku albo dysku tego stanowiska.', todo: 'Sprawdź, czy na dysku jest wolne miejsce, i powiadom informatyka. Zapisane zgłoszenia są bezpieczne.' },
};

export const refusals: Record<RefusalReason, { what: string; todo: string }> = {
  unreadable: { what: 'Miasto nie może go otworzyć.', todo: 'Wyślij je ponownie. Jeśli znów nie przejdzie, popraw je: powstanie nowe zgłoszenie.' },
  damaged: { what: 'Jego zapis na tym stanowisku jest uszkodzony i nie został wysłany.', todo: 'Popraw je: powstanie nowe zgłoszenie. Dane kontaktowe trzeba wziąć jeszcze raz. Powiadom informatyka.' },
  newer_format: { what: 'Serwis miasta jest starszy niż ten program i go nie odczyta.', todo: 'Powiadom informatyka. Gdy serwis będzie zaktualizowany, wyślij je ponownie.' },
  conflict: { what: 'Miasto ma już pod tym znakiem inne zgłoszenie i niczego nie nadpisało.', todo: 'Popraw je: powstanie nowe zgłoszenie. Powiadom informatyka.' },
  other_key: { what: 'Zapieczętowano je kluczem, którego miasto już nie ma.', todo: 'Popraw je: powstanie nowe zgłoszenie. Dane kontaktowe trzeba wziąć jeszcze raz.' },
  already_held: { what: 'Miasto ma już zgłoszenie o tym numerze z tego stanowiska, wysłane wcześniej, i niczego nie nadpisało.', todo: 'Nie trzeba go wysyłać. Tak bywa, gdy dane stanowiska odtworzono ze starszej kopii: powiadom informatyka. Jeśli coś się w nim zmieniło, popraw je: powstanie nowe zgłoszenie.' },
  too_large: { what: 'Jest za duże.', todo: 'Popraw je i skróć opis.' },
  intake_fault: { what: 'Serwis miasta nie poradził sobie z nim.', todo: 'Wyślij je ponownie. Jeśli znów nie przejdzie, powiadom informatyka.' },
  other: { what: 'Miasto go nie przyjęło.', todo: 'Wyślij je ponownie. Jeśli znów nie przejdzie, podaj informatykowi kod.' },
};

export const ticketStates: Record<TicketState, { mark: string; words: string }> = {
  ready: { mark: '✎', words: 'zapisane na stanowisku' },
  sealed: { mark: '↑', words: 'czeka na wysłanie' },
  uploading: { mark: '↑', words: 'w drodze do miasta' },
  acknowledged: { mark: '✔', words: 'przyjęte przez miasto' },
  rejected: { mark: '✖', words: 'odrzucone' },
};

export const cityStates: Record<CityState, string> = {
  received: 'wpłynęło',
  in_progress: 'w realizacji',
  done: 'zrobione',
  declined: 'nie będzie realizowane',
};

/** What is known of a ticket in few words: how far it has come from here, and what the city has made of it. */
export function ticketState({ ours, known }: FoundTicket): string {
  switch (known.from) {
    case 'desk':
      return [ticketStates[known.state].words, known.city && cityStates[known.city.state]].filter(Boolean).join(' · ');
    case 'purged':
      return 'przekazane miastu';
    case 'city':
      return ['z innego stanowiska', known.city && cityStates[known.city]].filter(Boolean).join(' · ');
    case 'nowhere':
      return ours ? 'nie ma go na tym stanowisku' : 'z innego stanowiska, nic o nim nie wiadomo';
  }
}

/** A ticket waits too long when the city does not have it after a day. */
const DAY = 24 * 60 * 60 * 1000;

export interface Glance {
  tone: 'calm' | 'warn' | 'bad';
  mark: string;
  text: string;
}

export const waiting = ({ ready, sealed, uploading }: Outbox): number => ready + sealed + uploading;

export const isOverdue = ({ oldest }: Outbox, now: Date): boolean => oldest !== null && now.getTime() - Date.parse(oldest) > DAY;

/** The whole way in one line: what is in the way first, then what waits. */
export function glance(outbox: Outbox, now: Date): Glance {
  const line = lineOf(outbox);
  const queue = queueOf(outbox, now);
  const text = [line, queue].filter(Boolean).join(' · ') || (outbox.acknowledged > 0 ? 'wszystko u miasta' : 'nic nie czeka na wysłanie');
  if (outbox.rejected > 0) return { tone: 'bad', mark: '✖', text };
  const { state } = outbox.sending;
  if (isOverdue(outbox, now) || state === 'waiting' || state === 'refused' || state === 'not_enrolled') return { tone: 'warn', mark: '⚠', text };
  return { tone: 'calm', mark: line || queue ? '↑' : '✔', text };
}

function lineOf({ sending }: Outbox): string {
  switch (sending.state) {
    case 'not_enrolled':
      return 'stanowisko niezarejestrowane';
    case 'idle':
      return '';
    case 'sending':
      return `wysyłanie ${percent(sending)} %`;
    case 'waiting':
      return `${troubles[sending.trouble].short}, następna próba ${pl.time(sending.until)}`;
    case 'refused':
      return troubles.desk_refused.short;
  }
}

function queueOf(outbox: Outbox, now: Date): string {
  const { rejected } = outbox;
  if (rejected > 0) return `${pl.counted(rejected, 'zgłoszenie odrzucone', 'zgłoszenia odrzucone', 'zgłoszeń odrzuconych')}`;
  if (isOverdue(outbox, now)) return 'od ponad doby czekają zgłoszenia';
  const count = waiting(outbox);
  return count === 0 ? '' : pl.counted(count, 'zgłoszenie czeka', 'zgłoszenia czekają', 'zgłoszeń czeka');
}

export const percent = ({ sent, of }: { sent: number; of: number }): number => (of === 0 ? 0 : Math.floor((100 * sent) / of));

/** The state of the line in a sentence, and what to do; empty where there is nothing to do. */
export function explained(outbox: Outbox): { what: string; todo: string } {
  const { sending } = outbox;
  switch (sending.state) {
    case 'not_enrolled':
      return { what: 'Miasto nie zna jeszcze tego stanowiska.', todo: 'Zgłoszenia czekają tu bezpiecznie. Wpisz adres i kod, które podał informatyk.' };
    case 'idle':
      return waiting(outbox) === 0
        ? { what: 'Miasto ma wszystko, co zapisano.', todo: '' }
        : { what: 'Połączenie działa.', todo: 'Zapisane przed chwilą wychodzi po kilkunastu sekundach, gdy minie czas na cofnięcie.' };
    case 'sending':
      return { what: `Wysyłanie: ${percent(sending)} %.`, todo: '' };
    case 'waiting':
      return troubles[sending.trouble];
    case 'refused':
      return troubles.desk_refused;
  }
}
