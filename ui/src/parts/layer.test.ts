import { createRawSnippet, mount, tick, unmount } from 'svelte';
import { afterEach, expect, test } from 'vitest';
import Layer from './Layer.svelte';

let laid: Record<string, unknown> | undefined;
afterEach(async () => {
  if (laid) await unmount(laid);
});

async function lay(inside: string): Promise<void> {
  const children = createRawSnippet(() => ({ render: () => `<div id="inside">${inside}</div>` }));
  laid = mount(Layer, { target: document.body, props: { title: 'Zgłoszenie', id: 'layer', onclose: () => {}, children } });
  await tick();
}

async function comes(html: string): Promise<void> {
  document.querySelector('#inside')?.insertAdjacentHTML('beforeend', html);
  await tick();
}

test('a layer begins at its button', async () => {
  await lay('<input /><button id="begin" data-first></button>');
  expect(document.activeElement?.id).toBe('begin');
});

test('what one begins with may come later', async () => {
  await lay('');
  await comes('<button id="late" data-first></button>');
  expect(document.activeElement?.id).toBe('late');
});

test('a field that comes late is where one types', async () => {
  await lay('');
  await comes('<form><input id="late" /></form>');
  expect(document.activeElement?.id).toBe('late');
});

test('it takes the focus from nothing that the operator has gone to', async () => {
  await lay('<input id="typed" /><button></button>');
  await comes('<button id="late" data-first></button>');
  expect(document.activeElement?.id).toBe('typed');
});

test('it takes the place of a form that had the focus and is gone', async () => {
  await lay('<form><input id="code" /></form>');
  expect(document.activeElement?.id).toBe('code');
  document.querySelector('#inside')?.replaceChildren();
  await comes('<button id="late" data-first></button>');
  expect(document.activeElement?.id).toBe('late');
});

test('where a form with the focus goes, one goes on with what one begins with, not with the button that closes', async () => {
  await lay('<form><input id="code" /></form><button id="begin"></button>');
  expect(document.activeElement?.id).toBe('code');
  document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
  document.querySelector('form')?.remove();
  document.querySelector('#begin')?.setAttribute('data-first', '');
  document.querySelector('#inside')?.append('Zarejestrowane.');
  await tick();
  expect(document.activeElement?.id).toBe('begin');
});

test('whoever went to the button that closes stays there', async () => {
  await lay('<button id="begin" data-first></button><p></p>');
  document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Tab', bubbles: true }));
  const close = document.querySelector<HTMLElement>('[data-dialog-close]');
  close?.focus();
  document.querySelector('#inside')?.append('Wysłano.');
  await tick();
  expect(document.activeElement).toBe(close);
});
