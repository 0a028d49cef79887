import { describe, expect, it } from 'vitest';
import { createDetector } from '../../../src/core/detect/detector.ts';

const detector = createDetector();
const SHORT = 10_000;
const TIMES = 10;
/** A quadratic search needs ten times as long for one text of 100,000 as for ten of 10,000. */
const MOST_GROWTH = 5;
/** Quicker than this at full length, the clock says nothing about growth, and nothing is slow. */
const TOO_QUICK_TO_MEASURE = 60;

const hostile = [
  'a',
  'a.a.',
  '1',
  '1 ',
  '1.',
  '12/',
  '1-',
  '+5',
  '(1) ',
  '@',
  'a@',
  'a@b.',
  '\u200b',
  '1\u200b',
  '\ud800',
  '"\'',
  '[',
  '[a~',
  ':',
  '1:',
  '::1 ',
  'com.',
  'www.',
  'a://',
  '1 may ',
  'cpf ',
  'cpf 1 1 ',
  '529.982.247-25 ',
  '98765-4321/',
  'a1-',
  '𝟏',
  'jucilene ',
  'de ',
];

const known = [
  { entity: 'PERSON' as const, text: 'Jucilene de Souza', domain: null },
  { entity: 'PHONE' as const, text: '5511987654321', domain: null },
];

function fastest(texts: readonly string[]): number {
  let best = Number.POSITIVE_INFINITY;
  for (let run = 0; run < 4; run++) {
    const start = performance.now();
    for (const text of texts) detector.find(text, known);
    best = Math.min(best, performance.now() - start);
  }
  return best;
}

describe('time grows with the length of a hostile text, not with its square', () => {
  it.each(hostile)('%j', (unit) => {
    const long = unit.repeat(Math.ceil((SHORT * TIMES) / unit.length));
    const inParts = fastest(new Array(TIMES).fill(long.slice(0, SHORT)));
    expect(fastest([long])).toBeLessThan(Math.max(TOO_QUICK_TO_MEASURE, inParts * MOST_GROWTH));
  });
});
