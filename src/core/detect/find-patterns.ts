import { Buffer } from 'node:buffer';
import type { TextView } from '../text/text-view.ts';
import { isWordCode } from '../text/tokens.ts';
import { addCovered, type Findings, FREE } from './findings.ts';
import { CUE_REACH, type PatternRecognizer } from './recognizer.ts';

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
      if (findings.cover.subarray(start, end).some((state) => state !== FREE)) continue;
      // With a cue a mistyped number counts too; without cues declared, the check alone decides.
      if (cues.length > 0 ? !isAnnounced(text, start, cues) : accepts !== null && !accepts(text.slice(start, end))) {
        continue;
      }
      addCovered(findings, start, end, entity, -1);
    }
  }
}

/** Whether a letter or digit stands on both sides of `at`. */
function cutsWord(codes: Uint16Array, at: number): boolean {
  return at > 0 && isWordCode(codes[at - 1]!) && isWordCode(codes[at]!);
}

/** Whether one of the cues ends at most so far before `start`; the text is not searched any further back. */
function isAnnounced(text: string, start: number, cues: readonly string[]): boolean {
  for (const cue of cues) {
    const from = Math.max(0, start - CUE_REACH - cue.length);
    const near = text.slice(from, start);
    for (let at = near.indexOf(cue); at >= 0; at = near.indexOf(cue, at + 1)) {
      const before = from + at === 0 || !isWordCode(text.charCodeAt(from + at - 1));
      if (before && !isWordCode(text.charCodeAt(from + at + cue.length))) return true;
    }
  }
  return false;
}
