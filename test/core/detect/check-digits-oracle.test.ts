import fc from 'fast-check';
import { stdnum } from 'stdnum';
import { describe, expect, it } from 'vitest';
import { hasCbuCheckDigits } from '../../../src/core/detect/es/cbu.ts';
import { runControl } from '../../../src/core/detect/es/cedula.ts';
import { hasCifControl } from '../../../src/core/detect/es/cif.ts';
import { hasClabeCheckDigit } from '../../../src/core/detect/es/clabe.ts';
import { hasCuilCheckDigit } from '../../../src/core/detect/es/cuil.ts';
import { hasCurpCheckDigit } from '../../../src/core/detect/es/curp.ts';
import { controlLetter } from '../../../src/core/detect/es/dni.ts';
import { hasCitizenCardCheck, hasNifCheckDigit } from '../../../src/core/detect/es/portugal.ts';

const digits = (count: number) => fc.array(fc.integer({ min: 0, max: 9 }), { minLength: count, maxLength: count });
const letter = fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz');
const codes = (text: string) => Uint16Array.from(text, (character) => character.charCodeAt(0));
const lastDigit = fc.integer({ min: 0, max: 9 });

describe('check digits agree with stdnum', () => {
  it('of a DNI', () => {
    fc.assert(
      fc.property(digits(8), letter, (number, last) => {
        const text = number.join('') + last;
        expect(controlLetter(codes(text), 0, 8) === last.charCodeAt(0)).toBe(stdnum.ES!.dni!.validate(text).isValid);
      }),
      { numRuns: 2000 },
    );
  });

  it('of a CUIT', () => {
    fc.assert(
      fc.property(fc.constantFrom(20, 23, 27, 30, 33), digits(9), (kind, number) => {
        const all = [Math.floor(kind / 10), kind % 10, ...number];
        expect(hasCuilCheckDigit(all)).toBe(stdnum.AR!.cuit!.validate(all.join('')).isValid);
      }),
      { numRuns: 2000 },
    );
  });

  it('of a CBU', () => {
    fc.assert(
      fc.property(digits(21), lastDigit, (number, last) => {
        // stdnum takes a check digit 0 for 10, and refuses it.
        for (let check = 1; check < 10 && last > 0; check++) {
          const all = [0, 1, 1, ...number.slice(3, 7), check, ...number.slice(8), last];
          expect(hasCbuCheckDigits(all)).toBe(stdnum.AR!.cbu!.validate(all.join('')).isValid);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('of a CLABE of a known bank', () => {
    fc.assert(
      fc.property(digits(15), (number) => {
        const all = [0, 1, 2, 1, 8, 0, ...number.slice(0, 12)];
        expect(hasClabeCheckDigit(all)).toBe(stdnum.MX!.clabe!.validate(all.join('')).isValid);
      }),
      { numRuns: 2000 },
    );
  });

  it('of a NIF of Portugal', () => {
    fc.assert(
      fc.property(fc.constantFrom(1, 2, 3, 5, 6), digits(8), (first, number) => {
        const all = [first, ...number];
        expect(hasNifCheckDigit(all)).toBe(stdnum.PT!.nif!.validate(all.join('')).isValid);
      }),
      { numRuns: 2000 },
    );
  });

  it('of a Cartão de Cidadão', () => {
    fc.assert(
      fc.property(digits(9), letter, letter, lastDigit, (number, one, two, last) => {
        const text = `${number.join('')}${one}${two}${last}`;
        expect(hasCitizenCardCheck(codes(text))).toBe(stdnum.PT!.cc!.validate(text.toUpperCase()).isValid);
      }),
      { numRuns: 2000 },
    );
  });

  it('of a RUN of Chile', () => {
    fc.assert(
      fc.property(fc.integer({ min: 10_000_000, max: 29_999_999 }), (number) => {
        const control = runControl(Array.from(String(number), Number), 8);
        const sign = control === 10 ? 'K' : String(control);
        expect(stdnum.CL!.rut!.validate(`${number}${sign}`).isValid).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('of a CIF with a digit', () => {
    fc.assert(
      fc.property(fc.constantFrom(...'abefgh'), digits(8), (kind, number) => {
        const text = kind + number.join('');
        expect(hasCifControl(codes(text))).toBe(stdnum.ES!.cif!.validate(text).isValid);
      }),
      { numRuns: 2000 },
    );
  });

  it('of a CURP', () => {
    for (let last = 0; last < 10; last++) {
      const text = `BOXW310820HNERXN0${last}`;
      expect(hasCurpCheckDigit(codes(text.toLowerCase()))).toBe(stdnum.MX!.curp!.validate(text).isValid);
    }
  });
});
