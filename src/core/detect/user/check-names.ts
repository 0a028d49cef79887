/** Check digits that a policy may name, over the digits of a value (the check digit is the last). */
import { modulo11Digit, passesLuhn } from '../check-digit.ts';

type Check = (digits: ArrayLike<number>, count: number) => boolean;

/** Last digit = 11 minus the remainder of the sum weighted 2 to 9 from the right, 0 for 10 and 11 (Brazilian custom). */
const mod11: Check = (digits, count) => {
  let sum = 0;
  for (let index = count - 2, weight = 2; index >= 0; index--, weight = weight === 9 ? 2 : weight + 1) {
    sum += digits[index]! * weight;
  }
  return modulo11Digit(sum) === digits[count - 1];
};

/** The whole number leaves 1 when divided by 97 (ISO 7064, MOD 97-10). */
const mod97: Check = (digits, count) => {
  let remainder = 0;
  for (let index = 0; index < count; index++) remainder = (remainder * 10 + digits[index]!) % 97;
  return remainder === 1;
};

const DIHEDRAL = [
  '0123456789',
  '1234067895',
  '2340178956',
  '3401289567',
  '4012395678',
  '5987604321',
  '6598710432',
  '7659821043',
  '8765932104',
  '9876543210',
].map((row) => [...row].map(Number));
const PERMUTATION = [
  '0123456789',
  '1576283094',
  '5803796142',
  '8916043527',
  '9453126870',
  '4286573901',
  '2793806415',
  '7046913258',
].map((row) => [...row].map(Number));

/** Verhoeff, Error Detecting Decimal Codes, 1969. */
const verhoeff: Check = (digits, count) => {
  let state = 0;
  for (let index = count - 1, place = 0; index >= 0; index--, place++) {
    state = DIHEDRAL[state]![PERMUTATION[place % 8]![digits[index]!]!]!;
  }
  return state === 0;
};

export const CHECKS = { luhn: passesLuhn, mod11, mod97, verhoeff } as const satisfies Readonly<Record<string, Check>>;

export type CheckName = keyof typeof CHECKS;
