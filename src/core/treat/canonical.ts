import type { EntityType } from '../entity.ts';
import { canonicalIp, canonicalUrl } from './canonical/address.ts';
import { canonicalCode, exactText } from './canonical/code.ts';
import { canonicalEmail } from './canonical/email.ts';
import { canonicalCnpj, canonicalCns, canonicalRg, paddedDigits } from './canonical/number-code.ts';
import { canonicalPerson } from './canonical/person.ts';
import { canonicalPhone } from './canonical/phone.ts';
import { dateOrder, readDate } from './date-text.ts';

/** One spelling for all spellings of a value, or null when the text is no value of that type. */
type Canonicalizer = (value: string, region: string) => string | null;

const CANONICALIZERS: Readonly<Record<EntityType, Canonicalizer>> = {
  PERSON: canonicalPerson,
  LOCATION: canonicalPerson,
  DATE: canonicalDate,
  AGE: canonicalCode,
  PHONE: canonicalPhone,
  EMAIL: canonicalEmail,
  URL: canonicalUrl,
  IP: canonicalIp,
  CPF: (value) => paddedDigits(value, 11),
  CNS: canonicalCns,
  RG: canonicalRg,
  PIS: (value) => paddedDigits(value, 11),
  CNPJ: canonicalCnpj,
  SSN: (value) => paddedDigits(value, 9),
  MBI: canonicalCode,
  DNI: canonicalCode,
  NIE: canonicalCode,
  NUSS: (value) => paddedDigits(value, 12),
  CURP: canonicalCode,
  PASSPORT: canonicalCode,
  NATIONAL_ID: canonicalCode,
  HEALTH_PLAN: canonicalCode,
  MRN: canonicalCode,
  LICENSE: canonicalCode,
  ACCOUNT: canonicalCode,
  VEHICLE: canonicalCode,
  DEVICE: canonicalCode,
  // Case and separators can tell two of these apart: folding would give two people, or two record keys, one token.
  GENETIC: exactText,
  CREDENTIAL: exactText,
  BIOMETRIC: exactText,
  OTHER_ID: exactText,
};

/** Longer texts are raw at once: no work is spent on what is no name, number or address. */
const MAXIMUM_LENGTH = 1024;
/** Links can be long, and opaque values are not looked into. */
const OF_ANY_LENGTH: ReadonlySet<Canonicalizer> = new Set([canonicalUrl, exactText]);

/**
 * Brings a value to the one spelling over which tokens are computed, so that a CPF joins as number, masked text and bare digits.
 * These rules reach topics through tokens: they never change for existing types (held by committed vectors).
 * @param value text, or the decimal digits of a number
 * @param region ISO 3166 country of phone numbers without country code, and of the order of day and month
 * @returns form `raw` with the value untouched when it is no value of that type
 */
export function canonicalize(
  entity: EntityType,
  value: string,
  region: string,
): { form: 'canonical' | 'raw'; value: string } {
  const canonicalizer = CANONICALIZERS[entity];
  const tooLong = value.length > MAXIMUM_LENGTH && !OF_ANY_LENGTH.has(canonicalizer);
  const canonical = tooLong ? null : canonicalizer(value, region);
  return canonical === null ? { form: 'raw', value } : { form: 'canonical', value: canonical };
}

function canonicalDate(value: string, region: string): string | null {
  const date = readDate(value, dateOrder(region));
  if (date === null || date.day < 0) return null;
  return `${date.year}-${String(date.month).padStart(2, '0')}-${String(date.day).padStart(2, '0')}`;
}
