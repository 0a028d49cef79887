import { RE2JS } from 're2js';
import { foldText } from '../../text/fold.ts';
import type { PatternRecognizer } from '../recognizer.ts';
import { CHECKS } from './check-names.ts';
import type { UserRecognizer } from './user-recognizer.ts';

const LONGEST_PATTERN = 500;
/** Steps of the compiled pattern: each may be taken at each character (about 20 ns). */
const MOST_STEPS = 200;
const ACCENTS = /\p{M}/gu;
const digits = new Uint8Array(64);

/** Steps of a pattern as it is compiled; 0 for one that cannot be. */
export function patternSteps(pattern: string): number {
  try {
    return RE2JS.compile(foldPattern(pattern), RE2JS.CASE_INSENSITIVE).programSize();
  } catch {
    return 0;
  }
}

function foldPattern(pattern: string): string {
  return pattern.normalize('NFD').replace(ACCENTS, '');
}

/**
 * Makes a recognizer of a pattern in RE2 syntax, which takes linear time whatever the text. It is held against the folded
 * text, so that neither case nor accents matter.
 */
export function createPatternRecognizer(declared: UserRecognizer, pattern: string): PatternRecognizer {
  if (pattern.length > LONGEST_PATTERN) throw new Error(`a pattern has at most ${LONGEST_PATTERN} characters`);
  const { check } = declared;
  return {
    kind: 'pattern',
    own: true,
    name: `policy/${declared.name}`,
    entity: declared.entity,
    examples: declared.examples,
    cues: declared.cues.map(foldText),
    pattern: compile(foldPattern(pattern)),
    accepts: check === null ? null : (text) => CHECKS[check](digits, readDigits(text)),
  };
}

function compile(pattern: string): RE2JS {
  let compiled: RE2JS;
  try {
    compiled = RE2JS.compile(pattern, RE2JS.CASE_INSENSITIVE);
  } catch {
    throw new Error('the pattern is no RE2 pattern (no look-around, no back-references)');
  }
  if (compiled.programSize() > MOST_STEPS)
    throw new Error(
      `the pattern is too costly: ${compiled.programSize()} steps, ${MOST_STEPS} at most; repeat fewer times`,
    );
  if (compiled.matcher('').find()) throw new Error('the pattern matches nothing at all: an empty text');
  return compiled;
}

function readDigits(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length && count < digits.length; at++) {
    const value = text.charCodeAt(at) - 0x30;
    if (value >= 0 && value <= 9) digits[count++] = value;
  }
  return count;
}
