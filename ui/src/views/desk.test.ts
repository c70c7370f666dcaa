import { expect, test, vi } from 'vitest';
import type { Call, Start } from '../api/contract';
import type { Desk } from '../api/desk';
import { findings } from '../search/fixtures';
import { OpenDesk } from './desk.svelte';

const settled = () => new Promise((done) => setTimeout(done, 5));

function opened() {
  const calls = new Map<string, Call>();
  const call = (id: string) => calls.get(id) as Call;
  const held = (id: string, held_since: string | null) => {
    calls.set(id, { ...call(id), held_since });
    return call(id);
  };
  const desk = {
    home: async () => ({ recent: [], favourites: [], changed: [] }),
    search: async () => findings([]),
    openCall: vi.fn(async () => {
      const id = `call ${calls.size + 1}`;
      for (const other of calls.keys()) held(other, 'since');
      calls.set(id, { id, held_since: null, held_ms: 0, opened_at: '', ended_at: null, outcome: null, query: '', procedure: null, elsewhere: null, note: '', ticked: {} });
      return call(id);
    }),
    saveCall: async () => ({ at: '', proposed: 'dropped' }),
    holdCall: async (id: string) => (call(id).held_since ? call(id) : held(id, 'since')),
    resumeCall: async (id: string) => {
      for (const other of calls.keys()) if (other !== id) held(other, 'since');
      return held(id, null);
    },
    endCall: async (id: string) => ({ call: call(id), talked: 1, read: 0, tickets: [] }),
  } as unknown as Desk;
  const start = { reference: { services: [] }, calls: [], settings: { mode: 'phone' } } as unknown as Start;
  const open = new OpenDesk(desk, start);
  const waits = () => open.conversations.map((one) => one.isHeld);
  return { open, waits };
}

test('a new call and another call put the one before on hold, and F8 does so by itself', async () => {
  const { open, waits } = opened();
  await open.newCall();
  await open.newCall();
  await settled();
  expect(waits()).toEqual([true, false]);
  open.switchTo(0);
  open.next();
  open.next();
  await settled();
  expect(waits(), 'the last one that was asked for talks').toEqual([false, true]);
  open.toggleHold();
  await settled();
  expect(waits()).toEqual([true, true]);
  open.toggleHold();
  await settled();
  expect(waits()).toEqual([false, true]);
});

test('a new call lies there before the desk has begun it, and is begun once', async () => {
  const { open } = opened();
  await open.newCall();
  const before = open.current;
  const begun = open.newCall();
  expect(open.current, 'what is typed now is not the other call\'s').not.toBe(before);
  await Promise.all([open.begin(), begun]);
  expect(open.conversations.length).toBe(2);
});

test('whoever goes on while a call begins is not taken back to it', async () => {
  const { open, waits } = opened();
  await open.newCall();
  const first = open.newCall();
  const second = open.newCall();
  const { current } = open;
  await Promise.all([first, second]);
  await settled();
  expect([open.conversations.indexOf(current), open.current === current, waits()]).toEqual([2, true, [true, true, false]]);
  const third = open.newCall();
  open.switchTo(0);
  await third;
  await settled();
  expect([open.conversations.indexOf(open.current), waits()]).toEqual([0, [false, true, true, true]]);
});

test('when a call ends, whoever waits goes on waiting', async () => {
  const { open, waits } = opened();
  await open.newCall();
  await open.newCall();
  await settled();
  expect((await open.finish())?.talked).toBe(1);
  expect([open.conversations.length, waits()]).toEqual([1, [true]]);
});
