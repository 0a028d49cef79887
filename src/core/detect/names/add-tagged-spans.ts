import type { TextView } from '../../text/text-view.ts';
import { isOfCodeList } from '../code-list-words.ts';
import { addCovered, type Findings } from '../findings.ts';
import { isReading } from '../readings.ts';
import { hashWord } from '../word-index.ts';
import { isClinicalCode, isMeasured } from './clinical-code.ts';
import { DATE, ID, NAME, OUTSIDE, TYPES, typeOfState } from './labels.ts';
import { isRemedy } from './remedy.ts';
import { HIDDEN, NUMBER, PAD, type Sequence, WORD } from './sequence.ts';
import { entityOf } from './tagged-entity.ts';
import type { WordLists } from './word-lists.ts';

const DOT = 0x2e;
const HYPHEN = 0x2d;
/** Behind the sign of a number; single digits go on from a letter. */
const FEWEST_DIGITS = 2;
const UNDERSCORE = 0x5f;
const OPEN = 0x28;
const CLOSE = 0x29;
/** Signs that belong to the value that follows them. */
const LEADING = new Set([...'#@+*$'].map((mark) => mark.charCodeAt(0)));

/** Words that say no more than that a number follows. */
const NUMBER_SIGNS: ReadonlySet<number> = new Set(['n', 'no', 'nr', 'nro', 'num', 'numero'].map(hashWord));

/** Words of one letter that stand before an address. */
const ARTICLES: ReadonlySet<number> = new Set(['a', 'e', 'o', 'y'].map(hashWord));

/** Makes findings of the states of the elements. */
export function addTaggedSpans(
  sequence: Sequence,
  states: Uint8Array,
  lists: WordLists,
  view: TextView,
  findings: Findings,
): void {
  const { starts, ends, count } = sequence;
  let place = 0;
  while (place < count) {
    const state = states[place]!;
    if (state === OUTSIDE) {
      place++;
      continue;
    }
    let last = place;
    while (last + 1 < count && states[last + 1]! > TYPES) last++;
    let first = place;
    while (first > 0 && isGlued(sequence, view, first - 1)) first--;
    while (last + 1 < count && isGlued(sequence, view, last)) last++;
    const type = typeOfState(state);
    // What is called a number is no telephone number by its form alone.
    const entity = entityOf(type, sequence, view, first, last);
    if (type === ID) first = withoutArticle(sequence, withoutNumberSign(sequence, view, first, last), last);
    if (
      (type === ID && isClinicalCode(sequence, view, first, last)) ||
      (type === DATE && (isMeasured(sequence, first, last) || isOfCodeList(view, starts[first + PAD]!))) ||
      (type === NAME && isRemedy(sequence, lists, first, last)) ||
      isReading(view, starts[first + PAD]!, ends[last + PAD]!)
    ) {
      place = last + 1;
      continue;
    }
    const start = startOf(view, starts[first + PAD]!, ends[last + PAD]!);
    const end = endOf(view, starts[last + PAD]!, ends[last + PAD]!);
    addCovered(findings, start, end, entity, -1);
    place = last + 1;
  }
}

/** Whether an element goes on in the next one as in "60WF12", "maria_71": one value, as a whole or not at all. */
function isGlued(sequence: Sequence, view: TextView, index: number): boolean {
  const place = index + PAD;
  if (sequence.kinds[place] === HIDDEN || sequence.kinds[place + 1] === HIDDEN) return false;
  const gap = sequence.starts[place + 1]! - sequence.ends[place]!;
  return gap === 0 || (gap === 1 && view.codes[sequence.ends[place]!] === UNDERSCORE);
}

/** The first element behind "n.", "nº" and the like, which belong to the words before a number; "NR-0044" is one code. */
function withoutNumberSign(sequence: Sequence, view: TextView, first: number, last: number): number {
  const { kinds, hashes, starts, ends } = sequence;
  const place = first + PAD;
  const isSign = first < last && kinds[place] === WORD && NUMBER_SIGNS.has(hashes[place]!);
  if (!isSign || kinds[place + 1] !== NUMBER || ends[place + 1]! - starts[place + 1]! < FEWEST_DIGITS) return first;
  return starts[place + 1]! > ends[place]! && view.codes[ends[place]!] !== HYPHEN ? first + 1 : first;
}

/** The first element behind "a", "e" or "o" before a word: "a contato@…" is an address with its preposition. */
function withoutArticle({ kinds, hashes, starts, ends }: Sequence, first: number, last: number): number {
  const place = first + PAD;
  if (first >= last || kinds[place] !== WORD || kinds[place + 1] !== WORD || !ARTICLES.has(hashes[place]!))
    return first;
  return starts[place + 1]! > ends[place]! ? first + 1 : first;
}

/** Takes in a sign before the value, the bracket that it closes, and the rest of a character that stands for several. */
function startOf(view: TextView, from: number, end: number): number {
  const { codes } = view;
  let start = from;
  if (codes[start - 1] === OPEN && codes.subarray(start, end).includes(CLOSE)) start--;
  if (LEADING.has(codes[start - 1] ?? 0)) start--;
  if (view.shifted) while (start > 0 && view.offsets[start] === view.offsets[start - 1]) start--;
  return start;
}

/** Takes in the dot of an initial, and the rest of a character that stands for several. */
function endOf(view: TextView, lastStart: number, from: number): number {
  let end = from;
  if (from - lastStart === 1 && view.codes[end] === DOT) end++;
  if (view.shifted) while (end < view.length && view.offsets[end] === view.offsets[end - 1]) end++;
  return end;
}
