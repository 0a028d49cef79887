import type { KnownValue } from '../entity.ts';
import { findCanary } from './canary.ts';
import { findEmail } from './emails.ts';
import { createFoldedText, type FoldedText, foldBytes } from './folded-text.ts';
import { findIdentifier } from './identifiers.ts';
import { createKnownSearch, findKnownValue, type KnownSearch, startKnownSearch } from './known-values.ts';
import { maskOf } from './mask.ts';
import { findPhone } from './phones.ts';
import { CLASSES } from './sink-nodes.ts';
import type { GuardHit } from './verdict.ts';

const AT = 64;
const TEXT = CLASSES.text;
const CLOSED = CLASSES.closed;
// No number that a check looks for has fewer digits than a phone with its area code.
const FEWEST_DIGITS = 10;

/** Scratch space of one guard for the content of leaves. */
export interface LeafSearch {
  readonly canaries: readonly Buffer[];
  /** False when no canary is anywhere in the record: its leaves need not be searched one by one. */
  canaryNear: boolean;
  readonly known: KnownSearch;
  readonly text: FoldedText;
}

/** Makes the scratch space of a guard. */
export function createLeafSearch(canaries: readonly Buffer[]): LeafSearch {
  return { canaries, canaryNear: false, known: createKnownSearch(), text: createFoldedText() };
}

/** Begins a record of these bytes: what is known of it is searched in all its leaves. */
export function startRecord(
  search: LeafSearch,
  known: readonly KnownValue[],
  bytes: Buffer,
  start: number,
  end: number,
): void {
  startKnownSearch(search.known, known);
  nextPiece(search, bytes, start, end);
}

/** Begins another piece of the same record, such as its key: what is known of the record stays. */
export function nextPiece(search: LeafSearch, bytes: Buffer, start: number, end: number): void {
  search.canaryNear = search.canaries.length > 0 && findCanary(search.canaries, bytes, start, end) !== null;
}

/**
 * Checks bytes that Sigilo did not write itself, by the class of their leaf. No hit here is a fault: whoever writes
 * to the raw topic chooses these bytes, and must not be able to stop the route with them.
 */
export function checkContent(
  search: LeafSearch,
  bytes: Buffer,
  start: number,
  end: number,
  leafClass: number,
  path: string,
): GuardHit | null {
  const canary = search.canaryNear ? findCanary(search.canaries, bytes, start, end) : null;
  if (canary !== null) {
    foldBytes(search.text, bytes, canary.from, canary.to);
    return makeHit('canary', path, search.text, 0, search.text.length);
  }
  // A closed shape holds no personal value by design; only an address in it would show that its check failed.
  if (leafClass === CLOSED && !holdsAtSign(bytes, start, end)) return null;
  const { text } = search;
  foldBytes(text, bytes, start, end);
  const check = leafClass === CLOSED ? (findEmail(text) ? 'email' : null) : findInText(search, leafClass);
  return check === null ? null : makeHit(check, path, text, text.hitStart, text.hitEnd);
}

function findInText(search: LeafSearch, leafClass: number): GuardHit['check'] | null {
  const { text } = search;
  if (findKnownValue(search.known, text)) return 'known_value';
  if (text.digitCount >= FEWEST_DIGITS) {
    const identifier = findIdentifier(text);
    if (identifier !== null) return identifier;
    // A kept shape is often a number of the user's own making: without check digits nothing tells it from a phone.
    if (leafClass === TEXT && findPhone(text)) return 'phone';
  }
  return findEmail(text) ? 'email' : null;
}

function makeHit(check: GuardHit['check'], fieldPath: string, text: FoldedText, start: number, end: number): GuardHit {
  return { check, fieldPath, mask: maskOf(text, start, end), fault: false };
}

function holdsAtSign(bytes: Buffer, start: number, end: number): boolean {
  for (let position = start; position < end; position++) {
    // Full-width and small at signs begin with 0xef; folding tells.
    if (bytes[position] === AT || bytes[position] === 0xef) return true;
  }
  return false;
}
