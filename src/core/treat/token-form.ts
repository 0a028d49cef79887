import { Buffer } from 'node:buffer';
import { ENTITY_TYPES, type EntityType } from '../entity.ts';

/** How a token is written, for help texts and for those who must know one when they meet it. */
export const TOKEN_FORM = {
  example: '[CPF~k3~MZXW6YTB4F2KQ7D3]',
  separator: '~',
  /** RFC 4648 base32. */
  alphabet: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567',
  /** 80 bits. */
  bodyLength: 16,
  /** `k` and a number without leading zeros, at most so many digits. */
  versionDigits: 6,
} as const;

/** Two characters for each value of 10 bits. */
const PAIRS: readonly string[] = Array.from(
  { length: 1024 },
  (_, bits) => TOKEN_FORM.alphabet.charAt(bits >> 5) + TOKEN_FORM.alphabet.charAt(bits & 31),
);

const ENTITY_NAMES: ReadonlySet<string> = new Set(ENTITY_TYPES);

/** Writes a token from the first 10 bytes of a digest, given as a latin1 string. */
export function writeToken(entity: EntityType, version: string, digest: string): string {
  // Made of bytes, so that it is one piece of memory: V8 keeps joined strings as trees, and this one is read very often.
  return Buffer.from(`[${entity}~${version}~${base32(digest, 0)}${base32(digest, 5)}]`, 'latin1').toString('latin1');
}

/** Whether a whole text has the form of a token (`[CPF~k3~…]`) or of a placeholder (`[CPF]`), made by Sigilo or not. */
export function looksLikeToken(text: string): boolean {
  if (text.charCodeAt(0) !== 0x5b || text.charCodeAt(text.length - 1) !== 0x5d || text.length > 64) return false;
  const parts = text.slice(1, -1).split(TOKEN_FORM.separator);
  if (!ENTITY_NAMES.has(parts[0] as string)) return false;
  if (parts.length === 1) return true;
  return parts.length === 3 && isKeyVersion(parts[1] as string) && isTokenBody(parts[2] as string);
}

/** Whether a text is a key version: `k1`, `k2`, … */
export function isKeyVersion(text: string): boolean {
  if (text.charCodeAt(0) !== 0x6b || text.length < 2 || text.length > 1 + TOKEN_FORM.versionDigits) return false;
  for (let index = 1; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code < 0x30 || code > 0x39) return false;
  }
  return text.charCodeAt(1) !== 0x30;
}

function isTokenBody(text: string): boolean {
  if (text.length !== TOKEN_FORM.bodyLength) return false;
  for (let index = 0; index < text.length; index += 1) {
    if (!TOKEN_FORM.alphabet.includes(text.charAt(index))) return false;
  }
  return true;
}

/** Eight characters from five bytes; 20 bits at a time, because bit operations have 32. */
function base32(digest: string, start: number): string {
  const middle = digest.charCodeAt(start + 2);
  const high = (digest.charCodeAt(start) << 12) | (digest.charCodeAt(start + 1) << 4) | (middle >> 4);
  const low = ((middle & 15) << 16) | (digest.charCodeAt(start + 3) << 8) | digest.charCodeAt(start + 4);
  return (PAIRS[high >> 10] as string) + PAIRS[high & 1023] + PAIRS[low >> 10] + PAIRS[low & 1023];
}
