import { KIND_DIGIT, KIND_OTHER, KINDS } from '../text/character-tables.ts';
import type { TextView } from '../text/text-view.ts';
import type { Tokens } from '../text/tokens.ts';
import type { CompiledRecognizers } from './compile-recognizers.ts';
import { addCovered, type Findings, FREE, HOLE } from './findings.ts';
import { isAfterLetter } from './number-runs.ts';
import { appendGroup, HYPHEN, MAX_GROUPS, MIXED, type NumberWindow, resetWindow } from './number-window.ts';
import { EVIDENT, NO_CUE } from './recognizer.ts';

/** No value that is sure by its digits alone has fewer. */
const FEWEST_DIGITS = 10;
const LONGEST_INTERNATIONAL = 15;
/** In characters; a symbol of two code units counts as one. */
const WIDEST_GAP = 3;
const GAP_CODES = new Set([...' .-/()'].map((mark) => mark.charCodeAt(0)));
const PLUS = 0x2b;
const DASH = 0x2d;
const DOT = 0x2e;
const LINE_BREAK = 0x0a;

const NOT_JOINED = 0;
const JOINED = 1;
/** No telephone number goes over the end of a line. */
const OVER_LINES = 2;

/**
 * A last look at numbers that belong to no finding: values that are sure by their digits (check digits, a telephone
 * number in its usual groups) however they are glued to other numbers, and whatever marks stand between their groups.
 */
export function findLooseNumbers(
  window: NumberWindow,
  compiled: CompiledRecognizers,
  view: TextView,
  tokens: Tokens,
  findings: Findings,
): void {
  if (tokens.digitCount < FEWEST_DIGITS) return;
  const { isNumber, starts, ends } = tokens;
  let token = 0;
  while (token < tokens.count) {
    if (isNumber[token] === 0 || findings.cover[starts[token]!] !== FREE) {
      token++;
      continue;
    }
    let end = token;
    let digits = 0;
    do digits += ends[end]! - starts[end]!;
    while (++end < tokens.count && isNumber[end] === 1 && joined(view, tokens, findings, end) !== NOT_JOINED);
    if (digits >= FEWEST_DIGITS) findInRow(window, compiled, view, tokens, findings, token, end);
    token = end;
  }
}

/** Looks at the numbers from `first` to `end`, which only gaps part. */
function findInRow(
  window: NumberWindow,
  compiled: CompiledRecognizers,
  view: TextView,
  tokens: Tokens,
  findings: Findings,
  first: number,
  end: number,
): void {
  let token = first;
  while (token < end) {
    const last = findFrom(window, compiled, view, tokens, findings, token);
    token = last < 0 ? token + 1 : last + 1;
  }
}

/** Last token of a value that begins at `first`, after adding it; -1 when there is none. */
function findFrom(
  window: NumberWindow,
  compiled: CompiledRecognizers,
  view: TextView,
  tokens: Tokens,
  findings: Findings,
  first: number,
): number {
  const { codes } = view;
  const start = tokens.starts[first]!;
  if (isAfterLetter(view, start)) return -1;
  // The tail of a version, an internet address or a decimal number.
  if (codes[start - 1] === DOT && KINDS[codes[start - 2] ?? 0] === KIND_DIGIT) return -1;
  if (codes[start - 1] === PLUS && compiled.findsPhones) {
    const last = findInternational(view, tokens, findings, first);
    if (last >= 0) return last;
  }
  resetWindow(window);
  window.plus = false;
  window.parentheses = false;
  window.afterLetter = false;
  let best = EVIDENT - 1;
  let found = -1;
  let place = -1;
  let overLines = false;
  for (let token = first; token < tokens.count && token < first + MAX_GROUPS; token++) {
    const joint = token > first ? joined(view, tokens, findings, token) : JOINED;
    if (joint === NOT_JOINED) break;
    overLines ||= joint === OVER_LINES;
    const separator = token > first && isHyphen(view, tokens, token) ? HYPHEN : MIXED;
    if (!appendGroup(window, codes, tokens.starts[token]!, tokens.ends[token]!, separator)) break;
    if (window.count < FEWEST_DIGITS) continue;
    for (const candidate of compiled.uncuedNumbersByCount[window.count]!) {
      const recognizer = compiled.numbers[candidate]!;
      if (overLines && recognizer.entity === 'PHONE') continue;
      const strength = recognizer.rate(window, NO_CUE);
      if (strength <= best) continue;
      best = strength;
      found = token;
      place = candidate;
    }
  }
  if (found >= 0) addCovered(findings, start, tokens.ends[found]!, compiled.numbers[place]!.entity, -1);
  return found;
}

function isHyphen(view: TextView, tokens: Tokens, token: number): boolean {
  const at = tokens.ends[token - 1]!;
  return tokens.starts[token]! - at === 1 && view.codes[at] === DASH;
}

/** Any number after a plus sign, up to the first group with which it has ten digits or more. */
function findInternational(view: TextView, tokens: Tokens, findings: Findings, first: number): number {
  const start = tokens.starts[first]!;
  if (view.codes[start] === 0x30) return -1;
  let digits = 0;
  for (let token = first; token < tokens.count; token++) {
    if (token > first && joined(view, tokens, findings, token) !== JOINED) return -1;
    digits += tokens.ends[token]! - tokens.starts[token]!;
    if (digits < FEWEST_DIGITS) continue;
    if (digits > LONGEST_INTERNATIONAL) return -1;
    addCovered(findings, start - 1, tokens.ends[token]!, 'PHONE', -1);
    return token;
  }
  return -1;
}

/** How a number is joined to the loose number before it: loose as well, with a few marks or symbols between. */
function joined(view: TextView, tokens: Tokens, findings: Findings, token: number): number {
  if (tokens.isNumber[token] === 0 || findings.cover[tokens.starts[token]!] !== FREE) return NOT_JOINED;
  const from = tokens.ends[token - 1]!;
  const to = tokens.starts[token]!;
  if (to - from > WIDEST_GAP * 2) return NOT_JOINED;
  let joint = JOINED;
  let width = 0;
  for (let at = from; at < to; at++) {
    const code = view.codes[at]!;
    if (findings.cover[at] !== FREE || code === HOLE) return NOT_JOINED;
    if (code >= 0xdc00 && code <= 0xdfff) continue;
    width++;
    if (code === LINE_BREAK) joint = OVER_LINES;
    else if (code < 0x80 ? !GAP_CODES.has(code) : KINDS[code] !== KIND_OTHER) return NOT_JOINED;
  }
  return width <= WIDEST_GAP ? joint : NOT_JOINED;
}
