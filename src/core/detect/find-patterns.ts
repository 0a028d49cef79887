import { Buffer } from 'node:buffer';
import type { TextView } from '../text/text-view.ts';
import { isWordCode } from '../text/tokens.ts';
import { addCovered, type Findings, FREE, HOLE, OWN_RULE } from './findings.ts';
import { CUE_REACH, type PatternRecognizer } from './recognizer.ts';

/** Of a cue with blanks: four words. */
const LONGEST_CUE = 80;
const HIDDEN_MARK = String.fromCharCode(HOLE);

/** Finds what the patterns of a policy match: whole words and numbers only, on characters that no finding covers yet. */
export function findPatterns(patterns: readonly PatternRecognizer[], view: TextView, findings: Findings): void {
  const { codes, length } = view;
  const text = Buffer.from(codes.buffer, codes.byteOffset, length * 2).toString('utf16le');
  for (const { pattern, accepts, cues, entity } of patterns) {
    const matcher = pattern.matcher(text);
    while (matcher.find()) {
      const start = matcher.start();
      const end = matcher.end();
      if (end <= start || cutsWord(codes, start) || cutsWord(codes, end)) continue;
      if (isTaken(codes, findings.cover, start, end)) continue;
      // With a cue a mistyped number counts too; without cues declared, the check alone decides.
      if (cues.length > 0 ? !isAnnounced(codes, start, cues) : accepts !== null && !accepts(text.slice(start, end))) {
        continue;
      }
      addCovered(findings, start, end, entity, OWN_RULE);
    }
  }
}

function isTaken(codes: Uint16Array, cover: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (cover[at] !== FREE || codes[at] === HOLE) return true;
  return false;
}

/** Whether a letter or digit stands on both sides of `at`. */
function cutsWord(codes: Uint16Array, at: number): boolean {
  return at > 0 && isWordCode(codes[at - 1]!) && isWordCode(codes[at]!);
}

/** Whether one of the cues stands at most so far before `start`. What is hidden is not counted, as it will have another length. */
function isAnnounced(codes: Uint16Array, start: number, cues: readonly string[]): boolean {
  const near = readBack(codes, start, CUE_REACH + LONGEST_CUE);
  for (const cue of cues) {
    for (let at = near.indexOf(cue); at >= 0; at = near.indexOf(cue, at + 1)) {
      const end = at + cue.length;
      if (near.length - end > CUE_REACH) continue;
      const before = at === 0 || !isWordCode(near.charCodeAt(at - 1));
      if (before && !isWordCode(end < near.length ? near.charCodeAt(end) : codes[start]!)) return true;
    }
  }
  return false;
}

/** So many visible characters before `start`, fewer at the beginning of the text. */
function readBack(codes: Uint16Array, start: number, most: number): string {
  let near = '';
  for (let at = start - 1; at >= 0 && near.length < most; at--) {
    if (codes[at] !== HOLE) near = String.fromCharCode(codes[at]!) + near;
    else if (near.charCodeAt(0) !== HOLE && near.length < most) near = HIDDEN_MARK + near;
  }
  return near;
}
