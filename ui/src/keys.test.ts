import { expect, test } from 'vitest';
import { keys, meaning, shown } from './keys';

const press = (key: string, modifiers: KeyboardEventInit = {}) => meaning(new KeyboardEvent('keydown', { key, ...modifiers }));

test('every key of the table means its action', () => {
  for (const key of keys) expect(press(key.key, { ctrlKey: !!key.ctrl, shiftKey: !!key.shift }), shown(key)).toBe(key.action);
});

test('no key stands in the table twice', () => {
  expect(new Set(keys.map(shown)).size).toBe(keys.length);
});

test('Polish letters on AltGr are letters, never shortcuts', () => {
  for (const key of ['ą', 'ć', 'ę', 'ł', 'ń', 'ó', 'ś', 'ź', 'ż', 'Ł', '€', 'd', 'k', 'j']) {
    expect(press(key, { ctrlKey: true, altKey: true }), `Ctrl+Alt ${key}`).toBeNull();
    expect(press(key, { ctrlKey: true, modifierAltGraph: true }), `AltGr ${key}`).toBeNull();
    expect(press(key), key).toBeNull();
  }
});

test('keys that would reload the window do nothing', () => {
  expect([press('F5'), press('r', { ctrlKey: true }), press('R', { ctrlKey: true, shiftKey: true })]).toEqual(['blocked', 'blocked', 'blocked']);
});

test('with Caps Lock on a shortcut is still one', () => {
  expect(press('K', { ctrlKey: true })).toBe('search');
});

test('no key that Windows, WebKit or screen readers need', () => {
  expect(keys.filter(({ key }) => ['F7', 'F10', 'F12', '`'].includes(key))).toEqual([]);
});
