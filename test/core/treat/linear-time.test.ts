import { describe, expect, it } from 'vitest';
import { ENTITY_TYPES } from '../../../src/core/entity.ts';
import { canonicalIp, canonicalUrl } from '../../../src/core/treat/canonical/address.ts';
import { canonicalCode } from '../../../src/core/treat/canonical/code.ts';
import { canonicalEmail } from '../../../src/core/treat/canonical/email.ts';
import {
  canonicalCnpj,
  canonicalCns,
  canonicalRg,
  paddedDigits,
} from '../../../src/core/treat/canonical/number-code.ts';
import { canonicalPerson } from '../../../src/core/treat/canonical/person.ts';
import { canonicalPhone } from '../../../src/core/treat/canonical/phone.ts';
import { canonicalize } from '../../../src/core/treat/canonical.ts';
import { generalizeAge, generalizeDateText } from '../../../src/core/treat/generalize.ts';
import { identifiesNobody } from '../../../src/core/treat/identifies-nobody.ts';
import { compileShape, type ShapeDeclaration } from '../../../src/core/treat/shape.ts';
import { createTokenizer } from '../../../src/core/treat/token.ts';
import { looksLikeToken } from '../../../src/core/treat/token-form.ts';

const SHORT = 10_000;
const TIMES = 10;
/** A quadratic treatment needs ten times as long for one text of 100,000 as for ten of 10,000. */
const MOST_GROWTH = 5;
/** Quicker than this at full length, the clock says nothing about growth, and nothing is slow. */
const TOO_QUICK_TO_MEASURE = 60;

const units = [
  'a',
  'A ',
  '0',
  '1',
  '00.',
  '1,',
  '.0',
  ' ',
  '\t\n',
  '-',
  '\u0000',
  '\u200b',
  '\u0301',
  'e\u0301',
  '\u0915\u093e',
  '\u0660',
  '\ud800',
  '\ufdfa',
  "'",
  '@',
  'a@',
  '://',
  'http://',
  ':',
  '1:',
  '+',
  '(1) ',
  '[',
  '~',
];

/** Each unit repeated, alone and between what makes a treatment look to the end and then fail there. */
const hostile = units.flatMap((unit) =>
  [
    ['', ''],
    ['', 'X'],
    ['http://', ' b'],
    ['12/03/', '1985!'],
  ].map(
    ([before, after]) =>
      (length: number) =>
        `${before}${unit.repeat(length / unit.length)}${after}`,
  ),
);

function time(treat: (text: string) => unknown, texts: readonly string[]): number {
  const start = performance.now();
  for (const text of texts) treat(text);
  return performance.now() - start;
}

function expectLinear(treat: (text: string) => unknown): void {
  for (const make of hostile) {
    const long = [make(SHORT * TIMES)];
    // Most are quick: only a slow one is worth the runs of a comparison.
    if (time(treat, long) < TOO_QUICK_TO_MEASURE) continue;
    const parts = Array.from({ length: TIMES }, () => make(SHORT));
    const inParts = Math.min(time(treat, parts), time(treat, parts));
    const whole = Math.min(time(treat, long), time(treat, long), time(treat, long));
    expect(whole, JSON.stringify(make(1))).toBeLessThan(Math.max(TOO_QUICK_TO_MEASURE, inParts * MOST_GROWTH));
  }
}

const tokenizer = createTokenizer({ version: 'k1', secret: Buffer.alloc(32, 7) }, { region: 'BR', cacheEntries: 10 });

describe('time grows with the length of a hostile value, not with its square', () => {
  it.each(ENTITY_TYPES)('canonicalize %s', (entity) => {
    expectLinear((text) => canonicalize(entity, text, 'BR'));
  });

  it.each<[string, (text: string) => unknown]>([
    ['a code', canonicalCode],
    ['a link', canonicalUrl],
    ['an IP address', canonicalIp],
    ['an e-mail address', canonicalEmail],
    ['a name', canonicalPerson],
    ['a phone number', (text) => canonicalPhone(text, 'BR')],
    ['a number of fixed length', (text) => paddedDigits(text, 11)],
    ['a CNS', canonicalCns],
    ['a CNPJ', canonicalCnpj],
    ['an RG', canonicalRg],
  ])('the canonical form of %s, also beyond the length that is looked at', (_, canonical) => {
    expectLinear(canonical);
  });

  it.each(ENTITY_TYPES)('token of a %s', (entity) => {
    expectLinear((text) => tokenizer.text('field', 't', 'd', entity, text));
    expectLinear((text) => identifiesNobody(entity, text));
  });

  it('generalize', () => {
    expectLinear((text) => generalizeDateText(text, 'year', 'dmy'));
    expectLinear(generalizeAge);
  });

  it.each<[string, ShapeDeclaration]>([
    ['uuid', 'uuid'],
    ['ulid', 'ulid'],
    ['epoch', 'epoch'],
    ['token', 'token'],
    ['digits', { digits: 11 }],
    ['oneOf', { oneOf: ['a', 'b'] }],
    ['pattern', { pattern: '(a|a)*(0+)*(.*)*X', max: 4096 }],
  ])('shape %s', (_, shape) => {
    expectLinear(compileShape(shape));
  });

  it('the form of tokens', () => {
    expectLinear(looksLikeToken);
  });
});
