/**
 * What each UTF-16 code unit means for matching, in two flat tables that are built once when the module loads.
 * `FOLDED` gives the code to compare with: lower case, no accent, ASCII digits, one kind of space, hyphen and line break.
 * Source of the classes: Unicode general categories as known to the JavaScript engine.
 */

export const KIND_OTHER = 0;
export const KIND_LETTER = 1;
export const KIND_DIGIT = 2;
export const KIND_SPACE = 3;
export const KIND_BREAK = 4;

/** Folded code of what is invisible inside a word or number: zero-width characters and combining marks. */
export const REMOVED = 0xfffe;
/** Folded code of a character that stands for several: see `expansionOf`. */
export const EXPANDED = 0xffff;

const BREAKS = /[\n\r\u0085\u2028\u2029]/;
/** Also the braille blank, which people use as one, and controls: they part words, so that nothing hides behind them. */
const BLANKS = /[\p{Zs}\p{Cc}\u2800]/u;
const INVISIBLE = /[\p{Cf}\p{M}\p{Default_Ignorable_Code_Point}]/u;
const HYPHENS = /[\p{Pd}\u2043\u2212]/u;
const DOTS = '\u2024\u3002\uff0e\uff61';
const SLASHES = '\u2044\u2215\uff0f';
const APOSTROPHES = '\u2018\u2019\u02bc\uff07';
const FRACTION_SLASH = '\u2044';
/** Stands for a character beyond the first plane among others. */
const ANY_SYMBOL = 0xfffd;

/** Letters that no normal form takes apart although people type them without their mark, or as two. */
const TYPED_AS: ReadonlyMap<string, string> = new Map([
  ['ß', 'ss'],
  ['æ', 'ae'],
  ['œ', 'oe'],
  ['ø', 'o'],
  ['đ', 'd'],
  ['ð', 'd'],
  ['ł', 'l'],
  ['ı', 'i'],
  ['þ', 'th'],
]);

const expansions = new Map<number, readonly number[]>();

/** The folded codes of a code point whose fold is EXPANDED, two or three. */
export function expansionOf(codePoint: number): readonly number[] {
  let codes = expansions.get(codePoint);
  if (!codes) {
    codes = spell(codePoint);
    expansions.set(codePoint, codes);
  }
  return codes;
}

/** Folds one code point to a code, to REMOVED, to EXPANDED, or to itself beyond the first plane. */
export function foldCodePoint(codePoint: number): number {
  const codes = spell(codePoint);
  if (codes.length === 0) return REMOVED;
  return codes.length === 1 ? codes[0]! : EXPANDED;
}

/** The folded codes that a code point stands for; a tail beyond the third, as ligatures of whole phrases have, is cut off. */
function spell(codePoint: number): readonly number[] {
  const character = String.fromCodePoint(codePoint);
  const mark = foldMark(character);
  if (mark === REMOVED) return [];
  if (mark > 0) return [mark];
  if (/\p{Nd}/u.test(character)) return [0x30 + digitValue(codePoint)];
  // Compatibility forms (² ½ º µ) of Latin-1 keep their meaning: "m²" is no "m2".
  const form = codePoint < 0x100 ? 'NFD' : 'NFKD';
  const spelled = character.normalize(form).toLowerCase().normalize(form);
  if (spelled.includes(FRACTION_SLASH)) return [codePoint];
  const codes: number[] = [];
  for (const letter of spelled) {
    for (const plain of TYPED_AS.get(letter) ?? letter) {
      const code = plain === character ? codePoint : foldMark(plain) || foldDigit(plain);
      if (code !== REMOVED) codes.push(code > 0xffff && code !== codePoint ? ANY_SYMBOL : code);
    }
  }
  return codes.slice(0, codePoint < 0x800 ? 2 : 3);
}

/** Code of a blank, break, hyphen, dot, slash or apostrophe, REMOVED for what is invisible, 0 for all else. */
function foldMark(character: string): number {
  if (BREAKS.test(character)) return 0x0a;
  if (BLANKS.test(character)) return 0x20;
  if (INVISIBLE.test(character)) return REMOVED;
  if (HYPHENS.test(character)) return 0x2d;
  if (DOTS.includes(character)) return 0x2e;
  if (SLASHES.includes(character)) return 0x2f;
  return APOSTROPHES.includes(character) ? 0x27 : 0;
}

function foldDigit(character: string): number {
  const codePoint = character.codePointAt(0)!;
  return /\p{Nd}/u.test(character) ? 0x30 + digitValue(codePoint) : codePoint;
}

/** Decimal digits of every script come in runs of ten, zero first. */
function digitValue(codePoint: number): number {
  const ascii = String.fromCodePoint(codePoint).normalize('NFKD');
  if (/^[0-9]$/.test(ascii)) return ascii.charCodeAt(0) - 0x30;
  let first = codePoint;
  while (/\p{Nd}/u.test(String.fromCodePoint(first - 1))) first--;
  return (codePoint - first) % 10;
}

/** Scripts without case, accents or digits, left out of the slow loop: Han, surrogates, private use. */
function foldsToItself(code: number): boolean {
  return (code >= 0x3400 && code <= 0xa48c) || (code > LAST_HANGUL && code <= 0xf8ff);
}

const FIRST_HANGUL = 0xac00;
/** Syllables come apart into their letters, as they may have been typed. */
const LAST_HANGUL = 0xd7a3;

function buildFolded(): Uint16Array {
  const folded = new Uint16Array(0x10000);
  for (let code = 0; code < 0x10000; code++) {
    if (code >= FIRST_HANGUL && code <= LAST_HANGUL) folded[code] = EXPANDED;
    else folded[code] = foldsToItself(code) ? code : foldCodePoint(code);
  }
  folded[0xfffe] = ANY_SYMBOL;
  folded[0xffff] = ANY_SYMBOL;
  return folded;
}

function buildKinds(): Uint8Array {
  const kinds = new Uint8Array(0x10000);
  for (let code = 0x41; code < 0xfffe; code++) {
    if (code >= 0xd800 && code <= 0xf8ff) continue;
    // Numbers that are no digits ("Ⅻ" of a script without a plain form) are read as words.
    if (code < 0x100 ? /\p{L}/u.test(String.fromCharCode(code)) : isWordCode(code)) kinds[code] = KIND_LETTER;
  }
  // Ordinal signs follow numbers ("1º"): they are letters by category only.
  kinds[0xaa] = KIND_OTHER;
  kinds[0xba] = KIND_OTHER;
  kinds.fill(KIND_DIGIT, 0x30, 0x3a);
  kinds[0x20] = KIND_SPACE;
  kinds[0x0a] = KIND_BREAK;
  return kinds;
}

function isWordCode(code: number): boolean {
  const character = String.fromCharCode(code);
  return /[\p{L}\p{N}]/u.test(character) && !character.normalize('NFKD').includes(FRACTION_SLASH);
}

/** Folded code by UTF-16 code unit; surrogates fold to themselves. */
export const FOLDED: Uint16Array = buildFolded();

/** Kind (`KIND_*`) by folded code. */
export const KINDS: Uint8Array = buildKinds();
