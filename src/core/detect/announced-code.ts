import type { CodeWindow } from './code-window.ts';
import { CUED, NO_CUE, NONE } from './recognizer.ts';
import { hashWord } from './word-index.ts';

/** How far before a code its cue may stand: a short one must follow at once. */
const NEAR = 8;
const CLOSE = 18;
const SHORT = 6;
const MOST_GROUPS = 6;
const FEWEST_BLANKED_DIGITS = 4;

/** Letters after digits that make an everyday quantity, time or dose of them: "500mg", "10am", "2x", "12th". */
const EVERYDAY_LETTERS = new Set(
  [
    ...'mg mcg ug g kg gr ml dl l lt cc cm mm m km ui iu u un meq kcal cal bpm hz mmhg lb lbs oz ft in mi f c k'.split(
      ' ',
    ),
    ...'am pm a p h hr hrs hs hora horas min mins s sec seg d w wk wks mo mos y yo yr yrs th st nd rd x bid'.split(' '),
    ...'tid qid dia dias day days anos ano months meses tab tabs comp cp cps gotas usd eur q v t n xday mgdia'.split(
      ' ',
    ),
  ].map(hashWord),
);
const X = 0x78;
const LONGEST_EVERYDAY_LETTERS = 6;
/** Short words before and after codes. */
const BESIDE_CODES = new Set(
  [
    ...'is it its was are am be to of on in at as an a i my me we he or so no not nr num nro ok if by for and the'.split(
      ' ',
    ),
    ...'has had now new old dob ext es el la de del y e o u un una que q con por fue era mi su se al le en da do'.split(
      ' ',
    ),
    ...'dr dra sr sra pt hx dx rx id ids age tel cel fax ssn dni mrn cpf zip por x n'.split(' '),
  ].map(hashWord),
);
const MOST_BLANKED_CAPITALS = 5;
const MOST_BLANKED_LETTERS = 3;

/** Strength of an announced code, with at least so many letters and digits together. */
export function rateAnnouncedCode(code: CodeWindow, cueDistance: number, fewest: number): number {
  return cueDistance < NO_CUE && isAnnouncedCode(code, cueDistance, fewest) ? CUED : NONE;
}

/**
 * Whether a code after a cue can be the number of a record, card, account or case: near enough for its length, digits
 * enough, and no dose, time, ordinal, ICD or other short code of everyday talk. Sources: custom; own reading of chats.
 */
export function isAnnouncedCode(code: CodeWindow, cueDistance: number, fewest: number): boolean {
  const { length, digits, letters, groups } = code;
  if (length < fewest || groups > MOST_GROUPS || digits < 2) return false;
  if (length <= SHORT ? cueDistance > NEAR : digits <= SHORT && cueDistance > CLOSE) return false;
  if (digits === 2 && !code.capitals) return false;
  if (letters > digits * 3) return false;
  if (code.blanks > 0 && !isBlanked(code)) return false;
  return !isQuantity(code.characters, 0, length) && !isDiagnosis(code) && !isDimension(code);
}

/** With blanks inside, words beside the code must not be taken for groups of it. */
function isBlanked(code: CodeWindow): boolean {
  const { characters, length, digits, letters, firstBlank, lastBlank, capitals } = code;
  if (digits < FEWEST_BLANKED_DIGITS || letters > (capitals ? MOST_BLANKED_CAPITALS : MOST_BLANKED_LETTERS))
    return false;
  const head = lettersIn(characters, 0, firstBlank);
  if (head === firstBlank && (head > MOST_BLANKED_CAPITALS || BESIDE_CODES.has(hashOf(characters, 0, head))))
    return false;
  const tail = lettersIn(characters, lastBlank, length);
  if (
    tail === length - lastBlank &&
    (!capitals || tail > 2 || BESIDE_CODES.has(hashOf(characters, lastBlank, length)))
  ) {
    return false;
  }
  const middle = letters - head - tail;
  return (middle === 0 || (capitals && middle <= 2)) && !isQuantity(characters, lastBlank, length);
}

function lettersIn(characters: Uint16Array, from: number, to: number): number {
  let letters = 0;
  for (let at = from; at < to; at++) if (isLetter(characters[at]!)) letters++;
  return letters;
}

function hashOf(characters: Uint16Array, from: number, to: number): number {
  let hash = 0;
  for (let at = from; at < to; at++) hash = (Math.imul(hash, 31) + characters[at]!) | 0;
  return hash;
}

/** Digits, then letters that say what they count. */
function isQuantity(characters: Uint16Array, from: number, to: number): boolean {
  let middle = from;
  while (middle < to && !isLetter(characters[middle]!)) middle++;
  if (middle === from || middle === to || to - middle > LONGEST_EVERYDAY_LETTERS) return false;
  return lettersIn(characters, middle, to) === to - middle && EVERYDAY_LETTERS.has(hashOf(characters, middle, to));
}

/** "150x90": a blood pressure or a size. */
function isDimension(code: CodeWindow): boolean {
  return (
    code.letters === 1 &&
    code.separators + code.blanks === 0 &&
    code.characters.subarray(0, code.length).includes(X) &&
    endsWithDigit(code)
  );
}

function endsWithDigit(code: CodeWindow): boolean {
  return !isLetter(code.characters[code.length - 1]!);
}

/** ICD: a letter and two digits, with a dot up to two more ("E11.65", "F32.1"). */
function isDiagnosis(code: CodeWindow): boolean {
  if (code.letters !== 1 || !isLetter(code.characters[0]!)) return false;
  return code.length === 3 || (code.length <= 5 && code.separators === 1 && code.blanks === 0);
}

/** Whether a folded character of a code is a letter, not a digit. */
export function isLetter(character: number): boolean {
  return character > 0x39;
}
