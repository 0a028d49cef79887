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

/** Folded code of what is invisible inside a word or number: zero-width characters, combining marks, controls. */
export const REMOVED = 0xfffe;

const HYPHENS = '\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\ufe58\ufe63\uff0d';
const DOTS = '\u2024\u3002\uff0e\uff61';
const SLASHES = '\u2044\u2215\uff0f';
const APOSTROPHES = '\u2018\u2019\u02bc\uff07';
/** Letters or symbols by category that people use as blanks. */
const BLANK_FILLERS = '\u115f\u1160\u2800\u3164\uffa0';

/** Folds one code point; a result of more than one code unit never happens, `REMOVED` stands for nothing. */
export function foldCodePoint(codePoint: number): number {
  const character = String.fromCodePoint(codePoint);
  if (/[\n\r\u0085\u2028\u2029]/.test(character)) return 0x0a;
  if (/[\t\v\f\p{Zs}]/u.test(character)) return 0x20;
  if (/[\p{Cf}\p{Cc}\p{Mn}\p{Me}]/u.test(character) || BLANK_FILLERS.includes(character)) return REMOVED;
  if (/\p{Nd}/u.test(character)) return 0x30 + digitValue(codePoint);
  if (HYPHENS.includes(character)) return 0x2d;
  if (DOTS.includes(character)) return 0x2e;
  if (SLASHES.includes(character)) return 0x2f;
  if (APOSTROPHES.includes(character)) return 0x27;
  // Compatibility forms (² ½ º µ) of Latin-1 keep their meaning: "m²" is no "m2".
  const form = codePoint < 0x100 ? 'NFD' : 'NFKD';
  const plain = character.normalize(form).replace(/\p{M}/gu, '');
  const lower = plain.toLowerCase().replace(/\p{M}/gu, '');
  if (lower.length === 1) return lower.charCodeAt(0);
  const alone = character.toLowerCase();
  return alone.length === 1 ? alone.charCodeAt(0) : codePoint;
}

/** Decimal digits of every script come in runs of ten, zero first. */
function digitValue(codePoint: number): number {
  const ascii = String.fromCodePoint(codePoint).normalize('NFKD');
  if (/^[0-9]$/.test(ascii)) return ascii.charCodeAt(0) - 0x30;
  let first = codePoint;
  while (/\p{Nd}/u.test(String.fromCodePoint(first - 1))) first--;
  return (codePoint - first) % 10;
}

/** Scripts without case, accents or digits, left out of the slow loop: Han, Hangul, surrogates, private use. */
function foldsToItself(code: number): boolean {
  return (code >= 0x3400 && code <= 0xa48c) || (code >= 0xac00 && code <= 0xf8ff);
}

function buildFolded(): Uint16Array {
  const folded = new Uint16Array(0x10000);
  for (let code = 0; code < 0x10000; code++) folded[code] = foldsToItself(code) ? code : foldCodePoint(code);
  folded[0xfffe] = 0xfffd;
  folded[0xffff] = 0xfffd;
  return folded;
}

function buildKinds(): Uint8Array {
  const kinds = new Uint8Array(0x10000);
  for (let code = 0x41; code < 0xfffe; code++) {
    if (code >= 0xd800 && code <= 0xf8ff) continue;
    if (/\p{L}/u.test(String.fromCharCode(code))) kinds[code] = KIND_LETTER;
  }
  // Ordinal signs follow numbers ("1º"): they are letters by category only.
  kinds[0xaa] = KIND_OTHER;
  kinds[0xba] = KIND_OTHER;
  kinds.fill(KIND_DIGIT, 0x30, 0x3a);
  kinds[0x20] = KIND_SPACE;
  kinds[0x0a] = KIND_BREAK;
  return kinds;
}

/** Folded code by UTF-16 code unit; surrogates fold to themselves. */
export const FOLDED: Uint16Array = buildFolded();

/** Kind (`KIND_*`) by folded code. */
export const KINDS: Uint8Array = buildKinds();
