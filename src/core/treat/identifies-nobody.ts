import type { EntityType } from '../entity.ts';
import { bareNumber, withoutSeparators } from './canonical/number-code.ts';
import { plainCode } from './canonical/plain-text.ts';

/** A letter or digit that can be seen; some fillers are letters by category. */
const CONTENT = /[[\p{L}\p{N}]--\p{Default_Ignorable_Code_Point}]/v;
const ONE_DIGIT_ONLY = /^([0-9])\1*$/;
const ZEROS = /^0+$/;
const PHONE_MARKS = /[\s()+./‐‑‒–-]/g;
/** `000…`, or one digit at least six times, with or without the country code before it: `+55 (99) 99999-9999`. */
const PHONE_FILLER = /^(?:55)?(?:0+|([0-9])\1{5,})$/;
const MAXIMUM_LENGTH = 64;

/** How a type says that there is no value. */
type Filler = 'exact' | 'text' | 'code' | 'phone' | number;

const FILLERS: Readonly<Partial<Record<EntityType, Filler>>> = {
  // A blank and nothing are two record keys; only nothing at all is no value.
  GENETIC: 'exact',
  CREDENTIAL: 'exact',
  BIOMETRIC: 'exact',
  OTHER_ID: 'exact',
  PERSON: 'text',
  LOCATION: 'text',
  DATE: 'text',
  AGE: 'text',
  EMAIL: 'text',
  URL: 'text',
  IP: 'text',
  PHONE: 'phone',
  CPF: 11,
  CNS: 15,
  PIS: 11,
  CNPJ: 14,
  SSN: 9,
  NUSS: 12,
};

/**
 * Whether a value is what forms hold when there is none: blanks, marks without a letter or digit (`-`), in numbers of fixed
 * length one digit only (`000.000.000-00`), zeros in codes. A token of it would join all the people who left it out.
 * Words (`não tem`) are not known. These rules reach topics through tokens: they never change for existing types.
 */
export function identifiesNobody(entity: EntityType, value: string): boolean {
  const filler = FILLERS[entity] ?? 'code';
  if (value === '') return true;
  if (filler === 'exact') return false;
  if (!CONTENT.test(value)) return true;
  if (filler === 'text' || value.length > MAXIMUM_LENGTH) return false;
  if (filler === 'phone') return PHONE_FILLER.test(plainCode(value).replace(PHONE_MARKS, ''));
  if (filler === 'code') return ZEROS.test(withoutSeparators(value) ?? '');
  return ONE_DIGIT_ONLY.test((bareNumber(value) ?? '').padStart(filler, '0'));
}
