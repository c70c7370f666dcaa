// How Polish is written: dates, numbers, amounts, plurals. The words of the screen stand in the components' markup.
import type { Opening, OpeningHours, Place, Section } from '../api/contract';

const timeZone = 'Europe/Warsaw';
const dateFormat = new Intl.DateTimeFormat('pl-PL', { day: '2-digit', month: '2-digit', year: 'numeric', timeZone });
const timeFormat = new Intl.DateTimeFormat('pl-PL', { hour: '2-digit', minute: '2-digit', timeZone });
const secondsFormat = new Intl.DateTimeFormat('pl-PL', { hour: '2-digit', minute: '2-digit', second: '2-digit', timeZone });
const weekdays = ['w niedzielę', 'w poniedziałek', 'we wtorek', 'w środę', 'w czwartek', 'w piątek', 'w sobotę'];

/** "23.11.2026", from a date or a moment; a month ("2023-06") becomes "06.2023". */
export function date(iso: string): string {
  if (/^\d{4}-\d{2}$/.test(iso)) return iso.split('-').reverse().join('.');
  if (/^\d{4}-\d{2}-\d{2}$/.test(iso)) return iso.split('-').reverse().join('.');
  return dateFormat.format(new Date(iso));
}

/** "10:42" */
export const time = (iso: string): string => timeFormat.format(new Date(iso));

/** "10:42:07" */
export const timeWithSeconds = (iso: string): string => secondsFormat.format(new Date(iso));

/** How long a call lasts: "02:14", "1:02:14". */
export function duration(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return hours > 0 ? `${hours}:${rest}` : rest;
}

/** 1 wynik, 2 wyniki, 5 wyników, 12 wyników, 22 wyniki. */
export function counted(count: number, one: string, few: string, many: string): string {
  const tens = count % 100;
  const units = count % 10;
  const isFew = units >= 2 && units <= 4 && !(tens >= 12 && tens <= 14);
  return `${count} ${count === 1 ? one : isFew ? few : many}`;
}

/** "bez opłaty", "17 zł", "43,50 zł". */
export function amount(pln: number): string {
  if (pln === 0) return 'bez opłaty';
  const whole = Number.isInteger(pln);
  return `${pln.toLocaleString('pl-PL', { minimumFractionDigits: whole ? 0 : 2, maximumFractionDigits: 2 })} zł`;
}

/** "teraz otwarte do 16:00", "zamknięte, otwarte jutro od 8:00", "…, otwarte w poniedziałek 30.11 od 8:00". */
export function opening(state: Opening, today: Date): string {
  switch (state.state) {
    case 'open':
      return `teraz otwarte do ${state.until}`;
    case 'closed':
      return typeset(`zamknięte, otwarte ${day(state.date, today)} od ${state.from}`);
    case 'unknown':
      return 'godziny nieznane';
  }
}

const shortDays = [['mon', 'pn'], ['tue', 'wt'], ['wed', 'śr'], ['thu', 'czw'], ['fri', 'pt'], ['sat', 'sob'], ['sun', 'nd']] as const;

/** Days with the same hours stand together: "pn 9:00–17:00, wt–pt 8:00–16:00". */
export function hours(week: OpeningHours): string {
  const runs: { from: string; to: string; hours: string }[] = [];
  for (const [day, name] of shortDays) {
    const open = week[day] ?? '';
    const last = runs.at(-1);
    if (last && open === last.hours) last.to = name;
    else runs.push({ from: name, to: name, hours: open });
  }
  return runs
    .filter((run) => run.hours)
    .map((run) => `${run.from === run.to ? run.from : `${run.from}–${run.to}`} ${run.hours.replace('-', '–')}`)
    .join(', ');
}

function day(iso: string, today: Date): string {
  const then = new Date(`${iso}T12:00:00`);
  const days = Math.round((then.getTime() - new Date(today).setHours(12, 0, 0, 0)) / 86_400_000);
  if (days === 0) return 'dzisiaj';
  if (days === 1) return 'jutro';
  return `${weekdays[then.getDay()]} ${date(iso).slice(0, 5)}`;
}

