import { isValidCnh, isValidPis, isValidProcessoJuridico, isValidVoterId } from '@brazilian-utils/brazilian-utils';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasCnhCheckDigits } from '../../../src/core/detect/br/cnh.ts';
import { hasCourtCheckDigits } from '../../../src/core/detect/br/court-case.ts';
import { hasPisCheckDigit } from '../../../src/core/detect/br/pis.ts';
import { hasVoterCheckDigits } from '../../../src/core/detect/br/voter-id.ts';

type Check = (digits: Uint8Array) => boolean;

/** Every ending of a number of check digits, so that both answers occur. */
function endings(length: number, last: number): fc.Arbitrary<string[]> {
  const head = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length - last, maxLength: length - last });
  return head.map((digits) =>
    Array.from({ length: 10 ** last }, (_, ending) => digits.join('') + String(ending).padStart(last, '0')),
  );
}

const toDigits = (text: string): Uint8Array => Uint8Array.from(text, Number);

describe('check digits of Brazilian numbers agree with @brazilian-utils', () => {
  it.each<[string, number, number, Check, (text: string) => boolean]>([
    ['PIS', 11, 1, hasPisCheckDigit, isValidPis],
    ['CNH', 11, 2, hasCnhCheckDigits, isValidCnh],
    ['título de eleitor', 12, 2, hasVoterCheckDigits, isValidVoterId],
  ])('%s', (_, length, last, check, oracle) => {
    let valid = 0;
    const agree = fc.property(endings(length, last), (numbers) => {
      for (const number of numbers) {
        expect(check(toDigits(number)), 'same answer').toBe(oracle(number));
        if (oracle(number)) valid++;
      }
    });
    fc.assert(agree, { seed: 5, numRuns: 200 });
    expect(valid).toBeGreaterThan(10);
  });

  it('court case', () => {
    let valid = 0;
    for (const number of ['00044186220228190042', '50077142820258240073', '50033182220244047205']) {
      for (let check = 0; check < 100; check++) {
        const tried = number.slice(0, 7) + String(check).padStart(2, '0') + number.slice(9);
        if (!isValidProcessoJuridico(tried)) continue;
        valid++;
        expect(hasCourtCheckDigits(toDigits(tried))).toBe(true);
      }
    }
    expect(valid).toBe(3);
  });
});
