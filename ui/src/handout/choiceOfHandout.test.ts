import { mount, unmount } from 'svelte';
import { expect, test } from 'vitest';
import ChoiceOfHandout from './ChoiceOfHandout.svelte';
import type { Choice } from './choices';

const choices: Choice[] = [
  { handout: { kind: 'article', procedure: 'KA-01305' }, label: 'Procedura', paper: 'dużym drukiem (A4)' },
  { handout: { kind: 'documents', procedure: 'KA-01305', ticked: [] }, label: 'Co przynieść', paper: '(A5)' },
];

function offered(onPaper: boolean): (string | undefined)[] {
  const shown = mount(ChoiceOfHandout, { target: document.body, props: { choices, at: 0, onPaper, onchoose: () => {} } });
  const labels = [...document.querySelectorAll('label')].map((label) => label.textContent?.trim());
  void unmount(shown);
  return labels;
}

test('paper is offered with its format, a message without', () => {
  expect(offered(true)).toEqual(['Procedura dużym drukiem (A4)', 'Co przynieść (A5)']);
  expect(offered(false)).toEqual(['Procedura', 'Co przynieść']);
});
