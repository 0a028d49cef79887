import type { TextView } from '../text/text-view.ts';
import { isOfCodeList } from './code-list-words.ts';
import type { CompiledRecognizers } from './compile-recognizers.ts';
import { type Cues, cueDistance, isAnyCueNear, spendCues } from './cues.ts';
import { addCovered, type Findings, OWN_RULE } from './findings.ts';
import { isMeasured } from './measurements.ts';
import { isAfterLetter, type NumberRun } from './number-runs.ts';
import {
  appendGroup,
  createNumberWindow,
  DOT,
  hasSeparator,
  MAX_GROUPS,
  type NumberWindow,
  resetWindow,
  SLASH,
} from './number-window.ts';
import { isReading } from './readings.ts';
import { CUED, NO_CUE, NONE, SHAPED } from './recognizer.ts';

/** Units (groups tied together) that one value may be typed in: eleven digits with blanks between, and some. */
const MAX_GROUPS_OF_VALUE = 16;
const STRENGTH_SCALE = 64;
/** A plus sign and an opening parenthesis before the digits. */
const WIDEST_SIGN = 2;
const PLUS = 0x2b;
const OPENING = 0x28;

/** The best value that begins at one group. */
interface Choice {
  score: number;
  place: number;
  firstGroup: number;
  lastGroup: number;
  start: number;
  digits: number;
}

/** State of the search in one run. */
export interface Selection {
  readonly window: NumberWindow;
  readonly choice: Choice;
  readonly rival: Choice;
  readonly cues: Cues;
  /** The value that was found last: place of its recognizer, its range, and whether a cue announced it. */
  readonly latest: { place: number; start: number; end: number; cued: boolean };
}

/** Makes the state, which reads and uses up these cues. */
export function createSelection(cues: Cues): Selection {
  const latest = { place: -1, start: 0, end: 0, cued: false };
  return { window: createNumberWindow(), choice: emptyChoice(), rival: emptyChoice(), cues, latest };
}

function emptyChoice(): Choice {
  return { score: 0, place: -1, firstGroup: 0, lastGroup: 0, start: 0, digits: 0 };
}

/**
 * Cuts a run into values, left to right. Rule: of the values that begin at a group the surest wins, then the one with
 * the nearest cue, then the longest, then the order of the packs; a surer one that begins inside it wins over it, and
 * what stands before that one is looked at again by itself. Each group is rated a bounded number of times.
 */
export function selectWindows(
  selection: Selection,
  compiled: CompiledRecognizers,
  view: TextView,
  findings: Findings,
  run: NumberRun,
  from: number,
  to: number,
): void {
  const { choice, rival } = selection;
  let group = from;
  while (group < to) {
    if (!rateFrom(selection, compiled, view, findings, run, group, to, choice)) {
      group++;
      continue;
    }
    for (let inner = group + 1; inner <= choice.lastGroup; inner++) {
      if (!rateFrom(selection, compiled, view, findings, run, inner, to, rival)) continue;
      if (strengthOf(rival) <= strengthOf(choice) || isPartOf(compiled, rival, choice)) continue;
      copyChoice(rival, choice);
    }
    const { firstGroup, lastGroup, start, place, score } = choice;
    if (firstGroup > group) selectWindows(selection, compiled, view, findings, run, group, firstGroup);
    const end = run.ends[lastGroup]!;
    const { entity, own } = compiled.numbers[place]!;
    addCovered(findings, start, end, entity, own ? OWN_RULE : -1);
    const { latest } = selection;
    latest.place = place;
    latest.start = start;
    latest.end = end;
    latest.cued = score % STRENGTH_SCALE > 0;
    for (let taken = firstGroup; taken <= lastGroup; taken++) run.taken[taken] = 1;
    spendCues(selection.cues);
    group = lastGroup + 1;
  }
}

function copyChoice(from: Choice, to: Choice): void {
  to.score = from.score;
  to.place = from.place;
  to.firstGroup = from.firstGroup;
  to.lastGroup = from.lastGroup;
  to.start = from.start;
  to.digits = from.digits;
}

