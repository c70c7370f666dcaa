import { expect, test, vi } from 'vitest';
import type { Draft, Service, Ticket, TicketOutcome } from '../api/contract';
import type { Desk } from '../api/desk';
import { TicketEditor } from './editor.svelte';

const draft: Draft = { id: 'd', call: 'c', procedure: null, form: { service: 'drogi.ubytek' } };

function service(code: string, question: string): Service {
  return {
    code, group: 'drogi', name: code, unit: 'zdit', promise: null, location: 'required', reporter_required: false, emergency: null,
    not_here: null, keywords: [], basis: 'sourced', source_url: null,
    questions: [{ id: question, label: question, type: 'text', options: [], required: true }],
  };
}

function editing(outcome: TicketOutcome | Error) {
  const desk = {
    saveDraft: vi.fn(async () => ({ at: '2026-11-23T09:42:07Z' })),
    saveTicket: vi.fn(async () => {
      if (outcome instanceof Error) throw { code: 'disk_full', detail: outcome.message };
      return outcome;
    }),
  };
  const editor = new TicketEditor(desk as unknown as Desk, draft, [service('drogi.ubytek', 'rozmiar'), service('drogi.znak', 'znak')]);
  return { desk, editor };
}

test('what is typed reaches the draft, empty fields as nothing', async () => {
  const { desk, editor } = editing({ outcome: 'refused', problems: [] });
  editor.chooseStreet({ full_name: 'ul. Piotrkowska', osiedle: null, number: '104', flat: null });
  editor.answer('rozmiar', 'duży');
  await editor.autosave.flush();
  expect(desk.saveDraft).toHaveBeenLastCalledWith({
    ...draft,
    form: {
      service: 'drogi.ubytek',
      place: { street: 'ul. Piotrkowska', number: '104', flat: null, landmark: null },
      description: '',
      answers: { rozmiar: 'duży' },
      contact: null,
    },
  });
});

test('a refusal is shown at its field until the field changes', async () => {
  const { editor } = editing({ outcome: 'refused', problems: [{ field: 'street', code: 'no_place' }, { field: 'description', code: 'missing' }] });
  await editor.save();
  expect([editor.problem('street'), editor.problem('description'), editor.saved]).toEqual(['no_place', 'missing', null]);
  editor.changed('street');
  expect([editor.problem('street'), editor.problem('description')]).toEqual([null, 'missing']);
});

test('saved once: a second press of the key saves nothing more', async () => {
  const { desk, editor } = editing({ outcome: 'saved', ticket: { number: 'Ł7-0001-K' } as Ticket });
  await Promise.all([editor.save(), editor.save()]);
  await editor.save();
  expect([desk.saveTicket.mock.calls.length, editor.saved?.number]).toEqual([1, 'Ł7-0001-K']);
});

test('a full disk loses nothing and leaves all of it to copy', async () => {
  const { editor } = editing(new Error('no space'));
  editor.street = 'ul. Piotrkowska';
  editor.description = 'Głęboki ubytek';
  await editor.save();
  expect([editor.failure?.code, editor.saving, editor.saved]).toEqual(['disk_full', false, null]);
  expect(editor.asText()).toBe('Co: drogi.ubytek\nGdzie: ul. Piotrkowska\nOpis: Głęboki ubytek');
});

test('another service drops the answers to the questions of the first', () => {
  const { editor } = editing({ outcome: 'refused', problems: [] });
  editor.answer('rozmiar', 'duży');
  editor.chooseService('drogi.znak');
  expect(editor.answers).toEqual({});
});
