import { expect, test } from 'vitest';
import type { Handout, Sheet } from '../api/contract';
import type { Desk } from '../api/desk';
import type { Choice } from './choices';
import { Printing } from './handing.svelte';

const settled = () => new Promise((done) => setTimeout(done));
const page: Choice = { handout: { kind: 'article', procedure: 'KA-01305' }, label: 'Procedura', paper: '' };
const slip: Choice = { handout: { kind: 'documents', procedure: 'KA-01305', ticked: [0] }, label: 'Czego brakuje', paper: '' };
const preparePrint = async ({ kind }: Handout) => ({ title: kind }) as unknown as Sheet;

test('the first paper is there at once, another one when it is chosen', async () => {
  const printing = new Printing({ preparePrint } as unknown as Desk, [slip, page], () => {});
  expect(printing.shown).toBeNull();
  await settled();
  expect(printing.shown?.title).toBe('documents');
  printing.choose(1);
  expect(printing.shown, 'never another paper under this choice').toBeNull();
  await settled();
  expect(printing.shown?.title).toBe('article');
});

test('an empty folder is the documents, and the file is named', async () => {
  const asked: unknown[] = [];
  const savePrint = async (handout: Handout, folder: string | null) => {
    asked.push([handout, folder]);
    return `${folder ?? '/dokumenty'}/KA-01305.pdf`;
  };
  const handed: Handout[] = [];
  const printing = new Printing({ preparePrint, savePrint } as unknown as Desk, [page], (handout) => void handed.push(handout));
  await printing.save('  ');
  expect([asked, printing.done]).toEqual([[[page.handout, null]], 'Zapisano /dokumenty/KA-01305.pdf']);
  await printing.save(' /media/pendrive ');
  expect(asked[1]).toEqual([page.handout, '/media/pendrive']);
  expect(handed).toEqual([page.handout, page.handout]);
});

test('what failed is said, and the paper stays', async () => {
  const failure = { code: 'no_viewer', detail: 'xdg-open' };
  const openPrint = () => Promise.reject(failure);
  const printing = new Printing({ preparePrint, openPrint } as unknown as Desk, [page], () => expect.unreachable());
  await settled();
  await printing.open();
  expect([printing.failure, printing.done, printing.shown?.title]).toEqual([failure, '', 'article']);
});
