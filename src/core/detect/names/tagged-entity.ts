import type { EntityType } from '../../entity.ts';
import { KIND_DIGIT, KIND_LETTER, KINDS } from '../../text/character-tables.ts';
import type { TextView } from '../../text/text-view.ts';
import { ID, TAGGED } from './labels.ts';
import { PAD, type Sequence, WORD } from './sequence.ts';
import { groupOf, NUMBER_WORD } from './word-groups.ts';

const AT_SIGN = 0x40;
const PLUS = 0x2b;
/** Ages that identify (45 CFR 164.514(b)(2)(i)(C)). */
const LEAST_AGE = 90;
const MOST_AGE = 129;
/** Digits of telephone numbers (ITU-T E.164, and local ones). */
const LEAST_PHONE = 8;
const MOST_PHONE = 15;
/** Spoken: more number words than this are no age. */
const MOST_AGE_WORDS = 3;

/** Entity type of elements that the tagger took for a span: identifiers are told apart by their form. */
export function entityOf(type: number, sequence: Sequence, view: TextView, first: number, last: number): EntityType {
  if (type !== ID) return TAGGED[type]!.entity;
  const start = sequence.starts[first + PAD]!;
  const end = sequence.ends[last + PAD]!;
  if (isSpoken(sequence, first, last)) return last - first < MOST_AGE_WORDS ? 'AGE' : 'PHONE';
  let letters = 0;
  let digits = 0;
  let value = 0;
  for (let at = start; at < end; at++) {
    const code = view.codes[at]!;
    if (code === AT_SIGN && at > start) return 'EMAIL';
    if (KINDS[code] === KIND_LETTER) letters++;
    else if (KINDS[code] === KIND_DIGIT) {
      digits++;
      value = Math.min(value * 10 + code - 0x30, MOST_AGE + 1);
    }
  }
  if (letters > 0) return TAGGED[type]!.entity;
  if (digits <= 3 && first === last) {
    return value >= LEAST_AGE && value <= MOST_AGE ? 'AGE' : TAGGED[type]!.entity;
  }
  const isPhone = digits >= LEAST_PHONE && digits <= MOST_PHONE && (first < last || view.codes[start - 1] === PLUS);
  return isPhone ? 'PHONE' : TAGGED[type]!.entity;
}

function isSpoken({ kinds, hashes }: Sequence, first: number, last: number): boolean {
  for (let place = first + PAD; place <= last + PAD; place++) {
    if (kinds[place] !== WORD || groupOf(hashes[place]!) !== NUMBER_WORD) return false;
  }
  return true;
}
