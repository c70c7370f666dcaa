import { expect, test, vi } from 'vitest';
import type { Draft, LookAlike, Service, Ticket, TicketOutcome } from '../api/contract';
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
    lookAlikes: vi.fn(async () => []),
    findPersonal: vi.fn(async () => ({})),
    addVoice: vi.fn(async () => ({ outcome: 'saved', ticket: { number: 'Ł7-0002-X' } })),
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
  editor.choosePlace({ place: { street: 'ul. Piotrkowska', number: '104', landmark: 'przy bramie' }, kind: 'street', within: null });
  editor.answer('rozmiar', 'duży');
  await editor.autosave.flush();
  expect(desk.saveDraft).toHaveBeenLastCalledWith({
    ...draft,
    form: {
      service: 'drogi.ubytek',
      place: { street: 'ul. Piotrkowska', number: '104', landmark: 'przy bramie' },
      description: '',
      answers: { rozmiar: 'duży' },
      contact: null,
    },
  });
});

test('matters alike are looked for again when the matter changes, not while the contact is typed', async () => {
  const { desk, editor } = editing({ outcome: 'refused', problems: [] });
  await vi.waitFor(() => expect(desk.lookAlikes).toHaveBeenCalledTimes(1));
  editor.email = 'jan@example.pl';
  editor.changed('contact');
  editor.description = 'Głęboki ubytek';
  editor.changed('description');
  await vi.waitFor(() => expect(desk.lookAlikes).toHaveBeenCalledTimes(2));
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
  editor.typePlace('ul. Piotrkowska');
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

test('a place that is only typed is kept as it is, and a chosen landmark moves to its own field', () => {
  const { editor } = editing({ outcome: 'refused', problems: [] });
  editor.typePlace('za szkołą');
  expect([editor.where, editor.isPlaceOpen, editor.hasPlace]).toEqual(['za szkołą', true, true]);
  editor.choosePlace({ place: { landmark: 'za szkołą' }, kind: 'landmark', within: null });
  expect([editor.where, editor.landmark, editor.isPlaceOpen]).toEqual(['', 'za szkołą', false]);
});

test('a voice goes to the ticket it was added to, and ends the form', async () => {
  const { desk, editor } = editing({ outcome: 'refused', problems: [] });
  await editor.addVoice({ id: 'first', number: 'Ł7-0001-K' } as LookAlike);
  expect([desk.addVoice.mock.calls.length, desk.saveTicket.mock.calls.length]).toEqual([1, 0]);
  expect([editor.saved?.number, editor.voiceOf]).toEqual(['Ł7-0002-X', 'Ł7-0001-K']);
});

test('what looks like a phone number is taken out of the description by one press', async () => {
  const { desk, editor } = editing({ outcome: 'refused', problems: [] });
  desk.findPersonal.mockResolvedValue({ description: [{ kind: 'phone', text: '600 700 800' }] });
  editor.description = 'Dziura, tel. 600 700 800, na prawym pasie';
  editor.changed('description');
  await vi.waitFor(() => expect(editor.personal.of('description')).toHaveLength(1));
  editor.removePersonal('description');
  expect(editor.description).toBe('Dziura, tel., na prawym pasie');
});