/** The headings of an article's sections. */
export const sections: Record<Section, string> = {
  summary: 'W skrócie',
  steps: 'Krok po kroku',
  how: 'Szczegóły',
  time_and_place: 'Termin i miejsce',
  fees: 'Opłaty',
  documents: 'Dokumenty',
  legal_basis: 'Podstawa prawna',
  appeal: 'Odwołanie',
};

/** "ul. Piotrkowska 104 m. 3", "ul. Piotrkowska / ul. Tuwima", "osiedle Ruda": a place without the words about it. */
export function address({ street, number, flat, corner, osiedle }: Place): string {
  const line = [street, number, flat && `m. ${flat}`, corner && `/ ${corner}`].filter(Boolean).join(' ');
  return [line, osiedle && `osiedle ${osiedle}`].filter(Boolean).join(', ');
}

/** "ul. Piotrkowska 104 m. 3, przy przystanku" */
export const place = (of: Place): string => [address(of), of.landmark].filter(Boolean).join(', ');

/** How long ago, in days as they are lived: "dzisiaj 10:42", "wczoraj", "5 dni temu". */
export function ago(iso: string, now: Date): string {
  const dayOf = (moment: Date) => Date.parse(new Intl.DateTimeFormat('en-CA', { timeZone }).format(moment));
  const days = Math.round((dayOf(now) - dayOf(new Date(iso))) / 86_400_000);
  if (days <= 0) return `dzisiaj ${time(iso)}`;
  return days === 1 ? 'wczoraj' : `${days} dni temu`;
}

/** A number as it is read to a caller: "Ł7-0426-K" → "Ł jak Łukasz, siedem – zero, cztery, dwa, sześć – K jak Karol". */
export function readAloud(number: string): string {
  const named = (sign: string) => digits[Number.parseInt(sign, 10)] ?? `${sign}\u00a0jak\u00a0${names[sign] ?? sign}`;
  return number.split('-').map((group) => [...group].map(named).join(', ')).join(' – ');
}

const digits = ['zero', 'jeden', 'dwa', 'trzy', 'cztery', 'pięć', 'sześć', 'siedem', 'osiem', 'dziewięć'];

/** First names for letters, as one spells on a Polish telephone. */
const names: Record<string, string> = {
  A: 'Adam', B: 'Barbara', C: 'Celina', D: 'Dorota', E: 'Ewa', F: 'Franciszek', G: 'Grażyna', H: 'Henryk', I: 'Irena',
  J: 'Jadwiga', K: 'Karol', L: 'Leon', Ł: 'Łukasz', M: 'Maria', N: 'Natalia', O: 'Olga', P: 'Paweł', Q: 'Quebec',
  R: 'Roman', S: 'Stefan', T: 'Tadeusz', U: 'Urszula', V: 'Violetta', W: 'Wacław', X: 'Xawery', Y: 'Ypsylon', Z: 'Zygmunt',
};

/**
 * One-letter words stay with the word that follows: a line never ends in "w". Square metres get their sign, which the content
 * has not: they are searched for as "m2". For plain text and cleaned HTML that we show; what the operator types stays as she
 * typed it. The markup's own sentences are set so when the pages are built.
 */
export const typeset = (text: string): string =>
  text.replace(/(?<=^|[\s(„>])([aiouwz])\s+(?=\S|$)/giu, '$1\u00a0').replace(/(?<=^|\s)m2\b/g, 'm²');

/** Digits in groups, "42 638-44-44", "90-447", "10 000", within which no line may end; outside of tags, where they are part of an address. */
const grouped = /(\d+(?:[- ]\d{2,3})+(?!\d)(?![^<]*>))/g;

/** Plain text, typeset, in pieces: every second one is a number that stays whole. */
export const pieces = (text: string): string[] => typeset(text).split(grouped);

/** Cleaned HTML, typeset, its numbers whole. */
export const typesetHtml = (html: string): string => typeset(html).replace(grouped, '<span class="unbroken">$1</span>');

/** Without Polish marks and case, to find units and categories by a few letters. */
export const folded = (text: string): string => text.toLowerCase().replace(/ł/g, 'l').normalize('NFD').replace(/\p{M}/gu, '');
