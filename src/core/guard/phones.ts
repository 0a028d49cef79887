import { classOf, continuesDottedChain, type FoldedText, isWordAt, LETTER } from './folded-text.ts';
import { isInsideRandomId } from './random-id.ts';

const PLUS = 43;
const OPEN = 40;
const CLOSE = 41;
const HYPHEN = 45;
const DOT = 46;
const GAPS = new Set([...' .-()'].map((letter) => letter.charCodeAt(0)));
const WIDEST_GAP = 3;

// Area codes in use (Anatel's national numbering plan).
const AREA_CODES = new Set(
  [11, 12, 13, 14, 15, 16, 17, 18, 19, 21, 22, 24, 27, 28, 31, 32, 33, 34, 35, 37, 38, 41, 42, 43, 44, 45, 46, 47]
    .concat([48, 49, 51, 53, 54, 55, 61, 62, 63, 64, 65, 66, 67, 68, 69, 71, 73, 74, 75, 77, 79, 81, 82, 83, 84])
    .concat([85, 86, 87, 88, 89, 91, 92, 93, 94, 95, 96, 97, 98, 99]),
);

/**
 * Finds a phone number that carries a country code (+55 …) or an area code: Brazilian forms, and (212) 555-0123.
 * A number without either is not claimed. Sets the hit range of `text`.
 */
export function findPhone(text: FoldedText): boolean {
  if (text.digitCount < 10) return false;
  for (let run = 0; run < text.runCount; run++) {
    const start = text.runStarts[run]!;
    if (isWordAt(text, start - 1) || continuesDottedChain(text, start)) continue;
    const last = text.units[start - 1] === PLUS ? lastOfInternational(text, run) : lastOfNational(text, run);
    if (last < 0) continue;
    const end = text.runEnds[last]!;
    if ((end < text.length && classOf(text.units[end]!) === LETTER) || isInsideRandomId(text, start, end)) continue;
    text.hitStart = start;
    text.hitEnd = end;
    return true;
  }
  return false;
}

/** Last run of a number after a plus sign (10 to 15 digits, E.164), or -1. */
function lastOfInternational(text: FoldedText, first: number): number {
  if (digitAt(text, first, 0) === 0) return -1;
  let digits = 0;
  for (let run = first; run < text.runCount && digits <= 15; run++) {
    if (run > first && !isJoined(text, run)) return -1;
    digits += lengthOf(text, run);
    if (digits >= 10 && digits <= 15) return run;
  }
  return -1;
}

/** Last run of a number that begins with an area code, or -1. */
function lastOfNational(text: FoldedText, run: number): number {
  const length = lengthOf(text, run);
  if (length >= 10) return isUnbroken(text, run, length) ? run : -1;
  if (!isJoined(text, run + 1)) return -1;
  if (length === 6 || length === 7) {
    const mobile = length === 7 && digitAt(text, run, 2) === 9;
    const joined = isAreaCode(text, run, 0) && (mobile || (length === 6 && isLandlineDigit(text, run, 2)));
    // 113265.4321 is a number with a fraction.
    return joined && isHyphenated(text, run) && lengthOf(text, run + 1) === 4 ? run + 1 : -1;
  }
  const zero = length === 3 && digitAt(text, run, 0) === 0 ? 1 : 0;
  if (length - zero === 2 && isAreaCode(text, run, zero)) return lastOfSubscriber(text, run + 1);
  return length === 3 ? lastOfNorthAmerican(text, run) : -1;
}

/** 11987654321, 5511987654321, 551132654321, 011987654321. A landline of ten bare digits could be anything. */
function isUnbroken(text: FoldedText, run: number, length: number): boolean {
  if (length === 11) return isAreaCode(text, run, 0) && digitAt(text, run, 2) === 9;
  const country = digitAt(text, run, 0) === 5 && digitAt(text, run, 1) === 5 && isAreaCode(text, run, 2);
  if (length === 13) return country && digitAt(text, run, 4) === 9;
  if (length !== 12) return false;
  if (country && isLandlineDigit(text, run, 4)) return true;
  return digitAt(text, run, 0) === 0 && isAreaCode(text, run, 1) && digitAt(text, run, 3) === 9;
}

