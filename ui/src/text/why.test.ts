import { expect, test } from 'vitest';
import { reasons, surprises } from './why';

test('only what one would wonder about is said unasked', () => {
  const why = [
    { kind: 'word', word: 'dowód' },
    { kind: 'typo', typed: 'osobisyt', found: 'osobisty' },
    { kind: 'synonym', typed: 'blachy', means: 'tablice rejestracyjne' },
    { kind: 'often' },
  ] as const;
  expect(surprises(why)).toBe('„osobisyt” czytane jak osobisty, „blachy” to tablice rejestracyjne');
  expect(reasons(why)).toContain('mieszkańcy często o to pytają');
  expect(reasons(why)).toContain('„dowód” – to samo słowo');
});

test('an official name of a word that stands there itself is no surprise', () => {
  const dowod = { kind: 'synonym', typed: 'dowód', means: 'dowód osobisty' } as const;
  expect(surprises([{ kind: 'form', typed: 'dowód', found: 'dowodu' }, dowod])).toBe('');
  expect(surprises([dowod])).toBe('„dowód” to dowód osobisty');
});

test('how often an article was opened here agrees with its number', () => {
  const times = (count: number) => reasons([{ kind: 'chosen', times: count }]);
  expect([1, 2, 5].map(times).map((text) => text.split(' ').slice(-2).join(' '))).toEqual(['1 raz', '2 razy', '5 razy']);
});
