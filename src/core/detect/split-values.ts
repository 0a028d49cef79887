import { KIND_DIGIT, KIND_LETTER, KINDS } from '../text/character-tables.ts';
import type { TextView } from '../text/text-view.ts';
import type { CompiledRecognizers } from './compile-recognizers.ts';
import { type Cues, cueDistance } from './cues.ts';
import { addCovered, type Findings } from './findings.ts';
import { isMeasured } from './measurements.ts';
import type { NumberRun } from './number-runs.ts';
import { appendGroup, MAX_DIGITS, type NumberWindow, resetWindow, SLASH } from './number-window.ts';
import { CUED, type NumberRecognizer } from './recognizer.ts';

/** Digits at the end of a message that the next one may complete. */
export interface SplitValue {
  /** Place of the recognizer among the numbers. */
  readonly place: number;
  /** At most twenty. */
  readonly digits: string;
  /** They were a value by themselves already: then the next message must be nothing but the rest. */
  readonly whole: boolean;
}

/** A part stands right after its cue ("cpf é o 529"). */
const PART_REACH = 16;
const FEWEST_OF_ONE_LENGTH = 3;
const FEWEST_OF_MANY_LENGTHS = 4;
/** Recognizers with more lengths than this are loose: "plano 500" is no card number. */
const FEW_LENGTHS = 3;
const FEWEST_REST = 2;
const FEWEST_FURTHER = 3;
const WIDEST_MARGIN = 3;

/** Whether nothing but a few marks and blanks stands after `end`. */
export function endsText(view: TextView, end: number): boolean {
  if (view.length - end > WIDEST_MARGIN) return false;
  for (let at = end; at < view.length; at++) if (!isMargin(view.codes[at]!)) return false;
  return true;
}

/** Blanks and the marks of groups; neither '%' nor anything that was found. */
function isMargin(code: number): boolean {
  return code <= 0x20 || code === 0x2c || code === 0x2d || code === 0x2e || code === 0x2f;
}

/**
 * Covers what is left of a run at the end of the text when it begins a value that a cue announces and that has more
 * digits than this. Null when it is no such part.
 */
export function findPart(
  cues: Cues,
  compiled: CompiledRecognizers,
  view: TextView,
  findings: Findings,
  run: NumberRun,
): SplitValue | null {
  let first = run.count;
  while (first > 0 && run.taken[first - 1] === 0) first--;
  // With a slash it is a date or a fraction.
  if (first === run.count || run.separators.subarray(first + 1, run.count).includes(SLASH)) return null;
  const start = run.starts[first]!;
  const end = run.ends[run.count - 1]!;
  const digits = digitsBetween(view, start, end);
  let nearest = PART_REACH + 1;
  let place = -1;
  for (let candidate = 0; candidate < compiled.numbers.length; candidate++) {
    const distance = cueDistance(cues, candidate, start);
    if (distance >= nearest || !isPartOf(compiled.numbers[candidate]!, digits)) continue;
    nearest = distance;
    place = candidate;
  }
  if (place < 0 || isMeasured(view, findings.cover, start, end)) return null;
  addCovered(findings, start, end, compiled.numbers[place]!.entity, -1);
  return { place, digits, whole: false };
}

/** The value that ends the text as something to be continued, when a cue announced it and it can be longer. */
export function continueValue(
  compiled: CompiledRecognizers,
  view: TextView,
  latest: { place: number; start: number; end: number; cued: boolean },
): SplitValue | null {
  const { place, start, end, cued } = latest;
  if (!cued || !endsText(view, end)) return null;
  const digits = digitsBetween(view, start, end);
  const longer = compiled.numbers[place]!.digits.some((count) => count >= digits.length + FEWEST_FURTHER);
  return longer ? { place, digits, whole: true } : null;
}

function isPartOf(recognizer: NumberRecognizer, digits: string): boolean {
  const few = recognizer.digits.length <= FEW_LENGTHS && recognizer.entity !== 'PHONE';
  if (digits.length < (few ? FEWEST_OF_ONE_LENGTH : FEWEST_OF_MANY_LENGTHS)) return false;
  if (/^(?:19|20)\d\d$/.test(digits)) return false;
  return recognizer.digits.every((count) => count > digits.length);
}

/** The digits of a range of folded offsets. */
function digitsBetween(view: TextView, start: number, end: number): string {
  let digits = '';
  for (let at = start; at < end && digits.length < MAX_DIGITS; at++) {
    const code = view.codes[at]!;
    if (KINDS[code] === KIND_DIGIT) digits += String.fromCharCode(code);
  }
  return digits;
}

/** Covers the beginning of the run that stands first in a text, when it completes the part; returns how many groups. */
export function completePart(
  part: SplitValue,
  compiled: CompiledRecognizers,
  view: TextView,
  findings: Findings,
  run: NumberRun,
  window: NumberWindow,
): number {
  const recognizer = compiled.numbers[part.place];
  const start = run.starts[0]!;
  if (!recognizer || !beginsText(view, start)) return 0;
  let digits = part.digits;
  let best = CUED - 1;
  let last = -1;
  for (let group = 0; group < run.count; group++) {
    digits += digitsBetween(view, run.starts[group]!, run.ends[group]!);
    if (digits.length > MAX_DIGITS) break;
    const rest = digits.length - part.digits.length;
    if (rest < (part.whole ? FEWEST_FURTHER : FEWEST_REST) || !recognizer.digits.includes(digits.length)) continue;
    if (part.whole && !endsText(view, run.ends[group]!)) continue;
    const strength = rateDigits(recognizer, digits, window);
    if (strength < best || strength < CUED) continue;
    best = strength;
    last = group;
  }
  if (last < 0 || isMeasured(view, findings.cover, start, run.ends[last]!)) return 0;
  addCovered(findings, start, run.ends[last]!, recognizer.entity, -1);
  run.taken.fill(1, 0, last + 1);
  return last + 1;
}

function beginsText(view: TextView, start: number): boolean {
  if (start > WIDEST_MARGIN) return false;
  for (let at = 0; at < start; at++) if (!isMargin(view.codes[at]!)) return false;
  return KINDS[view.codes[start]!] !== KIND_LETTER;
}

const codes = new Uint16Array(MAX_DIGITS);

/** Strength of the digits in one group, directly after a cue. */
function rateDigits(recognizer: NumberRecognizer, digits: string, window: NumberWindow): number {
  for (let at = 0; at < digits.length; at++) codes[at] = digits.charCodeAt(at);
  resetWindow(window);
  window.plus = false;
  window.parentheses = false;
  window.afterLetter = false;
  appendGroup(window, codes, 0, digits.length, 0);
  return recognizer.rate(window, 1);
}
