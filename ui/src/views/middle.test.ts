import { mount, tick, unmount } from 'svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Findings, Service, Start, Unit } from '../api/contract';
import type { Desk } from '../api/desk';
import { elsewhere, findings, hit, service, ticket, unit } from '../search/fixtures';
import DeskView from './Desk.svelte';

const units: Unit[] = [
  { id: 'u', name: 'Zarząd Dróg', short: 'ZDiT', parent: null, kind: 'office', phone: '42 638 49 11' },
];
const dziura: Service = {
  code: 'dziura', group: 'drogi', name: 'Ubytek w jezdni', unit: 'u', promise: { text: 'do 48 godzin', hours: 48 }, location: 'required',
  questions: [{ id: 'q', label: 'Jak duży jest ubytek?', type: 'choice', options: ['mały', 'duży'], required: true }],
  reporter_required: false, emergency: { when: 'ktoś jest ranny', number: '112' }, not_here: 'drogi krajowe: GDDKiA 19111', keywords: [],
  basis: 'sourced', source_url: null,
};
const prad = { ...elsewhere('spoza.prad'), title: 'Brak prądu', who: 'PGE', phone: '991', say: 'Proszę zadzwonić pod 991.', unconfirmed: ['address' as const] };
const answers: Record<string, Findings> = {
  dziura: findings([hit('a')], { services: [service('dziura')], groups: ['service', 'procedure'], best: { kind: 'service', id: 'dziura' } }),
  prąd: findings([], { elsewhere: [prad], groups: ['elsewhere'], best: { kind: 'elsewhere', id: 'spoza.prad' } }),
  zdit: findings([], { units: [unit('u')], groups: ['unit'], best: { kind: 'unit', id: 'u' } }),
  numer: findings([], { ticket: ticket('Ł7-0005-J'), best: { kind: 'ticket', id: 'Ł7-0005-J' } }),
  coś: findings([hit('a'), hit('b')], { shown: 1, total: 40, services: [service('dziura')], groups: ['service', 'procedure'], best: null, weak: true }),
};
const start = {
  reference: {
    edition: { number: 1, date: '2026-11-30', name: '', sample: false }, desk: 'Ł7', units, categories: [], services: [dziura],
    service_groups: [{ id: 'drogi', name: 'Drogi' }], text_modules: [], emergency_numbers: [],
  },
  calls: [], handed_over: 0, key_in_file: false, settings: { theme: 'light', zoom: 100, mode: 'phone', desk_name: '', keys: {} }, folder: '',
} as unknown as Start;

let view: Record<string, unknown>;
const used = vi.fn();

beforeEach(() => {
  vi.useFakeTimers();
  used.mockClear();
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: () => {}, removeEventListener: () => {} }));
  Element.prototype.scrollIntoView = () => {};
  const desk = {
    search: async ({ text }: { text: string }) => answers[text] ?? findings([]),
    home: async () => ({ recent: [], favourites: [], changed: [], changed_total: 0, last_worked: null }),
    emergency: async (text: string) => (text === 'gaz' ? [{ rule: 'gaz', phrase: 'gaz', number: '992', also: [], say: 'Proszę wyjść.', certainty: 'strong' }] : []),
    article: () => new Promise(() => {}),
    outbox: () => new Promise(() => {}),
    lookAlikes: async () => [],
    findPersonal: async () => ({}),
    settleQuery: async () => null,
    openCall: async () => ({ id: 'c', opened_at: '2026-11-30T09:00:00Z', held_since: null, held_ms: 0, note: '', ticked: {} }),
    saveCall: async () => ({ at: '2026-11-30T09:00:00Z', proposed: 'informed' }),
    saveDraft: async () => ({ at: '2026-11-30T09:00:00Z' }),
    proposeTicket: async (call: string) => ({ id: 'd', call, procedure: null, form: { service: null } }),
    noteUse: async (_: unknown, target: unknown, query: string, act: string) => used(target, query, act),
  } as unknown as Desk;
  view = mount(DeskView, { target: document.body, props: { desk, start } });
});