/** Last run of a subscriber number that follows an area code: 98765-4321, 9 8765-4321, 987654321, 3265-4321. */
function lastOfSubscriber(text: FoldedText, run: number): number {
  const length = lengthOf(text, run);
  const mobile = digitAt(text, run, 0) === 9;
  const bracketed = text.units[text.runEnds[run - 1]!] === CLOSE;
  if (length === 9) return mobile ? run : -1;
  if (length === 8) return bracketed && isLandlineDigit(text, run, 0) ? run : -1;
  if (!isJoined(text, run + 1)) return -1;
  const nextLength = lengthOf(text, run + 1);
  if (length === 5) return mobile && nextLength === 4 ? run + 1 : -1;
  if (length === 1 && mobile) {
    if (nextLength === 8) return run + 1;
    return nextLength === 4 && isJoined(text, run + 2) && lengthOf(text, run + 2) === 4 ? run + 2 : -1;
  }
  if (length !== 4 || nextLength !== 4 || !isLandlineDigit(text, run, 0)) return -1;
  if (bracketed) return run + 1;
  // "covid 19 2020-2021" is no landline, nor is a plain list of numbers.
  return isHyphenated(text, run) && !(isYear(text, run) && isYear(text, run + 1)) ? run + 1 : -1;
}

/** (212) 555-0123, 212-555-0123, 212.555.0123. */
function lastOfNorthAmerican(text: FoldedText, run: number): number {
  const shape = lengthOf(text, run + 1) === 3 && run + 2 < text.runCount && lengthOf(text, run + 2) === 4;
  if (!shape || !isJoined(text, run + 2) || digitAt(text, run, 0) < 2 || digitAt(text, run + 1, 0) < 2) return -1;
  // 211 to 911 are services.
  if (digitAt(text, run, 1) === 1 && digitAt(text, run, 2) === 1) return -1;
  const bracketed = text.units[text.runStarts[run]! - 1] === OPEN && text.units[text.runEnds[run]!] === CLOSE;
  return bracketed || (isMarked(text, run) && isMarked(text, run + 1)) ? run + 2 : -1;
}

/** Tells whether exactly a hyphen stands between this run and the next. */
function isHyphenated(text: FoldedText, run: number): boolean {
  return isMarked(text, run) && text.units[text.runEnds[run]!] === HYPHEN;
}

/** Tells whether exactly a hyphen or a dot stands between this run and the next. */
function isMarked(text: FoldedText, run: number): boolean {
  const unit = text.units[text.runEnds[run]!];
  return text.runStarts[run + 1]! - text.runEnds[run]! === 1 && (unit === HYPHEN || unit === DOT);
}

/** Tells whether a run exists and only one to three spaces, dots, hyphens or brackets part it from the one before. */
function isJoined(text: FoldedText, run: number): boolean {
  if (run >= text.runCount) return false;
  const from = text.runEnds[run - 1]!;
  const to = text.runStarts[run]!;
  if (to - from > WIDEST_GAP) return false;
  for (let position = from; position < to; position++) if (!GAPS.has(text.units[position]!)) return false;
  return true;
}

function isYear(text: FoldedText, run: number): boolean {
  const century = digitAt(text, run, 0) * 10 + digitAt(text, run, 1);
  return century === 19 || century === 20;
}

function isAreaCode(text: FoldedText, run: number, offset: number): boolean {
  return AREA_CODES.has(digitAt(text, run, offset) * 10 + digitAt(text, run, offset + 1));
}

function isLandlineDigit(text: FoldedText, run: number, offset: number): boolean {
  const digit = digitAt(text, run, offset);
  return digit >= 2 && digit <= 5;
}

function lengthOf(text: FoldedText, run: number): number {
  return text.runEnds[run]! - text.runStarts[run]!;
}

function digitAt(text: FoldedText, run: number, offset: number): number {
  return text.units[text.runStarts[run]! + offset]! - 48;
}
