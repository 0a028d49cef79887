import type { EntityType } from '../entity.ts';

/** Character of the text is free, hidden by a finding that later cues may look past, or hidden and using up cues. */
export const FREE = 0;
export const HIDDEN = 1;
export const HIDDEN_SPENDS_CUES = 2;
/** Hidden by a known value and using up cues; a longer code may reach over it. */
export const HIDDEN_KNOWN = 3;

/** Folded code in the place of what was found, so that the next round sees the text as it will be after redaction. No character has it. */
export const HOLE = 0xffff;

/** `known` of what a recognizer of a policy found; it becomes -1 when findings are merged. */
export const OWN_RULE = -2;

export interface Finding {
  /** Folded offsets. */
  start: number;
  end: number;
  entity: EntityType;
  /** Index of the known value, OWN_RULE, or -1. */
  known: number;
}

/** Everything found in one text so far, in any order and overlapping, and which characters it covers. */
export interface Findings {
  readonly list: Finding[];
  cover: Uint8Array;
  /** End of the last covered character. */
  coveredEnd: number;
  /** Some of the text is out of sight already: it holds placeholders. */
  hasHoles: boolean;
}

/** Makes an empty store. */
export function createFindings(): Findings {
  return { list: [], cover: new Uint8Array(1024), coveredEnd: 0, hasHoles: false };
}

/** Empties the store for a text of `length` folded characters. */
export function resetFindings(findings: Findings, length: number): void {
  findings.list.length = 0;
  if (findings.cover.length < length) findings.cover = new Uint8Array(length * 2);
  else if (findings.coveredEnd > 0) findings.cover.fill(FREE, 0, findings.coveredEnd);
  findings.coveredEnd = 0;
  findings.hasHoles = false;
}

/** Adds a finding without covering its characters. */
export function addFinding(findings: Findings, start: number, end: number, entity: EntityType, known: number): void {
  findings.list.push({ start, end, entity, known });
}

/**
 * Covers the characters of a range. A cue reaches over a name ("cpf do João Silva: …") but not over another value:
 * that value took it. Placeholders act the same by their type, so that a second scan decides as the first did.
 */
export function coverRange(findings: Findings, start: number, end: number, entity: EntityType, known: number): void {
  const state = entity === 'PERSON' ? HIDDEN : known >= 0 ? HIDDEN_KNOWN : HIDDEN_SPENDS_CUES;
  for (let at = start; at < end; at++) findings.cover[at] = state;
  findings.coveredEnd = Math.max(findings.coveredEnd, end);
}

/** Adds a finding and covers its characters. */
export function addCovered(findings: Findings, start: number, end: number, entity: EntityType, known: number): void {
  addFinding(findings, start, end, entity, known);
  coverRange(findings, start, end, entity, known);
}
