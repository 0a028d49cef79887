import type { TextView } from '../text/text-view.ts';
import { isUnit } from './measurements.ts';
import { hashWord } from './word-index.ts';
import { createWord, readWordAfter } from './words-around.ts';

const setOf = (words: string): ReadonlySet<number> => new Set(words.trim().split(/\s+/).map(hashWord));

/** Words directly after the number of an age. */
export const AGE_UNITS: readonly string[] =
  'anos aninhos anitos anhos ano year years yr yrs yo primaveras velinhas velitas'.split(' ');
/** Words and phrases directly before the number of an age. */
export const AGE_CUES: readonly string[] = [
  ...'tem tenho temos fez faz fara fiz completa completou completar completando idade tiene tengo cumple cumplio cumplira edad'.split(
    ' ',
  ),
  ...'age aged turned turns turning shes hes im she he'.split(' '),
  ...['ta com', 'esta com', 'estava com', 'morreu com', 'faleceu com', 'murio con', 'vai fazer', 'va para los'],
  ...[
    'he is',
    'she is',
    'i am',
    'he s',
    'she s',
    'i m',
    'he was',
    'she was',
    'mom is',
    'dad is',
    'mother is',
    'father is',
  ],
  ...['grandma is', 'granny is', 'grandmother is', 'grandfather is', 'grandpa is', 'uncle is', 'aunt is', 'husband is'],
  ...['wife is', 'will be', 'years old', 'patient is', 'pt is', 'now is', 'who is', 'acho que uns', 'uns'],
];

/** Persons of whom "de 91" tells the age. */
const PERSONS =
  'vo voh vovo avo bisa bisavo mae pai sogra sogro tia tio abuela abuelo abuelita abuelito bisabuela bisabuelo madre padre mama papa suegra suegro senhora senhor senora senor idosa idoso velhinha velhinho viejita viejito anciana anciano paciente mulher homem mujer hombre'.split(
    ' ',
  );
/** "vó de 91", "abuela con 93". */
export const PERSON_CUES: readonly string[] = PERSONS.flatMap((person) => [
  `${person} de`,
  `${person} com`,
  `${person} con`,
]);

const UNITS = setOf(AGE_UNITS.join(' '));
const BARE_UNITS = setOf('a y f m yof yom anios');
/** After a number that counts something else: "tem 98 de glicose", "tem 90 dias". */
const NOT_AFTER =
  setOf(`de da do del mil por of percent pct dias dia quilos kilos kg cm x mil graus grados degrees weeks semanas
  pontos puntos points minutes minutos min pounds lbs lb with people pessoas personas mg bpm ou or to a porcento por`);

const word = createWord();

/** Whether a unit of ages stands directly after `end`. */
export function isAgeUnitAfter(view: TextView, end: number): boolean {
  if (!readWordAfter(view, end, 1, word) || word.isNumber) return false;
  // "94 F", "95a": a letter alone, not the article of the next word.
  if (BARE_UNITS.has(word.hash)) return word.start === end || (view.codes[word.end] ?? 0x20) !== 0x20;
  return UNITS.has(word.hash) && !isSpanOfTime(view, word.end);
}

/** "100 anos de história": a span of time and nobody's age. */
function isSpanOfTime(view: TextView, end: number): boolean {
  return readWordAfter(view, end, 1, word) && SPANS.has(word.hash);
}

const SPANS = setOf('atras ago historia');

/** Whether what stands after `end` leaves the number an age: no unit of something else, no share, no further number. */
export function canEndAge(view: TextView, end: number): boolean {
  const code = view.codes[end] ?? 0x20;
  if (code === 0x25 || code === 0x2f || code === 0x3a || code === 0x2e || code === 0x2c) {
    const next = view.codes[end + 1] ?? 0x20;
    if (code === 0x25 || (next >= 0x30 && next <= 0x39)) return false;
  }
  if (view.codes[end + 1] === 0x25) return false;
  if (!readWordAfter(view, end, 1, word)) return true;
  if (word.isNumber) return false;
  if (UNITS.has(word.hash)) return true;
  return !NOT_AFTER.has(word.hash) && !isUnit(view, word.start, word.end);
}
