/**
 * Age of ninety years or more, in digits. Younger ages stay: they say little of who somebody is.
 * Shape: 90 to 119 before a unit (92 anos, 95a, 103yo, 97-year-old, 94F) or after a word of ages (tem, fez, idade, he is,
 * turned, cumple), unless it counts something else. The unit stays.
 * Source: 45 CFR 164.514(b)(2)(i)(C), ages over 89.
 */
import { KIND_DIGIT, KIND_LETTER, KINDS } from '../../text/character-tables.ts';
import type { TextView } from '../../text/text-view.ts';
import { AGE_CUES, AGE_UNITS, canEndAge, isAgeUnitAfter, PERSON_CUES } from '../age-words.ts';
import type { FoundRange, WordRecognizer } from '../recognizer.ts';
import { createWord, readWordAfter, readWordBefore, type WordAt, wordValue } from '../words-around.ts';

const LEAST = 90;
const MOST = 119;
const WIDEST_GAP = 2;
/** Over "já", "only", "q tem": one word between cue and number is left out. */
const word = createWord();

function find(view: TextView, start: number, end: number, found: FoundRange): boolean {
  if (readWordBefore(view, start, 1, word) && isAge(view, word) && isAgeUnitAfter(view, word.end)) {
    return take(found);
  }
  if (isDecade(view, start, end)) return false;
  return readWordAfter(view, end, WIDEST_GAP, word) && isAge(view, word) && canEndAge(view, word.end) && take(found);
}

/** "os anos 90", "los años 90": no colon stands between. */
function isDecade(view: TextView, start: number, end: number): boolean {
  if (view.codes[end] !== 0x20) return false;
  return end - start === 4 && String.fromCharCode(...view.codes.subarray(start, end)) === 'anos';
}

function take(found: FoundRange): boolean {
  found.start = word.start;
  found.end = word.end;
  return true;
}

/** A number of two or three digits that is no part of a longer one. */
function isAge(view: TextView, number: WordAt): boolean {
  if (!number.isNumber || number.end - number.start > 3) return false;
  const value = wordValue(view, number);
  if (value < LEAST || value > MOST) return false;
  const { codes } = view;
  const before = codes[number.start - 1] ?? 0x20;
  if (KINDS[before] === KIND_LETTER || KINDS[before] === KIND_DIGIT || before === 0x24 || before === 0x2b) return false;
  const isMark = before === 0x2e || before === 0x2c || before === 0x2f || before === 0x2d || before === 0x3a;
  return !(isMark && KINDS[codes[number.start - 2] ?? 0] === KIND_DIGIT);
}

export const age: WordRecognizer = {
  kind: 'word',
  name: 'generic/age',
  entity: 'AGE',
  words: [...AGE_UNITS, ...AGE_CUES, ...PERSON_CUES, 'a', 'y', 'f', 'm'],
  needsDigits: true,
  find,
  examples: {
    match: [
      'minha vó tem «92» anos',
      'óbito de Philomena, «96»a, às 4h',
      'she is «97» and stubborn',
      'the «103»yo lady in room 4',
      'a «94»-year-old man',
      'vai fazer «97» e quer trocar',
      'cumple «92» el tres',
      'hx: «96»F from Ohio',
      'idade: «91»',
      'moro com minha vó de «91»',
      'mi abuela de «93» no camina',
    ],
    reject: [
      'tem 45 anos e fez 89',
      'tem 90 dias que espero',
      'tenho 98 de glicose',
      'tem 98 % e fez 90/60',
      'há 100 anos atrás',
      'he is 97.5 and 94% today',
      'tem 120 anos',
      'completou 90 km',
      'nos anos 90 eu fumava',
      'en los años 90',
      'paciente de 98 kg',
    ],
  },
};
