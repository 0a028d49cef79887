import { KIND_LETTER, KINDS } from '../text/character-tables.ts';
import type { TextView } from '../text/text-view.ts';
import type { Tokens } from '../text/tokens.ts';
import { appendBlank, appendToken, type CodeWindow, createCodeWindow, resetCode } from './code-window.ts';
import type { CompiledRecognizers } from './compile-recognizers.ts';
import { type Cues, cueDistance, isAnyCueNear, spendCues } from './cues.ts';
import { addCovered, type Findings, FREE, HIDDEN_KNOWN, OWN_RULE } from './findings.ts';
import { isUnit } from './measurements.ts';
import { CHECKED, NO_CUE, NONE } from './recognizer.ts';

/** How the next token of a code follows. */
const APART = 0;
const TOUCHING = 1;
const JOINED = 2;
const SPACED = 3;

const MOST_TOKENS = 36;
const STRENGTH_SCALE = 64;
/** Words beside a number, no groups of a code. */
const MOST_SPACED_LETTERS = 14;
const MOST_BLANKS = 8;
const FEWEST_UNCUED = 7;
const FEWEST_UNCUED_DIGITS = 3;
const BLANK = 0x20;
const NUMBER_SIGN = 0x23;

/** Buffers of the search for codes. */
export interface CodeSearch {
  readonly window: CodeWindow;
  score: number;
  /** Place of the best recognizer among the codes, and the token after which its code ends. */
  place: number;
  lastToken: number;
}

/** Makes the buffers. */
export function createCodeSearch(): CodeSearch {
  return { window: createCodeWindow(), score: 0, place: -1, lastToken: -1 };
}

/**
 * Finds a code of letters and digits that begins at token `first` (see `canBeCode`): tokens that touch or are joined by one mark. The
 * surest wins, then the nearest cue, then the longest, then the order of the packs. Covers it and uses up the cues.
 * Returns its last token, or -1.
 */
export function findCodeAt(
  search: CodeSearch,
  compiled: CompiledRecognizers,
  view: TextView,
  tokens: Tokens,
  findings: Findings,
  cues: Cues,
  first: number,
): number {
  const start = tokens.starts[first]!;
  const { window } = search;
  const cued = isAnyCueNear(cues, start);
  search.score = 0;
  resetCode(window);
  for (let token = first; token < tokens.count && token < first + MOST_TOKENS; token++) {
    if (!isOpen(findings, tokens.starts[token]!)) break;
    if (!appendToken(window, view, tokens.starts[token]!, tokens.ends[token]!)) break;
    const joint = jointAfter(view, tokens, token, cued);
    if (window.blanks > MOST_BLANKS || (window.blanks > 0 && window.letters > MOST_SPACED_LETTERS)) break;
    if (joint !== TOUCHING && isCandidate(window, cued)) {
      rateCode(search, compiled, view, tokens, cues, first, token);
    }
    if (joint === APART) break;
    if (joint === TOUCHING) continue;
    window.groups++;
    if (joint === SPACED) appendBlank(window);
    else window.separators++;
  }
  if (search.score === 0) return -1;
  const end = tokens.ends[search.lastToken]!;
  const { entity, own } = compiled.codes[search.place]!;
  if (own) addCovered(findings, start, end, entity, OWN_RULE);
  else addCovered(findings, codeStart(view, findings, start), end, entity, -1);
  spendCues(cues);
  return search.lastToken;
}

/** Without a cue no form is enough for a shorter code; with blanks and mostly letters it is text. */
function isCandidate(window: CodeWindow, cued: boolean): boolean {
  const { letters, digits, length, blanks } = window;
  if (letters === 0 || digits === 0 || (blanks > 0 && letters > digits * 2)) return false;
  return cued || (length >= FEWEST_UNCUED && digits >= FEWEST_UNCUED_DIGITS);
}

/** A number sign before the code belongs to it ("#A1-99027"), one that a word touches to the word ("mrn#A1"). */
function codeStart(view: TextView, findings: Findings, start: number): number {
  const hasSign = start > 0 && view.codes[start - 1] === NUMBER_SIGN && findings.cover[start - 1] === FREE;
  const isAfterWord = start > 1 && KINDS[view.codes[start - 2]!] === KIND_LETTER;
  return hasSign && !isAfterWord ? start - 1 : start;
}

/** Whether this token and the next are of both kinds, or a joined code may follow. */
export function canBeCode(view: TextView, tokens: Tokens, token: number): boolean {
  const next = token + 1;
  if (next >= tokens.count || tokens.starts[next]! - tokens.ends[token]! > 1) return false;
  if (tokens.isNumber[token] !== tokens.isNumber[next]) return true;
  const mark = view.codes[tokens.ends[token]!];
  return mark === 0x2d || mark === 0x2e || mark === 0x2f || (mark === BLANK && tokens.isNumber[token] === 1);
}

/** What was found before as a known value may be part of a longer code. */
function isOpen(findings: Findings, at: number): boolean {
  const state = findings.cover[at];
  return state === FREE || state === HIDDEN_KNOWN;
}

function jointAfter(view: TextView, tokens: Tokens, token: number, cued: boolean): number {
  if (token + 1 >= tokens.count) return APART;
  const end = tokens.ends[token]!;
  const gap = tokens.starts[token + 1]! - end;
  if (gap === 0) return TOUCHING;
  if (gap > 1) return APART;
  const code = view.codes[end];
  if (code === 0x2e || code === 0x2d || code === 0x2f) return JOINED;
  if (code === BLANK) return SPACED;
  return cued && (code === 0x23 || code === 0x3a || code === 0x5f) ? JOINED : APART;
}

/** Lets the recognizers of this length rate the window, and keeps the best. */
function rateCode(
  search: CodeSearch,
  compiled: CompiledRecognizers,
  view: TextView,
  tokens: Tokens,
  cues: Cues,
  first: number,
  last: number,
): void {
  const { window } = search;
  const start = tokens.starts[first]!;
  const near = isAnyCueNear(cues, start);
  const places = placesFor(compiled, window.blanks > 0, near)[window.length]!;
  for (let one = 0; one < places.length; one++) {
    const place = places[one]!;
    const distance = near ? cueDistance(cues, compiled.numbers.length + place, start) : NO_CUE;
    const strength = compiled.codes[place]!.rate(window, distance);
    if (strength === NONE || (strength < CHECKED && isDose(view, tokens, first))) continue;
    const score = strength * STRENGTH_SCALE + NO_CUE - distance;
    if (score < search.score || (score === search.score && last === search.lastToken)) continue;
    search.score = score;
    search.place = place;
    search.lastToken = last;
  }
}

function placesFor(compiled: CompiledRecognizers, spaced: boolean, near: boolean): readonly (readonly number[])[] {
  if (near) return spaced ? compiled.spacedCodesByLength : compiled.codesByLength;
  return spaced ? compiled.uncuedSpacedCodesByLength : compiled.uncuedCodesByLength;
}

/** "500mg/dia": a number with its unit. */
function isDose(view: TextView, tokens: Tokens, first: number): boolean {
  return tokens.isNumber[first] === 1 && isUnit(view, tokens.starts[first + 1]!, tokens.ends[first + 1]!);
}
