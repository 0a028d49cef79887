import { withoutSeparators } from './number-code.ts';

const ZEROS_BEFORE_DIGITS = /^0+(?=[0-9]+$)/;

/**
 * Codes without a known length: upper case, separators removed, and zeros at the left of a pure number dropped,
 * because a numeric column loses them (a plan card 0123… is the same card as a long).
 */
export function canonicalCode(value: string): string | null {
  const bare = withoutSeparators(value);
  return bare === null ? null : bare.replace(ZEROS_BEFORE_DIGITS, '');
}

/** Opaque values are their own canonical form, to the last character. */
export function exactText(value: string): string | null {
  return value === '' ? null : value;
}
