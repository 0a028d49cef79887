/**
 * Age of ninety years or more, in words.
 * Shape: noventa e dois anos, cento e um, ninety-two years old, one hundred and two, cien años after a word of ages or
 * before a unit, or alone in their line; nonagenária, centenarian, nonagenario.
 * Source: 45 CFR 164.514(b)(2)(i)(C), ages over 89.
 */
import type { TextView } from '../../text/text-view.ts';
import { AGE_CUES, canEndAge, isAgeUnitAfter } from '../age-words.ts';
import type { FoundRange, WordRecognizer } from '../recognizer.ts';
import { readSpokenAfter, type SpokenNumber } from '../spoken-numbers.ts';
import { hashWord } from '../word-index.ts';
import { createWord, readWordAfter, readWordBefore } from '../words-around.ts';

const LEAST = 90;
const MOST = 119;
const WIDEST_GAP = 2;
const NOUNS = ['nonagenario', 'nonagenaria', 'nonagenarian', 'centenario', 'centenaria', 'centenarian'];
const NUMBERS = ['noventa', 'ninety', 'cem', 'cento', 'cien', 'ciento', 'hundred'];
/** The last words of the cues; "de" as in "sogra de noventa e quatro". */
const CUES = new Set(
  [...AGE_CUES.map((cue) => cue.split(' ').at(-1)!), 'de', 'of', 'com', 'con', 'is', 'was'].map(hashWord),
);
const NOUN_HASHES = new Set(NOUNS.map(hashWord));
const ONE = new Set(['one', 'a'].map(hashWord));
const HUNDRED = hashWord('hundred');
/** A hundred alone is a round number: it needs its unit or a birthday. */
const ROUND = 100;

const word = createWord();
const spoken: SpokenNumber = { start: 0, end: 0, value: 0 };

function find(view: TextView, start: number, end: number, found: FoundRange): boolean {
  let hash = 0;
  for (let at = start; at < end; at++) hash = (Math.imul(hash, 31) + view.codes[at]!) | 0;
  found.start = start;
  found.end = end;
  if (NOUN_HASHES.has(hash)) return true;
  if (hash === HUNDRED && readWordBefore(view, start, 1, word) && ONE.has(word.hash)) found.start = word.start;
  if (!readSpokenAfter(view, start, spoken) || spoken.value < LEAST || spoken.value > MOST) return false;
  found.end = spoken.end;
  if (isAgeUnitAfter(view, spoken.end)) return true;
  if (!canEndAge(view, spoken.end)) return false;
  const follows = readWordAfter(view, spoken.end, view.length, word);
  if (!readWordBefore(view, found.start, WIDEST_GAP, word)) return !follows && spoken.value !== ROUND;
  return CUES.has(word.hash) && spoken.value !== ROUND;
}

export const ageSpoken: WordRecognizer = {
  kind: 'word',
  name: 'generic/age-spoken',
  entity: 'AGE',
  words: [...NOUNS, ...NUMBERS],
  find,
  examples: {
    match: [
      'minha mae tem «noventa e um» anos',
      'I am «ninety-two» years old',
      'turned «one hundred and two» at easter',
      'tiene «noventa y siete» y es terco',
      'paciente «nonagenária», acamada',
      'bisa Sinhá tem «cento e três» anos',
      '«noventa e três»',
      'mi abuelo, «cien» años recién cumplidos',
    ],
    reject: [
      'noventa por cento melhor',
      'tomei noventa gotas',
      'cem por cento',
      'ninety minutes ago',
      'de oitenta e nove anos',
      'a hundred times',
      'tem noventa dias',
    ],
  },
};
