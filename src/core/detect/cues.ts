import { type Findings, FREE, HIDDEN } from './findings.ts';
import { CUE_REACH, NO_CUE } from './recognizer.ts';
import type { WordRole } from './word-roles.ts';

/** The cues that were read so far and no value has used up. */
export interface Cues {
  /** By recognizer with cues: offset (covered characters not counted) where its last cue ended. */
  readonly lastCues: Int32Array;
  /** The greatest of them. */
  latestCue: number;
  /** Covered characters before `scanned`. */
  hidden: number;
  /** Folded offset up to which covered characters were counted. */
  scanned: number;
}

const FAR_AWAY = -1_000_000;

/** Makes the state for a number of recognizers. */
export function createCues(recognizerCount: number): Cues {
  return { lastCues: new Int32Array(recognizerCount).fill(FAR_AWAY), latestCue: FAR_AWAY, hidden: 0, scanned: 0 };
}

/** Begins at offset `from` of a text, with the cues that a message before it left for these recognizers directly before. */
export function beginCues(cues: Cues, from: number, pending: readonly number[]): void {
  spendCues(cues);
  cues.hidden = 0;
  cues.scanned = from;
  if (pending.length === 0) return;
  for (const place of pending) cues.lastCues[place] = from;
  cues.latestCue = from;
}

/** Forgets all cues: a value used them up, or a new text begins. */
export function spendCues(cues: Cues): void {
  if (cues.latestCue === FAR_AWAY) return;
  cues.lastCues.fill(FAR_AWAY);
  cues.latestCue = FAR_AWAY;
}

/** Counts the covered characters before `to`, and forgets cues that a covered value used up. */
export function passCovered(cues: Cues, findings: Findings, to: number): void {
  for (let at = cues.scanned; at < to && at < findings.coveredEnd; at++) {
    const state = findings.cover[at];
    if (state === FREE) continue;
    cues.hidden++;
    if (state !== HIDDEN) spendCues(cues);
  }
  cues.scanned = to;
}

/** Notes the cue that ends at `end`. */
export function noteCue(cues: Cues, role: WordRole, end: number): void {
  if (role.cueFor.length === 0) return;
  cues.latestCue = end - cues.hidden;
  for (const place of role.cueFor) cues.lastCues[place] = cues.latestCue;
}

/** Characters between the last cue of a recognizer and `start`, NO_CUE when there is none near. */
export function cueDistance(cues: Cues, place: number, start: number): number {
  const distance = start - cues.hidden - cues.lastCues[place]!;
  return distance <= CUE_REACH ? Math.max(distance, 0) : NO_CUE;
}

/** Whether a cue of any recognizer stands near before `start`. */
export function isAnyCueNear(cues: Cues, start: number): boolean {
  return start - cues.hidden - cues.latestCue <= CUE_REACH;
}
