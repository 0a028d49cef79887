import { isValidCns } from '@brazilian-utils/brazilian-utils';
import { plainCode } from './plain-text.ts';

const DIGITS = /^[0-9]+$/;
/** What people put between the groups of a number. Two in a row still separate once: `123.456.789 - 09`. */
const SEPARATORS = /[\s./_·‐‑‒–—−-]+/g;
const NEGATIVE = /^[-−]\s*[0-9]/;
const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u;
/** What a number column with gaps makes of a number when it is written as text. */
const WRITTEN_AS_FRACTION = /^[0-9]+[.,]0$/;
const RG = /^([A-Z]{0,2})0*([0-9]{1,13}X?)$/;
const CNPJ = /^[0-9A-Z]{12}[0-9]{2}$/;

/**
 * Upper case, compatibility forms and digits of other scripts folded, separators and invisible characters removed.
 * @returns null when no letter or digit is left, or for a negative number: -5 is not 5
 */
export function withoutSeparators(value: string): string | null {
  if (DIGITS.test(value)) return value;
  const folded = plainCode(value).toUpperCase();
  if (NEGATIVE.test(folded)) return null;
  const bare = folded.replace(SEPARATORS, '').normalize('NFKC');
  return LETTER_OR_DIGIT.test(bare) ? bare : null;
}

/** As `withoutSeparators`, for numbers of fixed length: commas separate too, and the `.0` of a fraction is dropped. */
export function bareNumber(value: string): string | null {
  if (DIGITS.test(value)) return value;
  const plain = plainCode(value);
  return withoutSeparators(WRITTEN_AS_FRACTION.test(plain) ? plain.slice(0, -2) : plain.replaceAll(',', '.'));
}

/** The digits of a number of fixed length; zeros that a numeric column lost at the left come back. Check digits are not asked for: a typing mistake is one value too. */
export function paddedDigits(value: string, length: number): string | null {
  return padded(bareNumber(value), length);
}

/** CNS, 15 digits. Older cards print a copy number as 16th digit: dropped when the first 15 are a valid CNS. */
export function canonicalCns(value: string): string | null {
  const digits = bareNumber(value);
  if (digits?.length === 16 && DIGITS.test(digits) && isValidCns(digits.slice(0, 15))) return digits.slice(0, 15);
  return padded(digits, 15);
}

/** CNPJ, 14 characters: digits, or upper-case letters and digits with two check digits (issued so since July 2026). */
export function canonicalCnpj(value: string): string | null {
  const bare = bareNumber(value);
  return bare !== null && CNPJ.test(bare) ? bare : padded(bare, 14);
}

function padded(bare: string | null, length: number): string | null {
  return bare !== null && bare.length <= length && DIGITS.test(bare) ? bare.padStart(length, '0') : null;
}

/** RG: no national length, so zeros at the left are dropped (a numeric column loses them); a state's letters (MG) and a check digit X stay. */
export function canonicalRg(value: string): string | null {
  // A last group of one 0 is a check digit here: it stays.
  const bare = withoutSeparators(value.replaceAll(',', '.'));
  const part = bare === null ? null : RG.exec(bare);
  return part === null ? null : `${part[1]}${part[2]}`;
}
