import { isCard, isCnpj, isCns, isCpf } from './check-digits.ts';
import { classOf, continuesDottedChain, type FoldedText, isWordAt, LETTER } from './folded-text.ts';
import { isInsideRandomId } from './random-id.ts';

type IdentifierCheck = 'identifier' | 'card';

interface Grouping {
  readonly check: IdentifierCheck;
  /** Lengths of the digit runs, one separator between them; one number means an unbroken run. */
  readonly groups: readonly number[];
  readonly length: number;
  readonly accepts: (digits: Uint8Array, length: number) => boolean;
}

const GROUPINGS: readonly Grouping[] = [
  ...groupings('identifier', isCpf, [[11], [9, 2], [3, 3, 3, 2]]),
  ...groupings('identifier', isCnpj, [
    [12, 2],
    [8, 4, 2],
    [2, 3, 3, 4, 2],
  ]),
  ...groupings('identifier', (digits) => isCnpj(digits) && !isClockReading(digits), [[14]]),
  ...groupings('identifier', isCns, [[15], [3, 4, 4, 4]]),
  ...groupings('card', isCard, [[13], [14], [15], [16], [19], [4, 4, 4, 4], [4, 6, 5], [4, 6, 4], [4, 4, 4, 4, 3]]),
];

const DOT = 46;
const LONGEST_GROUP = 19;
const BY_FIRST_GROUP: readonly (readonly Grouping[])[] = Array.from({ length: LONGEST_GROUP + 1 }, (_, length) =>
  GROUPINGS.filter((grouping) => grouping.groups[0] === length),
);

const SEPARATORS = new Set([...' .-/\n'].map((letter) => letter.charCodeAt(0)));
const scratch = new Uint8Array(LONGEST_GROUP);

/**
 * Finds a number with valid check digits (CPF, CNPJ, CNS, payment card), unbroken or in its usual groups, that is
 * bounded by anything but letters and digits. Sets the hit range of `text`.
 */
export function findIdentifier(text: FoldedText): IdentifierCheck | null {
  for (let run = 0; run < text.runCount; run++) {
    const start = text.runStarts[run]!;
    const firstLength = text.runEnds[run]! - start;
    if (firstLength > LONGEST_GROUP || isWordAt(text, start - 1) || continuesDottedChain(text, start)) continue;
    for (const grouping of BY_FIRST_GROUP[firstLength]!) {
      const end = matchGroups(text, run, grouping);
      if (end < 0 || !grouping.accepts(scratch, grouping.length)) continue;
      if (isInsideRandomId(text, start, end) || isInternetAddress(text, run, grouping)) continue;
      text.hitStart = start;
      text.hitEnd = end;
      return grouping.check;
    }
  }
  return null;
}

/** Copies the digits of the groups to the scratch array; gives the end position, or -1 when the groups differ. */
function matchGroups(text: FoldedText, firstRun: number, grouping: Grouping): number {
  const { groups } = grouping;
  if (firstRun + groups.length > text.runCount) return -1;
  let copied = 0;
  let end = text.runStarts[firstRun]! - 1;
  for (let group = 0; group < groups.length; group++) {
    const start = text.runStarts[firstRun + group]!;
    if (start !== end + 1 || (group > 0 && !SEPARATORS.has(text.units[end]!))) return -1;
    end = text.runEnds[firstRun + group]!;
    if (end - start !== groups[group]) return -1;
    for (let position = start; position < end; position++) scratch[copied++] = text.units[position]! - 48;
  }
  return end < text.length && classOf(text.units[end]!) === LETTER ? -1 : end;
}

/** 177.143.139.35 has the groups of a CPF; a CPF typed with dots only is seldom below 256 in all of them. */
function isInternetAddress(text: FoldedText, firstRun: number, grouping: Grouping): boolean {
  if (grouping.groups.length !== 4) return false;
  for (let group = 0; group < 4; group++) {
    const start = text.runStarts[firstRun + group]!;
    const end = text.runEnds[firstRun + group]!;
    if (group < 3 && text.units[end] !== DOT) return false;
    if (end - start > 3 || Number(String.fromCharCode(...text.units.subarray(start, end))) > 255) return false;
  }
  return true;
}

/** 20251122014530: one in a hundred such clock readings would pass as a CNPJ. */
function isClockReading(digits: Uint8Array): boolean {
  const pair = (place: number): number => digits[place]! * 10 + digits[place + 1]!;
  const year = pair(0) * 100 + pair(2);
  const day = pair(6);
  if (year < 1990 || year > 2049 || pair(4) < 1 || pair(4) > 12 || day < 1 || day > 31) return false;
  return pair(8) < 24 && pair(10) < 60 && pair(12) < 60;
}

function groupings(check: IdentifierCheck, accepts: Grouping['accepts'], forms: readonly number[][]): Grouping[] {
  return forms.map((groups) => ({ check, accepts, groups, length: groups.reduce((sum, size) => sum + size, 0) }));
}
