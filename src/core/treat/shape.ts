import { RE2JS } from 're2js';

export type ShapeDeclaration =
  | 'uuid'
  | 'ulid'
  | 'epoch'
  | 'token'
  | { digits: number }
  | { oneOf: readonly string[] }
  | { pattern: string; max: number }
  | { from: number; to: number };

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;
const NIL_UUID = '00000000-0000-0000-0000-000000000000';
const ULID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/i;
const DIGITS = /^[0-9]+$/;
const LAST_EPOCH_SECOND = 2_147_483_647;
const TOKEN = /^[A-Za-z0-9_-]{8,128}$/;
const LETTER = /[A-Za-z]/;
const LONG_DIGIT_RUN = /(?:[0-9][_-]*){7}/;
const MAXIMUM_LENGTH = 4096;
/** Accepted texts that a pattern's check remembers, and how long they may be: bounds of its memory. */
const REMEMBERED = 1024;
const REMEMBERED_LENGTH = 64;

/**
 * Builds the check that a kept string must pass.
 *
 * - `uuid`: RFC 9562 with hyphens, versions 1 to 8, any letter case; also the nil UUID
 * - `ulid`: 26 characters of Crockford's base32, the first at most 7, any letter case
 * - `epoch`: 10 digits (seconds) or 13 (milliseconds) from 2001-09-09 to 2038-01-19, so that most phone numbers do not fit
 * - `token`: 8 to 128 of `A-Za-z0-9_-` with a letter, and never 7 digits without a letter between them, so that no CPF, date
 *   with hyphens or phone number fits; a word does fit, therefore prefer `pattern` where the form is known
 * - `digits`: exactly so many ASCII digits
 * - `oneOf`: exactly one of the listed texts
 * - `pattern`: RE2 syntax, anchored at both ends; `max` counts UTF-16 code units
 * - `from`, `to`: a number, given in decimal, between the two or equal to one of them
 * @throws Error with a sentence about the declaration when it cannot be used
 */
export function compileShape(shape: ShapeDeclaration): (text: string) => boolean {
  if (shape === 'uuid') return (text) => text.length === 36 && (UUID.test(text) || text === NIL_UUID);
  if (shape === 'ulid') return (text) => text.length === 26 && ULID.test(text);
  if (shape === 'epoch') return isEpoch;
  if (shape === 'token') return isOpaqueToken;
  if (typeof shape !== 'object')
    throw new Error('the shape is not one of uuid, ulid, epoch, token, digits, oneOf, pattern, from and to');
  if ('digits' in shape) return digitsShape(shape.digits);
  if ('oneOf' in shape) return oneOfShape(shape.oneOf);
  if ('from' in shape) return rangeShape(shape.from, shape.to);
  return patternShape(shape.pattern, shape.max);
}

/** Whether 16 bytes, as latin1, are the binary form of a `uuid`. */
export function isUuidBytes(latin1: string): boolean {
  const hex = Buffer.from(latin1, 'latin1').toString('hex');
  const text = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  return UUID.test(text) || text === NIL_UUID;
}

function isEpoch(text: string): boolean {
  if ((text.length !== 10 && text.length !== 13) || !DIGITS.test(text) || text.charCodeAt(0) === 0x30) return false;
  return Number(text.slice(0, 10)) <= LAST_EPOCH_SECOND;
}

function isOpaqueToken(text: string): boolean {
  return text.length <= 128 && TOKEN.test(text) && LETTER.test(text) && !LONG_DIGIT_RUN.test(text);
}

function digitsShape(count: number): (text: string) => boolean {
  if (!isCount(count)) throw new Error(`digits must be a whole number from 1 to ${MAXIMUM_LENGTH}`);
  return (text) => text.length === count && DIGITS.test(text);
}

function oneOfShape(texts: readonly string[]): (text: string) => boolean {
  if (!Array.isArray(texts) || texts.length === 0) throw new Error('oneOf must list at least one text');
  if (!texts.every((text) => typeof text === 'string')) throw new Error('oneOf may list texts only');
  const allowed = new Set(texts);
  return (text) => allowed.has(text);
}

function rangeShape(from: number, to: number): (text: string) => boolean {
  if (!Number.isFinite(from) || !Number.isFinite(to) || from > to)
    throw new Error('from and to must be numbers, and from not above to');
  return (text) => {
    const value = Number(text);
    return value >= from && value <= to; // false for NaN
  };
}

function patternShape(pattern: string, max: number): (text: string) => boolean {
  if (typeof pattern !== 'string' || pattern === '') throw new Error('pattern must be a non-empty text');
  if (!isCount(max)) throw new Error(`max must be a whole number from 1 to ${MAXIMUM_LENGTH}`);
  let compiled: RE2JS;
  try {
    compiled = RE2JS.compile(pattern);
  } catch {
    throw new Error('pattern is not a valid RE2 expression (no look-around, no back-references)');
  }
  // Kept values such as a program's version come again and again; re2js is linear but not fast.
  let accepted = new Set<string>();
  return (text) => {
    if (accepted.has(text)) return true;
    if (text.length > max || !compiled.matches(text)) return false;
    if (accepted.size >= REMEMBERED) accepted = new Set();
    if (text.length <= REMEMBERED_LENGTH) accepted.add(text);
    return true;
  };
}

function isCount(value: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= MAXIMUM_LENGTH;
}
