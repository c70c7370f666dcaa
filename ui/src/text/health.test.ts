import { expect, test } from 'vitest';
import { checked } from './health';

test('a part of the desk is told in plain words, without the program\'s own', () => {
  const told = (name: string, healthy: boolean, warning = false) => checked({ name, healthy, warning, detail: 'not encrypted' });
  expect(told('folder', true)).toBe('✔ Folder danych: w porządku');
  expect(told('key', true, true)).toBe('⚠ Klucz do pliku z danymi: do sprawdzenia');
  expect(told('desk', false)).toBe('✖ Plik z danymi: coś jest nie tak');
});