/** A value of the same type wholly inside adds nothing: "+34" belongs to the telephone number after it. */
function isPartOf(compiled: CompiledRecognizers, rival: Choice, choice: Choice): boolean {
  const sameEntity = compiled.numbers[rival.place]!.entity === compiled.numbers[choice.place]!.entity;
  return sameEntity && rival.lastGroup <= choice.lastGroup;
}

function strengthOf(choice: Choice): number {
  return Math.floor(choice.score / STRENGTH_SCALE);
}

/** Rates every value that begins at group `first` and ends before `to`; false when there is none. */
function rateFrom(
  selection: Selection,
  compiled: CompiledRecognizers,
  view: TextView,
  findings: Findings,
  run: NumberRun,
  first: number,
  to: number,
  best: Choice,
): boolean {
  best.score = 0;
  if (run.tied[first] === 1) return false;
  const { window } = selection;
  resetWindow(window);
  let closes = false;
  // Without a cue nobody takes an irregular form: a row of single digits need not be tried in all lengths.
  const near = isAnyCueNear(selection.cues, run.starts[first]! - WIDEST_SIGN);
  const last = Math.min(to, first + (near ? MAX_GROUPS_OF_VALUE : MAX_GROUPS));
  const byCount = near ? compiled.numbersByCount : compiled.uncuedNumbersByCount;
  for (let group = first; group < last; group++) {
    if (!appendGroup(window, view.codes, run.starts[group]!, run.ends[group]!, run.separators[group]!)) break;
    closes ||= group > first && run.closes[group] === 1;
    if (group + 1 < run.count && run.tied[group + 1] === 1) continue;
    const places = byCount[window.count]!;
    if (places.length === 0) continue;
    const start = windowStart(view, run.starts[first]!, closes);
    window.parentheses = closes;
    window.plus = view.codes[start] === PLUS || (start < run.starts[first]! && view.codes[start + 1] === PLUS);
    window.afterLetter = isAfterLetter(view, run.starts[first]!);
    for (let one = 0; one < places.length; one++) {
      const place = places[one]!;
      const distance = near ? cueDistance(selection.cues, place, start) : NO_CUE;
      const strength = compiled.numbers[place]!.rate(window, distance);
      if (strength === NONE) continue;
      if (strength <= SHAPED && isQuantity(view, findings, window, run.starts[first]!, run.ends[group]!)) continue;
      if (strength === CUED && isOfCodeList(view, run.starts[first]!)) continue;
      const score = strength * STRENGTH_SCALE + NO_CUE - distance;
      if (score < best.score || (score === best.score && window.count <= best.digits)) continue;
      best.score = score;
      best.place = place;
      best.firstGroup = first;
      best.lastGroup = group;
      best.start = start;
      best.digits = window.count;
    }
  }
  return best.score > 0;
}

/** Where the value begins: at its plus sign or opening parenthesis, if it has one. */
function windowStart(view: TextView, firstDigit: number, closes: boolean): number {
  const { codes } = view;
  let start = firstDigit;
  if (start > 0 && codes[start - 1] === PLUS) start--;
  if (closes && start > 0 && codes[start - 1] === OPENING) start--;
  if (start < firstDigit && start > 0 && codes[start] === OPENING && codes[start - 1] === PLUS) start--;
  return start;
}

/** A plain number (one group, thousands with dots, or a list with slashes) that is a price, dose or measurement. */
function isQuantity(view: TextView, findings: Findings, window: NumberWindow, start: number, end: number): boolean {
  const plain = window.groupCount === 1 || onlyOne(window, DOT) || onlyOne(window, SLASH);
  return plain ? isMeasured(view, findings.cover, start, end) : isReading(view, start, end);
}

function onlyOne(window: NumberWindow, mark: number): boolean {
  for (let other = 1; other <= 5; other++) if (other !== mark && hasSeparator(window, other)) return false;
  return true;
}