afterEach(async () => {
  await unmount(view);
  vi.useRealTimers();
});

const one = (id: string) => document.querySelector<HTMLElement>(`[data-testid="${id}"]`);
const text = (id: string) => one(id)?.textContent?.replace(/\s+/g, ' ').trim() ?? '';
const box = () => document.querySelector('#search-box') as HTMLInputElement;

async function rests(): Promise<void> {
  await vi.advanceTimersByTimeAsync(400);
  await tick();
}

async function type(words: string): Promise<void> {
  box().value = words;
  box().dispatchEvent(new Event('input', { bubbles: true }));
  await rests();
}

async function press(key: string, more: KeyboardEventInit = {}): Promise<void> {
  box().dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }));
  await rests();
}

test('the card of an intervention tells who, by when, 112 if, what is not reported here, and what will be asked; Enter begins its ticket', async () => {
  await type('dziura');
  expect([one('service-card')?.dataset.id, box().getAttribute('aria-activedescendant')]).toEqual(['dziura', 'hit-0']);
  const card = text('service-card');
  for (const words of ['Zarząd Dróg', '42 638 49 11', 'do 48 godzin', '112, gdy ktoś jest ranny', 'Tego tu nie zgłaszamy', 'GDDKiA', 'Jak duży jest ubytek?']) {
    expect(card).toContain(words);
  }
  expect([...document.querySelectorAll('[data-testid=group]')].map((group) => group.getAttribute('aria-label'))).toEqual(['Interwencje', 'Procedury']);
  await press('Enter');
  expect((one('service-input') as HTMLInputElement | null)?.value).toBe('Ubytek w jezdni');
  expect(used.mock.calls).toEqual([[{ kind: 'service', id: 'dziura' }, 'dziura', 'ticket_begun']]);
});

test('the card of a matter elsewhere tells whom to call and what to say, and what is to be checked', async () => {
  await type('prąd');
  expect([text('elsewhere-who'), text('elsewhere-say')]).toEqual(['PGE', 'Proszę zadzwonić pod 991.']);
  expect(text('elsewhere-phone')).toContain('991');
  expect([text('elsewhere-address'), document.querySelectorAll('[data-testid=to-check]').length]).toEqual(['do sprawdzenia', 1]);
  expect(one('no-hits'), 'something was found').toBe(null);
});

test("a unit's and a ticket's card open by themselves; what is known of a number is said", async () => {
  await type('zdit');
  expect(one('unit-card')?.dataset.id).toBe('u');
  await type('numer');
  expect(one('ticket-card')?.dataset.id).toBe('Ł7-0005-J');
  expect(text('ask-on')).toContain('42 638 49 11');
});

test('where nothing is sure it is said, and a digit opens what is offered', async () => {
  await type('coś');
  expect([text('unsure').includes('Nie mam pewności'), text('hit-count')]).toEqual([true, '1 z 40 procedur · słabe dopasowanie']);
  expect([...document.querySelectorAll<HTMLElement>('[data-testid=offer]')].map((offer) => offer.dataset.id)).toEqual(['dziura', 'a']);
  await press('Enter');
  expect(document.activeElement?.getAttribute('data-testid')).toBe('unsure');
  await press('1', { altKey: true });
  expect([one('unsure'), one('service-card')?.dataset.id]).toEqual([null, 'dziura']);
  expect(box().getAttribute('aria-activedescendant')).toBe('hit-0');
});

test('the less alike come into the list on request', async () => {
  await type('coś');
  for (const _ of [1, 2, 3]) await press('ArrowDown');
  expect(text('more-row')).toContain('jeszcze 1 mniej podobna');
  await press('ArrowRight');
  expect([one('more-row'), document.querySelectorAll('[data-testid=hit]').length]).toEqual([null, 2]);
});

test('under a warning of danger the sentence to say and the question where stand in the middle', async () => {
  await type('gaz');
  expect(text('danger')).toContain('Proszę wyjść.');
  expect(text('danger')).toContain('Gdzie to jest?');
  one('emergency-dismiss')?.click();
  await rests();
  expect(one('danger')).toBe(null);
});
