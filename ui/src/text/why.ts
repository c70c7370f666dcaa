// Why a hit is there, in Polish.
import type { Explanation } from '../api/contract';
import * as pl from './pl';

/** One reason as it is told on demand. */
export function reason(why: Explanation): string {
  switch (why.kind) {
    case 'word':
      return `„${why.word}” – to samo słowo`;
    case 'form':
      return `„${why.typed}” – inna forma: ${why.found}`;
    case 'prefix':
      return `„${why.typed}” – początek słowa ${why.found}`;
    case 'typo':
    case 'split':
      return `„${why.typed}” czytane jak ${why.found}`;
    case 'synonym':
      return `„${why.typed}” to ${why.means}`;
    case 'often':
      return 'mieszkańcy często o to pytają';
    case 'older':
      return 'starszy opis – jest nowszy';
    case 'later_act':
      return 'dalsza czynność w sprawie, o którą nie pytano';
    case 'chosen':
      return `po takim zapytaniu otwierano tu tę procedurę ${pl.counted(why.times, 'raz', 'razy', 'razy')}`;
    case 'favourite':
      return 'ulubiona';
    case 'recent':
      return 'ostatnio czytana';
    case 'asked_as':
      return `tak o to pytają: „${why.typed}”`;
    case 'meaning':
      return `podobne znaczenie: „${why.typed}”`;
  }
}

const surprising: readonly Explanation['kind'][] = ['typo', 'split', 'synonym', 'chosen', 'favourite', 'meaning'];

/** What an operator would otherwise wonder about: shown unasked. An official name of a word that stands there itself is not. */
export function surprises(why: readonly Explanation[]): string {
  const said = why.flatMap((one) => (one.kind === 'word' ? [one.word] : one.kind === 'form' ? [one.typed] : []));
  const isPlain = (one: Explanation) => one.kind === 'synonym' && one.typed.split(' ').every((word) => said.includes(word));
  return why.filter((one) => surprising.includes(one.kind) && !isPlain(one)).map(reason).join(', ');
}

/** All reasons. */
export function reasons(why: readonly Explanation[]): string {
  return why.map(reason).join(', ');
}
