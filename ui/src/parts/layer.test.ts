import { createRawSnippet, mount, tick, unmount } from 'svelte';
import { afterEach, expect, test, vi } from 'vitest';
import Layer from './Layer.svelte';

let laid: Record<string, unknown> | undefined;
afterEach(async () => {
  vi.restoreAllMocks();
  if (laid) await unmount(laid);
});

async function lay(inside: string): Promise<void> {
  const children = createRawSnippet(() => ({ render: () => `<div id="inside">${inside}</div>` }));
  laid = mount(Layer, { target: document.body, props: { title: 'Zgłoszenie', id: 'layer', onclose: () => {}, children } });
  await tick();
}

test('a layer begins at its button, and still at its top', async () => {
  const focus = vi.spyOn(HTMLElement.prototype, 'focus');
  await lay('<input /><button id="begin" data-first></button>');
  expect(document.activeElement?.id).toBe('begin');
  expect(focus.mock.calls).toEqual([[{ preventScroll: true }]]);
});
