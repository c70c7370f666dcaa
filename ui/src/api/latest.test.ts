import { expect, test } from 'vitest';
import { Latest } from './latest';

/** A desk that answers when the test says so. */
function slow() {
  const asked: { question: string; answer: (answer: string) => void; fail: (error: Error) => void }[] = [];
  const put = (question: string) => new Promise<string>((answer, fail) => asked.push({ question, answer, fail }));
  const shown: string[] = [];
  const failed: unknown[] = [];
  const latest = new Latest(put, (answer) => shown.push(answer), (error) => failed.push(error));
  return { asked, shown, failed, latest };
}
const settled = () => new Promise((done) => setTimeout(done));

test('one question at a time, then only the newest of those that wait', async () => {
  const { asked, shown, latest } = slow();
  for (const text of ['d', 'do', 'dow', 'dowod']) latest.ask(text);
  expect(asked.map(({ question }) => question)).toEqual(['d']);
  asked[0]?.answer('answer to d');
  await settled();
  expect(asked.map(({ question }) => question)).toEqual(['d', 'dowod']);
  asked[1]?.answer('answer to dowod');
  await settled();
  expect(shown).toEqual(['answer to d', 'answer to dowod']);
});

test('what was forgotten is never shown', async () => {
  const { asked, shown, latest } = slow();
  latest.ask('old');
  latest.forget();
  latest.ask('new');
  asked[0]?.answer('old answer');
  await settled();
  asked[1]?.answer('new answer');
  await settled();
  expect(shown).toEqual(['new answer']);
});

test('a failure is told, and the next question is put all the same', async () => {
  const { asked, shown, failed, latest } = slow();
  latest.ask('a');
  latest.ask('b');
  asked[0]?.fail(new Error('no'));
  await settled();
  asked[1]?.answer('b');
  await settled();
  expect([failed.length, shown]).toEqual([1, ['b']]);
});
