import { expect, test } from 'vitest';
import { blocked, keys, meaning, shown, type Chord } from './keys';

const press = (key: string, modifiers: KeyboardEventInit = {}) => meaning(new KeyboardEvent('keydown', { key, ...modifiers }));
const modifiers = ({ ctrl, shift, alt }: Chord) => ({ ctrlKey: !!ctrl, shiftKey: !!shift, altKey: !!alt });

test('every key of the table means its action', () => {
  for (const key of keys) expect(press(key.key, modifiers(key)), shown(key)).toBe(key.action);
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

test('keys that would reload the window or lay something over it do nothing, whatever the operator has changed', () => {
  expect(blocked.map(shown)).toEqual(expect.arrayContaining(['F5', 'Ctrl+F5', 'Ctrl+R', 'Ctrl+Shift+R', 'F7', 'F12']));
  const greedy = blocked.map((chord) => ({ ...chord, action: 'search' as const }));
  for (const key of blocked) expect(meaning(new KeyboardEvent('keydown', { key: key.key, ...modifiers(key) }), greedy), shown(key)).toBe('blocked');
});

test('Alt with a digit of the number pad types a letter on Windows', () => {
  expect([press('1', { altKey: true, code: 'Digit1' }), press('1', { altKey: true, code: 'Numpad1' })]).toEqual(['pick-1', null]);
});

test('a slash is a slash in a field and a search elsewhere', () => {
  const said: (string | null)[] = [];
  const listen = (event: KeyboardEvent) => said.push(meaning(event));
  addEventListener('keydown', listen);
  for (const name of ['input', 'textarea', 'button']) {
    const element = document.body.appendChild(document.createElement(name));
    element.dispatchEvent(new KeyboardEvent('keydown', { key: '/', bubbles: true }));
  }
  removeEventListener('keydown', listen);
  expect(said).toEqual([null, null, 'search']);
});

test('with Caps Lock on a shortcut is still one', () => {
  expect(press('K', { ctrlKey: true })).toBe('search');
});

test('no key that Windows, WebKit or screen readers need', () => {
  expect(keys.filter(({ key }) => ['F7', 'F10', 'F12', '`'].includes(key))).toEqual([]);
});
