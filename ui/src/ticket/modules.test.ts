import { expect, test } from 'vitest';
import { askedFor, fitting } from './modules';

const modules = [
  { key: 'pieszy', title: 'zagraża pieszym', text: 'Miejsce zagraża pieszym.' },
  { key: 'pas', title: 'na prawym pasie', text: 'Na prawym pasie.', groups: ['drogi'] },
  { key: 'worki', title: 'worki i śmieci', text: 'Leżą worki.', groups: ['czystosc'] },
];
const keys = (letters: string, group: string | null) => fitting(modules, letters, group).map(({ key }) => key);

test('two semicolons and letters ask for a module, wherever they stand', () => {
  expect(askedFor('Dziura ;;pas')).toEqual({ from: 7, letters: 'pas' });
  expect(askedFor(';;')).toEqual({ from: 0, letters: '' });
  expect([askedFor('Dziura; pas'), askedFor(';;pas dalej')]).toEqual([null, null]);
});

test('keys and words of titles answer without Polish marks, those of the group first', () => {
  expect(keys('p', 'drogi')).toEqual(['pas', 'pieszy']);
  expect(keys('smi', 'drogi')).toEqual(['worki']);
  expect(keys('', null)).toEqual(['pieszy', 'pas', 'worki']);
  expect(keys('qq', null)).toEqual([]);
});
