import { KIND_DIGIT, KIND_LETTER, KINDS } from '../text/character-tables.ts';
import type { TextView } from '../text/text-view.ts';
import type { Tokens } from '../text/tokens.ts';
import { FREE } from './findings.ts';
import { BLANK, DOT, HYPHEN, MIXED, SLASH } from './number-window.ts';

/** Groups of digits that follow one another with separators only. Flat arrays, reused. */
export interface NumberRun {
  count: number;
  starts: Int32Array;
  ends: Int32Array;
  /** Separator before each group (DOT … MIXED), 0 for the first. */
  separators: Uint8Array;
  /** 1 when a single dot or hyphen ties the group to the one before: values neither begin nor end there. */
  tied: Uint8Array;
  /** 1 when a closing parenthesis stands before the group. */
  closes: Uint8Array;
  /** 1 when the group belongs to a finding. */
  taken: Uint8Array;
}

/** Makes an empty run. */
export function createNumberRun(): NumberRun {
  return {
    count: 0,
    starts: new Int32Array(64),
    ends: new Int32Array(64),
    separators: new Uint8Array(64),
    tied: new Uint8Array(64),
    closes: new Uint8Array(64),
    taken: new Uint8Array(64),
  };
}

const NOT_JOINED = 0;
const LONGEST_SEPARATOR = 3;
const CLOSING = 0x29;
const MARKS = new Map([
  [0x2e, DOT],
  [0x2d, HYPHEN],
  [0x2f, SLASH],
  [0x28, MIXED],
  [CLOSING, MIXED],
  [0x2b, MIXED],
  [0x5f, MIXED],
]);

/** Reads the run that begins with the number token `first`; returns the token after it. */
export function readNumberRun(
  run: NumberRun,
  view: TextView,
  tokens: Tokens,
  cover: Uint8Array,
  first: number,
): number {
  run.count = 0;
  let token = first;
  let separator = NOT_JOINED;
  for (;;) {
    appendToken(run, view, tokens, token, separator);
    token++;
    if (token >= tokens.count || tokens.isNumber[token] === 0 || cover[tokens.starts[token]!] !== FREE) return token;
    separator = separatorBetween(view, cover, tokens.ends[token - 1]!, tokens.starts[token]!);
    if (separator === NOT_JOINED) return token;
  }
}

function appendToken(run: NumberRun, view: TextView, tokens: Tokens, token: number, separator: number): void {
  if (run.count === run.starts.length) growRun(run);
  const index = run.count++;
  const start = tokens.starts[token]!;
  run.starts[index] = start;
  run.ends[index] = tokens.ends[token]!;
  run.separators[index] = separator;
  const single = index > 0 && start - tokens.ends[token - 1]! === 1;
  run.tied[index] = single && (separator === DOT || separator === HYPHEN) ? 1 : 0;
  run.closes[index] = separator === MIXED && holds(view.codes, tokens.ends[token - 1]!, start, CLOSING) ? 1 : 0;
  run.taken[index] = 0;
}

function holds(codes: Uint16Array, from: number, to: number, code: number): boolean {
  for (let at = from; at < to; at++) if (codes[at] === code) return true;
  return false;
}

/** Kind of the separator in a gap, or NOT_JOINED. A full stop with a blank ends a sentence, a line break a value. */
function separatorBetween(view: TextView, cover: Uint8Array, from: number, to: number): number {
  if (to - from > LONGEST_SEPARATOR || to === from) return NOT_JOINED;
  let separator: number = BLANK;
  for (let at = from; at < to; at++) {
    const code = view.codes[at]!;
    if (code === 0x20) continue;
    const mark = MARKS.get(code);
    if (mark === undefined || cover[at] !== FREE) return NOT_JOINED;
    separator = separator === BLANK ? mark : MIXED;
  }
  return separator === DOT && to - from > 1 && view.codes[from] === 0x2e ? NOT_JOINED : separator;
}

/** Whether the group at `at` follows or precedes other characters of a word. */
export function isAfterLetter(view: TextView, at: number): boolean {
  const kind = at > 0 ? KINDS[view.codes[at - 1]!] : 0;
  return kind === KIND_LETTER || kind === KIND_DIGIT;
}

function growRun(run: NumberRun): void {
  const size = run.starts.length * 2;
  const widenNumbers = (old: Int32Array): Int32Array => {
    const wide = new Int32Array(size);
    wide.set(old);
    return wide;
  };
  const widenFlags = (old: Uint8Array): Uint8Array => {
    const wide = new Uint8Array(size);
    wide.set(old);
    return wide;
  };
  run.starts = widenNumbers(run.starts);
  run.ends = widenNumbers(run.ends);
  run.separators = widenFlags(run.separators);
  run.tied = widenFlags(run.tied);
  run.closes = widenFlags(run.closes);
  run.taken = widenFlags(run.taken);
}
