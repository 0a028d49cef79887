import type { TextView } from '../../text/text-view.ts';
import type { Tokens } from '../../text/tokens.ts';
import { HOLE } from '../findings.ts';
import { GAP_EDGE, GAP_SENTENCE, gapClass } from './gaps.ts';
import { ALL_CAPITALS, CAPITAL, caseClass, caseOf, STYLE_MIXED, styleOf } from './letter-case.ts';

/** What an element of the sequence is. */
export const WORD = 0;
export const NUMBER = 1;
/** What another finding covers, or Sigilo's own placeholder: both look the same, so that a second reading sees no more. */
export const HIDDEN = 2;
export const BEFORE = 3;
export const AFTER = 4;

/** Elements before the first and after the last one of a text, so that neighbours need no bounds check. */
export const PAD = 3;

/** A text as the tagger reads it. Element `i` of the text is at `i + PAD`; arrays are reused for many texts. */
export interface Sequence {
  count: number;
  kinds: Uint8Array;
  starts: Int32Array;
  ends: Int32Array;
  hashes: Int32Array;
  /** Case class of words, 7 for all else. */
  cases: Uint8Array;
  /** Class of the gap before an element. */
  gaps: Uint8Array;
  /** Hash of the word before the last colon of the line ("Nome: …"), 0 for none. */
  fields: Int32Array;
  style: number;
}

const NO_CASE = 7;
/** A field's name tells of no more than so many elements after its colon. */
const FIELD_REACH = 8;

/** Makes an empty sequence. */
export function createSequence(): Sequence {
  return { count: 0, style: STYLE_MIXED, ...arrays(256) };
}

function arrays(size: number) {
  return {
    kinds: new Uint8Array(size),
    starts: new Int32Array(size),
    ends: new Int32Array(size),
    hashes: new Int32Array(size),
    cases: new Uint8Array(size),
    gaps: new Uint8Array(size),
    fields: new Int32Array(size),
  };
}

/** Reads words, numbers and holes of the view, if there may be any. */
export function readSequence(sequence: Sequence, view: TextView, tokens: Tokens, anyHidden: boolean): void {
  if (sequence.kinds.length < view.length + 2 * PAD + 1) Object.assign(sequence, arrays(view.length * 2 + 64));
  const { codes } = view;
  let count = PAD;
  let at = 0;
  for (let token = 0; token < tokens.count; token++) {
    const start = tokens.starts[token]!;
    if (anyHidden) {
      // A token inside a hole was read before the hole was made.
      if (start < at) continue;
      let hole = at;
      while (hole < start && codes[hole] !== HOLE) hole++;
      if (codes[hole] === HOLE) {
        let after = hole + 1;
        while (codes[after] === HOLE) after++;
        addElement(sequence, count++, HIDDEN, hole, after, HIDDEN, gapClass(codes, at, hole));
        at = after;
        token--;
        continue;
      }
    }
    const kind = tokens.isNumber[token] === 1 ? NUMBER : WORD;
    addElement(sequence, count++, kind, start, tokens.ends[token]!, tokens.hashes[token]!, gapClass(codes, at, start));
    at = tokens.ends[token]!;
  }
  if (anyHidden) count = addTrailing(sequence, view, at, count);
  finishSequence(sequence, view, count);
}

function addElement(
  sequence: Sequence,
  place: number,
  kind: number,
  start: number,
  end: number,
  hash: number,
  gap: number,
): void {
  sequence.kinds[place] = kind;
  sequence.starts[place] = start;
  sequence.ends[place] = end;
  sequence.hashes[place] = hash;
  sequence.gaps[place] = gap;
}

/** Holes after the last token. */
function addTrailing(sequence: Sequence, view: TextView, from: number, place: number): number {
  const { codes, length } = view;
  let count = place;
  let at = from;
  for (let start = from; start < length; start++) {
    if (codes[start] !== HOLE) continue;
    let end = start + 1;
    while (codes[end] === HOLE) end++;
    addElement(sequence, count++, HIDDEN, start, end, HIDDEN, gapClass(codes, at, start));
    at = end;
    start = end;
  }
  return count;
}

/** Adds the ends, the cases of words, and the fields that elements stand in. */
function finishSequence(sequence: Sequence, view: TextView, count: number): void {
  const { kinds, starts, ends, hashes, cases, gaps, fields } = sequence;
  sequence.count = count - PAD;
  for (let pad = 0; pad < PAD; pad++) {
    addElement(sequence, pad, BEFORE, 0, 0, BEFORE, GAP_EDGE);
    addElement(sequence, count + pad, AFTER, 0, 0, AFTER, GAP_EDGE);
    cases[pad] = NO_CASE;
    cases[count + pad] = NO_CASE;
    fields[pad] = 0;
    fields[count + pad] = 0;
  }
  gaps[PAD] = GAP_EDGE;
  let lower = 0;
  let capital = 0;
  let capitals = 0;
  let field = 0;
  let reach = 0;
  for (let place = PAD; place < count; place++) {
    const gap = gaps[place]!;
    if (place > PAD && view.codes[ends[place - 1]!] === 0x3a && kinds[place - 1] === WORD) {
      field = hashes[place - 1]!;
      reach = FIELD_REACH;
    } else if (gap >= GAP_SENTENCE || reach-- === 0) {
      field = 0;
    }
    fields[place] = field;
    cases[place] = NO_CASE;
    if (kinds[place] !== WORD) continue;
    const letterCase = caseOf(view, starts[place]!, ends[place]!);
    cases[place] = letterCase;
    if (ends[place]! - starts[place]! < 2) continue;
    if (letterCase === ALL_CAPITALS) capitals++;
    else if (letterCase === CAPITAL) capital++;
    else lower++;
  }
  const style = styleOf(lower, capital, capitals);
  sequence.style = style;
  for (let place = PAD; place < count; place++) {
    if (kinds[place] !== WORD) continue;
    cases[place] = caseClass(cases[place]!, ends[place]! - starts[place]!, style, gaps[place]! >= GAP_SENTENCE);
  }
}
