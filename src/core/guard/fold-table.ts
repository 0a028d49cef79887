/** A code point that leaves no trace: combining marks, zero-width and other invisible characters. */
export const DROPPED = 0xffff;
/** A code point that folds to several units, listed by `expansionOf`. */
export const EXPANDED = 0xfffe;

export const SPACE = 0x20;
/** Ends a line: parts words as a space does, but nobody writes one phone over two lines. */
export const LINE_BREAK = 0x0a;
const HYPHEN = 0x2d;
const LINE_BREAKS = '\u0085\u2028\u2029';
// Superscripts, fractions and ordinal signs of Latin-1 are no digits and letters of a number or name: "m²", "1ª".
const RAISED = '¹²³ªº¼½¾';
const FIRST_TAG = 0xe0000;
const LAST_TAG = 0xe0fff;
const FRACTION_SLASH = '\u2044';
const TABLE_SIZE = 0x20000;

/** ASCII in lower case; control characters become spaces, line breaks stay. */
export const ASCII_FOLD = Uint8Array.from({ length: 128 }, (_, code) => {
  if (code === LINE_BREAK || code === 13) return LINE_BREAK;
  if (code < SPACE || code === 127) return SPACE;
  return code >= 65 && code <= 90 ? code + 32 : code;
});

// Letters that Unicode does not decompose although people leave their marks out when they type.
const UNDECOMPOSED: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ł: 'l',
  ı: 'i',
  þ: 'th',
};

// Filled on first use: zero means "not looked up yet". Two planes hold all that chat contains.
const table = new Uint16Array(TABLE_SIZE);
const expansions = new Map<number, Uint16Array>();

/**
 * Folds one code point to what the guard compares: lower case, no accents, compatibility forms resolved.
 * A result of 128 or more is always a letter; every other symbol is a space, so that only ASCII needs a class table.
 */
export function foldCodePoint(codePoint: number): number {
  if (codePoint < 128) return ASCII_FOLD[codePoint]!;
  // Beyond two planes there are invisible tags and rare ideographs only: for these any stable letter will do.
  if (codePoint >= FIRST_TAG && codePoint <= LAST_TAG) return DROPPED;
  if (codePoint >= TABLE_SIZE) return 0x8000 | (codePoint & 0x3fff);
  return table[codePoint] || remember(codePoint);
}

/** The units of a code point for which `foldCodePoint` gave EXPANDED. */
export function expansionOf(codePoint: number): Uint16Array {
  return expansions.get(codePoint)!;
}

function remember(codePoint: number): number {
  const units = computeFold(codePoint);
  const folded = units.length === 0 ? DROPPED : units.length === 1 ? units[0]! : EXPANDED;
  if (folded === EXPANDED) expansions.set(codePoint, Uint16Array.from(units));
  table[codePoint] = folded;
  return folded;
}

function computeFold(codePoint: number): number[] {
  const text = String.fromCodePoint(codePoint);
  if (LINE_BREAKS.includes(text)) return [LINE_BREAK];
  if (RAISED.includes(text)) return [SPACE];
  if (/^[\p{M}\p{Cf}\p{Default_Ignorable_Code_Point}]$/u.test(text)) return [];
  const form = codePoint < 0x100 ? 'NFD' : 'NFKD';
  const decomposed = text.normalize(form).toLowerCase().normalize(form);
  // One half must not read as the digits 1 and 2.
  if (decomposed.includes(FRACTION_SLASH)) return [SPACE];
  const units: number[] = [];
  for (const part of decomposed) {
    for (const letter of UNDECOMPOSED[part] ?? part) {
      if (!/\p{M}/u.test(letter)) units.push(foldSimple(letter));
    }
  }
  // Not more units than the character has bytes in UTF-8: buffers are sized by bytes.
  return units.slice(0, codePoint < 0x800 ? 2 : 3);
}

function foldSimple(letter: string): number {
  const code = letter.codePointAt(0)!;
  if (code < 128) return ASCII_FOLD[code]!;
  if (/\p{Nd}/u.test(letter)) return 48 + digitOf(code);
  if (/[\p{L}\p{N}]/u.test(letter)) return code < 0x8000 ? code : 0x8000 | (code & 0x3fff);
  return /\p{Pd}/u.test(letter) ? HYPHEN : SPACE;
}

// Unicode's decimal digits come in rows that begin at a code point ending in 0 or in 6.
function digitOf(code: number): number {
  const low = code & 0xf;
  return /\p{Nd}/u.test(String.fromCodePoint(code - low)) ? low : low - 6;
}
