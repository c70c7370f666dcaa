import { expect, test } from 'vitest';
import * as pl from './pl';

test('counts take the right form', () => {
  const hits = (count: number) => pl.counted(count, 'wynik', 'wyniki', 'wyników');
  expect([0, 1, 2, 4, 5, 12, 14, 22, 25, 112, 122].map(hits)).toEqual([
    '0 wyników', '1 wynik', '2 wyniki', '4 wyniki', '5 wyników', '12 wyników', '14 wyników', '22 wyniki', '25 wyników', '112 wyników',
    '122 wyniki',
  ]);
});

test('dates and times are Polish, and Łódź is where they are read', () => {
  expect([pl.date('2026-11-23'), pl.date('2023-06'), pl.date('2026-11-23T23:30:00Z')]).toEqual(['23.11.2026', '06.2023', '24.11.2026']);
  expect([pl.time('2026-11-23T09:42:07Z'), pl.timeWithSeconds('2026-07-23T09:42:07Z')]).toEqual(['10:42', '11:42:07']);
});

test('a call is as long as it is', () => {
  expect([0, 134_000, 4_334_999, -5].map(pl.duration)).toEqual(['00:00', '02:14', '1:12:14', '00:00']);
});

test('amounts', () => {
  expect([0, 17, 43.5].map(pl.amount)).toEqual(['bez opłaty', '17 zł', '43,50 zł']);
});

test('opening hours say when, by day', () => {
  const today = new Date('2026-11-23T10:00:00');
  const closed = (date: string) => pl.opening({ state: 'closed', date, from: '08:00' }, today).replaceAll('\u00a0', '_');
  expect(pl.opening({ state: 'open', until: '16:00' }, today)).toBe('teraz otwarte do 16:00');
  expect([closed('2026-11-23'), closed('2026-11-24'), closed('2026-11-30')]).toEqual([
    'zamknięte, otwarte dzisiaj od 08:00',
    'zamknięte, otwarte jutro od 08:00',
    'zamknięte, otwarte w_poniedziałek 30.11 od 08:00',
  ]);
});

test('days with the same hours stand together', () => {
  const week = { mon: '9:00-17:00', tue: '8:00-16:00', wed: '8:00-16:00', fri: '8:00-15:00' };
  expect(pl.hours(week)).toBe('pn 9:00–17:00, wt–śr 8:00–16:00, pt 8:00–15:00');
});

test('a place and a number are read out', () => {
  expect(pl.place({ street: 'ul. Piotrkowska', number: '30/32', flat: '3', landmark: 'przy bramie' })).toBe('ul. Piotrkowska 30/32 m. 3, przy bramie');
  expect(pl.place({ landmark: 'park Poniatowskiego' })).toBe('park Poniatowskiego');
  expect(pl.readAloud('Ł7-0426-K')).toBe('Ł\u00a0jak\u00a0Łukasz, siedem – zero, cztery, dwa, sześć – K\u00a0jak\u00a0Karol');
  expect(pl.place({ street: 'ul. Piotrkowska', corner: 'ul. Tuwima' })).toBe('ul. Piotrkowska / ul. Tuwima');
  expect(pl.place({ osiedle: 'Ruda', landmark: 'przy stawie' })).toBe('osiedle Ruda, przy stawie');
});

test('ages are told in days as they are lived', () => {
  const now = new Date('2026-11-23T09:00:00Z');
  const ago = (iso: string) => pl.ago(iso, now);
  expect(['2026-11-23T08:42:00Z', '2026-11-22T22:30:00Z', '2026-11-10T12:00:00Z'].map(ago)).toEqual(['dzisiaj 09:42', 'wczoraj', '13 dni temu']);
});

test('folded is how one types in a hurry', () => {
  expect(pl.folded('Zażółć gęślą jaźń ŁÓDŹ')).toBe('zazolc gesla jazn lodz');
});

test('a line never ends in a one-letter word', () => {
  const shown = (text: string) => pl.typeset(text).replaceAll('\u00a0', '_');
  expect(['Idź z dowodem i w oknie', 'W urzędzie (a w razie potrzeby u notariusza)', 'a w domu', '<p>Z tym</p><a href="x">o to</a>'].map(shown)).toEqual([
    'Idź z_dowodem i_w_oknie', 'W_urzędzie (a_w_razie potrzeby u_notariusza)', 'a_w_domu', '<p>Z_tym</p><a href="x">o_to</a>',
  ]);
  expect(['ul. A. Struga', 'kat. B prawa jazdy', 'nóż', 'raz', ''].map(shown)).toEqual(['ul. A. Struga', 'kat. B prawa jazdy', 'nóż', 'raz', '']);
});

test('square metres are shown with their sign', () => {
  expect(['krzewy do 25 m2 w jednym skupisku', 'do 70 m2', 'm2', '<a href="/m2">', 'm23'].map(pl.typeset)).toEqual([
    'krzewy do 25 m² w\u00a0jednym skupisku', 'do 70 m²', 'm²', '<a href="/m2">', 'm23',
  ]);
});

test('a line never ends within a postal code, a telephone, an amount', () => {
  const whole = (text: string) => pl.pieces(text).filter((_, at) => at % 2);
  expect(whole('ul. Smugowa 26a i 30/32, 91-433 Łódź, tel. 42 638-44-44, 42 638 49 11; limit 10 000 zł, 14 dni')).toEqual([
    '91-433', '42 638-44-44', '42 638 49 11', '10 000',
  ]);
  expect(pl.pieces('al. Politechniki 32, 93-590 Łódź').join('')).toBe('al. Politechniki 32, 93-590 Łódź');
  expect(pl.typesetHtml('<a href="tel:42-638-44-44">42 638-44-44</a>')).toBe('<a href="tel:42-638-44-44"><span class="unbroken">42 638-44-44</span></a>');
});
