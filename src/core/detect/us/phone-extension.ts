/**
 * Extension of a telephone number at a workplace.
 * Shape: 2 to 6 digits after "ext", "extension", or "x" that follows a telephone number. No check digit.
 * Source: ITU-T E.123 (7.2, extension numbers); custom.
 */
import { KIND_DIGIT, KIND_LETTER, KINDS } from '../../text/character-tables.ts';
import type { TextView } from '../../text/text-view.ts';
import type { FoundRange, WordRecognizer } from '../recognizer.ts';

const MOST_DIGITS = 6;
const BLANK = 0x20;
const DEGREE = 0xb0;
const X = 0x78;
/** Marks between the word and the digits: ". ", ": ", " #". */
const WIDEST_GAP = 3;

function find(view: TextView, start: number, end: number, found: FoundRange): boolean {
  const { codes } = view;
  const first = skipMarks(codes, end);
  let last = first;
  while (last - first <= MOST_DIGITS && KINDS[codes[last]!] === KIND_DIGIT) last++;
  const digits = last - first;
  if (digits === 0 || digits > MOST_DIGITS || KINDS[codes[last]!] === KIND_LETTER) return false;
  const afterPhone = isAfterNumber(codes, start);
  if (end - start === 1 || codes[start] === X) {
    if (!afterPhone) return false;
  } else if (!afterPhone && (digits < 2 || isMotion(codes, last))) return false;
  found.start = first;
  found.end = last;
  return true;
}

function skipMarks(codes: Uint16Array, from: number): number {
  let at = from;
  while (
    at - from < WIDEST_GAP &&
    (codes[at] === BLANK || codes[at] === 0x2e || codes[at] === 0x3a || codes[at] === 0x23)
  )
    at++;
  return at;
}

/** Four digits end before `start`, with a mark and three more before them: 555-0123 x4. */
function isAfterNumber(codes: Uint16Array, start: number): boolean {
  let at = start;
  while (at > 0 && start - at < WIDEST_GAP && (codes[at - 1] === BLANK || codes[at - 1] === 0x2c)) at--;
  for (let back = 1; back <= 4; back++) if (at < back || KINDS[codes[at - back]!] !== KIND_DIGIT) return false;
  return at >= 6 && KINDS[codes[at - 6]!] === KIND_DIGIT;
}

/** Degrees of a joint: "extension 110°", "extension 10 to 90 degrees", "ext 5/5". */
function isMotion(codes: Uint16Array, at: number): boolean {
  const next = codes[at] === BLANK ? codes[at + 1]! : codes[at]!;
  return (
    next === DEGREE ||
    next === 0xba ||
    next === 0x2f ||
    next === 0x2d ||
    next === 0x64 ||
    next === 0x6d ||
    next === 0x25
  );
}

export const phoneExtension: WordRecognizer = {
  kind: 'word',
  name: 'us/phone-extension',
  entity: 'PHONE',
  needsDigits: true,
  words: ['ext', 'extn', 'exten', 'extension', 'x', 'anexo', 'interno', 'extensao'],
  find,
  examples: {
    match: [
      'ask the adjuster, ext «4471»',
      'clinic 555-0123 x«3»',
      'at extension «212» please',
      'ext. «118», ask for Ana',
      '(612) 825-3391 ext «2», thanks',
    ],
    reject: [
      'knee extension 110 degrees',
      'extension 0-120',
      'motor ext 5/5',
      'take 1 tab x 10 days',
      'x3 daily for 2 weeks',
      'xr ext release 500 mg',
    ],
  },
};
