import { expect, test, vi } from 'vitest';
import type { Settings } from '../api/contract';
import { Setup, ZOOMS } from './setup.svelte';

const usual: Settings = { theme: 'system', zoom: 100, mode: 'phone', desk_name: '', keys: {} };

test('the zoom goes step by step and stops at its ends', async () => {
  const setup = new Setup({ saveSettings: async () => null }, usual);
  const seen = [];
  for (let at = 0; at < 6; at++) {
    await setup.zoom(1);
    seen.push(setup.settings.zoom);
  }
  expect(seen).toEqual([110, 125, 150, 175, 200, 200]);
  for (const _ of [...ZOOMS, 1]) await setup.zoom(-1);
  expect(setup.settings.zoom).toBe(80);
});

test('what is changed fast is kept in its order, the last as it stands', async () => {
  const kept: string[] = [];
  const saveSettings = vi.fn(async ({ desk_name }: Settings) => {
    await new Promise((done) => setTimeout(done, kept.length === 0 ? 20 : 0));
    kept.push(desk_name);
    return null;
  });
  const setup = new Setup({ saveSettings }, usual);
  await Promise.all(['o', 'ok', 'okno'].map((desk_name) => setup.change({ desk_name })));
  expect(kept.at(-1)).toBe('okno');
});

test('a setting that cannot be kept is in force, and that is said', async () => {
  const setup = new Setup({ saveSettings: async () => Promise.reject({ code: 'disk_full', detail: '' }) }, usual);
  await setup.change({ theme: 'dark' });
  expect([setup.settings.theme, setup.failure?.code]).toEqual(['dark', 'disk_full']);
});

test('an own key goes back to the usual one', async () => {
  const setup = new Setup({ saveSettings: async () => null }, usual);
  await setup.remap('search', 'Ctrl+L');
  expect(setup.keys.find((key) => key.action === 'search')).toMatchObject({ key: 'l', ctrl: true });
  await setup.remap('search', null);
  expect(setup.settings.keys).toEqual({});
});
