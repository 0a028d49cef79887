/**
 * Point in time as machines write it, date and time of day joined by a T.
 * Shape: 2023-04-15T10:30:00Z, 2023-04-15t10:30, 20230415T103000, with fractions and an offset. Check: month, day, hour.
 * Source: ISO 8601-1:2019 section 5.4, RFC 3339.
 */
import { KIND_DIGIT, KINDS } from '../../text/character-tables.ts';
import type { TextView } from '../../text/text-view.ts';
import type { FoundRange, WordRecognizer } from '../recognizer.ts';

const EXTENDED = [4, 2, 2];
const HYPHEN = 0x2d;
const COLON = 0x3a;
const DOT = 0x2e;
const PLUS = 0x2b;
const Z = 0x7a;
const LONGEST_FRACTION = 9;

function find(view: TextView, start: number, end: number, found: FoundRange): boolean {
  const first = dateStart(view, start);
  if (first < 0) return false;
  const last = timeEnd(view, end);
  if (last < 0) return false;
  found.start = first;
  found.end = last;
  return true;
}

/** Start of 2023-04-15 or 20230415 directly before the T, or -1. */
function dateStart(view: TextView, before: number): number {
  const joined = before - 8;
  const isJoined = areDigits(view, joined, before);
  const first = isJoined ? joined : before - 10;
  if (!isJoined && !isExtended(view, first)) return -1;
  if (KINDS[view.codes[first - 1] ?? 0] === KIND_DIGIT) return -1;
  const month = pairAt(view, isJoined ? first + 4 : first + 5);
  const day = pairAt(view, before - 2);
  return month >= 1 && month <= 12 && day >= 1 && day <= 31 ? first : -1;
}

function isExtended(view: TextView, first: number): boolean {
  let at = first;
  for (const [index, digits] of EXTENDED.entries()) {
    if (index > 0 && view.codes[at++] !== HYPHEN) return false;
    if (!areDigits(view, at, at + digits)) return false;
    at += digits;
  }
  return true;
}

/** End of 10:30:00.000-03:00, 103000Z or 10 after the T, or -1. */
function timeEnd(view: TextView, from: number): number {
  const { codes } = view;
  if (!areDigits(view, from, from + 2) || pairAt(view, from) > 24) return -1;
  let end = from + 2;
  for (let part = 0; part < 2; part++) {
    const next = codes[end] === COLON ? end + 1 : end;
    if (!areDigits(view, next, next + 2)) break;
    end = next + 2;
  }
  if (codes[end] === DOT && areDigits(view, end + 1, end + 2)) {
    end += 2;
    for (let digits = 1; digits < LONGEST_FRACTION && areDigits(view, end, end + 1); digits++) end++;
  }
  if (codes[end] === Z) return end + 1;
  if ((codes[end] !== PLUS && codes[end] !== HYPHEN) || !areDigits(view, end + 1, end + 3)) return end;
  const minutes = codes[end + 3] === COLON ? end + 4 : end + 3;
  return areDigits(view, minutes, minutes + 2) ? minutes + 2 : end + 3;
}

function areDigits(view: TextView, from: number, to: number): boolean {
  if (from < 0 || to > view.length) return false;
  for (let at = from; at < to; at++) if (KINDS[view.codes[at]!] !== KIND_DIGIT) return false;
  return true;
}

function pairAt(view: TextView, at: number): number {
  return (view.codes[at]! - 0x30) * 10 + view.codes[at + 1]! - 0x30;
}

export const timestamp: WordRecognizer = {
  kind: 'word',
  name: 'generic/timestamp',
  entity: 'DATE',
  words: ['t', 'tz'],
  needsDigits: true,
  find,
  examples: {
    match: [
      'enviado em «2023-04-15T10:30:00Z» pelo app',
      '«2023-04-15T10:30:00.123-03:00»',
      'log «20230415T103000» visto',
      'seen «2024-12-01t08:05», thanks',
      'llegó («2024-02-29T23:59:59+0100»)',
      'registered «2024-02-29T23»',
    ],
    reject: ['2023-14-15T10:30', 'T10:30', 'score T 2023', '120230415T103000', '2023-04-15T99:30', 'lesão em T10'],
  },
};
