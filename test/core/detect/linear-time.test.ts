import { describe, expect, it } from 'vitest';
import { createDetector } from '../../../src/core/detect/detector.ts';
import { readKnowledge } from '../../../src/knowledge-files.ts';
import { HOSTILE, HOSTILE_TO_NAMES } from './hostile-texts.ts';

const detector = createDetector({ knowledge: null });
const SHORT = 1_000;
const TIMES = 10;
/** A quadratic search needs ten times as long for one text of 10,000 as for ten of 1,000. */
const MOST_GROWTH = 5;
/** Quicker than this at full length, the clock says nothing about growth, and nothing is slow. */
const TOO_QUICK_TO_MEASURE = 25;

/** What may follow a whole hostile text, so that it is refused only at its end; before it stands what refuses at the start. */
const suffixes = [
  '',
  '@',
  '\u200b@',
  '@\u200b',
  '@a',
  '@a.b',
  '://',
  '/',
  '-',
  '.',
  '\u2024@',
  '+',
  'º',
  ']',
  '~a]',
  ' mg',
];

const known = [
  { entity: 'PERSON' as const, text: 'Jucilene de Souza', domain: null },
  { entity: 'PHONE' as const, text: '5511987654321', domain: null },
];

/** Milliseconds of processor time of the quickest of a few runs: other processes may run. One that is quick enough says all. */
function fastest(texts: readonly string[]): number {
  let best = Number.POSITIVE_INFINITY;
  for (let run = 0; run < 3 && best > TOO_QUICK_TO_MEASURE; run++) {
    const before = process.cpuUsage();
    for (const text of texts) detector.find(text, known);
    best = Math.min(best, process.cpuUsage(before).user / 1000);
  }
  return best;
}

function isLinear(unit: string, prefix: string, suffix: string): boolean {
  const long = unit.repeat(Math.ceil((SHORT * TIMES) / unit.length));
  const wrap = (text: string): string => prefix + text + suffix;
  const whole = fastest([wrap(long)]);
  if (whole < TOO_QUICK_TO_MEASURE) return true;
  const inParts = fastest(new Array(TIMES).fill(wrap(long.slice(0, SHORT))));
  return whole < Math.max(TOO_QUICK_TO_MEASURE, inParts * MOST_GROWTH);
}

describe('time grows with the length of a hostile text, not with its square', () => {
  it.each(HOSTILE)('%j', { timeout: 60_000 }, (unit) => {
    for (const suffix of suffixes) expect(isLinear(unit, '', suffix), `suffix ${suffix}`).toBe(true);
    for (const suffix of ['@', '\u200b@']) expect(isLinear(unit, '@a', suffix), `@a … ${suffix}`).toBe(true);
  });
});

describe('so it does with names and places, too', () => {
  const knowing = createDetector({ knowledge: readKnowledge() });
  const length = 40_000;
  /** Of processor time: other processes may run. */
  const spent = (texts: readonly string[]): number => {
    let best = Number.POSITIVE_INFINITY;
    for (let run = 0; run < 2; run++) {
      const before = process.cpuUsage();
      for (const text of texts) knowing.find(text, []);
      best = Math.min(best, process.cpuUsage(before).user / 1000);
      if (best < TOO_QUICK_TO_MEASURE) return best;
    }
    return best;
  };

  it.each([...new Set([...HOSTILE, ...HOSTILE_TO_NAMES])])('%j', { timeout: 60_000 }, (unit) => {
    const long = unit.repeat(Math.ceil(length / unit.length));
    const whole = spent([long]);
    if (whole < TOO_QUICK_TO_MEASURE) return;
    expect(whole).toBeLessThan(spent(new Array(length / SHORT).fill(long.slice(0, SHORT))) * 3);
  });
});
