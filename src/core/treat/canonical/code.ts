import { withoutSeparators } from './number-code.ts';

const ZERO = 0x30;
const DIGITS = /^[0-9]+$/;

/**
 * Codes without a known length: upper case, separators removed, and zeros at the left of a pure number dropped,
 * because a numeric column loses them (a plan card 0123… is the same card as a long).
 */
export function canonicalCode(value: string): string | null {
  const bare = withoutSeparators(value);
  if (bare === null || !DIGITS.test(bare)) return bare;
  let first = 0;
  while (first < bare.length - 1 && bare.charCodeAt(first) === ZERO) first += 1;
  return bare.slice(first);
}

/** Opaque values are their own canonical form, to the last character. */
export function exactText(value: string): string | null {
  return value === '' ? null : value;
}
