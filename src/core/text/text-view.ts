import { EXPANDED, expansionOf, FOLDED, foldCodePoint, REMOVED } from './character-tables.ts';
import { foldLookAlikes } from './look-alikes.ts';

/**
 * A text as it is matched: folded codes, and the way back to the original string. One view is reused for many texts.
 * `codes` is followed by a zero, so that reading one past the end is safe.
 */
export interface TextView {
  raw: string;
  length: number;
  codes: Uint16Array;
  /** Original UTF-16 offset of each folded code, and of the end; only meaningful when `shifted`. Ligatures give several codes one offset. */
  offsets: Int32Array;
  /** False when folded and original offsets are the same. */
  shifted: boolean;
  /** All folded codes, joined by or: no code is greater. */
  seen: number;
}

/** Makes an empty view. */
export function createTextView(): TextView {
  return { raw: '', length: 0, codes: new Uint16Array(1024), offsets: new Int32Array(0), shifted: false, seen: 0 };
}

/** Folds `text` into the view; valid until the next call. Never fails, whatever the string holds. */
export function readText(view: TextView, text: string): void {
  const { length } = text;
  if (view.codes.length <= length) view.codes = new Uint16Array(length * 2);
  view.raw = text;
  view.shifted = false;
  const { codes } = view;
  let seen = 0;
  for (let at = 0; at < length; at++) {
    const code = FOLDED[text.charCodeAt(at)]!;
    seen |= code;
    if (code >= 0xd800 && (code <= 0xdfff || code >= REMOVED)) {
      readShifted(view, text, at);
      return;
    }
    codes[at] = code;
  }
  codes[length] = 0;
  view.length = length;
  view.seen = seen;
  if (seen > LAST_LATIN) foldLookAlikes(codes, length);
}

/** The last letter of the Latin script that folding leaves, with its extensions. */
const LAST_LATIN = 0x24f;
/** Folded codes that one code unit can stand for. */
const WIDEST_EXPANSION = 3;

/** The slow way, from the first character that is removed, stands for several or takes two code units. */
function readShifted(view: TextView, text: string, from: number): void {
  const needed = text.length * WIDEST_EXPANSION + 1;
  if (view.codes.length < needed) {
    const wide = new Uint16Array(needed);
    wide.set(view.codes.subarray(0, from));
    view.codes = wide;
  }
  if (view.offsets.length < view.codes.length) view.offsets = new Int32Array(view.codes.length);
  const { codes, offsets } = view;
  for (let at = 0; at < from; at++) offsets[at] = at;
  let count = from;
  for (let at = from; at < text.length; at++) {
    const code = FOLDED[text.charCodeAt(at)]!;
    if (code < 0xd800 || (code > 0xdbff && code < REMOVED)) {
      offsets[count] = at;
      codes[count++] = code;
      continue;
    }
    let folded = code;
    let codePoint = 0;
    let isPair = false;
    if (code <= 0xdbff) {
      const low = text.charCodeAt(at + 1);
      if (low >= 0xdc00 && low <= 0xdfff) {
        folded = foldAstral(code, low);
        isPair = folded !== code;
        codePoint = text.codePointAt(at)!;
      }
    }
    if (folded === EXPANDED) {
      for (const part of expansionOf(isPair ? codePoint : text.charCodeAt(at))) {
        offsets[count] = at;
        codes[count++] = part;
      }
    } else if (folded !== REMOVED) {
      offsets[count] = at;
      codes[count++] = folded;
    }
    if (isPair) at++;
  }
  codes[count] = 0;
  offsets[count] = text.length;
  view.length = count;
  view.shifted = true;
  view.seen = 0xffff;
  foldLookAlikes(codes, count);
}

/** Folded code by code point - 0x10000 of plane 1, 0 while not computed. */
const PLANE_ONE = new Uint16Array(0x10000);

/** Folds a pair that stands for a letter, a digit (𝐀, 𝟏) or nothing (tags); the high surrogate itself otherwise. */
function foldAstral(high: number, low: number): number {
  // Tags and variation selectors.
  if (high >= 0xdb40 && high <= 0xdb43) return REMOVED;
  if (high > 0xd83f || high === 0xd83d) return high;
  const index = (high - 0xd800) * 0x400 + low - 0xdc00;
  let folded = PLANE_ONE[index]!;
  if (folded === 0) {
    folded = foldCodePoint(index + 0x10000);
    if (folded > 0xffff) folded = high;
    PLANE_ONE[index] = folded;
  }
  return folded;
}

/** Original offset where the folded range that begins at `index` starts. */
export function originalOffset(view: TextView, index: number): number {
  return view.shifted ? view.offsets[index]! : index;
}

/** Original offset where the folded range that ends before `index` ends: never inside a character that stands for several. */
export function originalEnd(view: TextView, index: number): number {
  if (!view.shifted) return index;
  const { offsets } = view;
  let next = index;
  while (next > 0 && next < view.length && offsets[next] === offsets[next - 1]) next++;
  return offsets[next]!;
}

/** Folded offset of the first character at or after an original offset. */
export function foldedOffset(view: TextView, at: number): number {
  if (!view.shifted) return at;
  let from = 0;
  let to = view.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (view.offsets[middle]! < at) from = middle + 1;
    else to = middle;
  }
  return from;
}
