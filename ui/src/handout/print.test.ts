import { mount, tick, unmount } from 'svelte';
import { expect, test, vi } from 'vitest';
import type { Sheet } from '../api/contract';
import type { Desk } from '../api/desk';
import type { Choice } from './choices';
import Print from './Print.svelte';

const settled = () => new Promise((done) => setTimeout(done));
const choices: Choice[] = [{ handout: { kind: 'article', procedure: 'KA-01305' }, label: 'Procedura', paper: '' }];

/** The paper is made when `made` is called. */
function laid() {
  let made = () => {};
  const preparePrint = () => new Promise<Sheet>((done) => (made = () => done({ title: 'Zameldowanie', blocks: [] } as unknown as Sheet)));
  const printWindow = vi.fn(async () => {});
  const desk = { preparePrint, printWindow } as unknown as Desk;
  const layer = mount(Print, { target: document.body, props: { desk, choices, onhanded: () => {}, onclose: () => {} } });
  const print = () => document.querySelector<HTMLElement>('[data-testid=print-dialog]')?.click();
  return { layer, print, printWindow, made: async () => (made(), settled()) };
}

test('who asks for print before the paper is there gets it once, when it is', async () => {
  const { layer, print, printWindow, made } = laid();
  await tick();
  print();
  print();
  await settled();
  expect(printWindow).not.toHaveBeenCalled();
  await made();
  expect(printWindow).toHaveBeenCalledOnce();
  print();
  await settled();
  expect(printWindow).toHaveBeenCalledTimes(2);
  await unmount(layer);
});

test('who has left before the paper came prints nothing', async () => {
  const { layer, print, printWindow, made } = laid();
  await tick();
  print();
  await unmount(layer);
  await made();
  expect(printWindow).not.toHaveBeenCalled();
});
