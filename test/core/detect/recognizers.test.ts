import { describe, expect, it } from 'vitest';
import { createDetector, createDetectorOf } from '../../../src/core/detect/detector.ts';
import { PACKS } from '../../../src/core/detect/packs.ts';
import { readMarkedText } from './marked-text.ts';

const recognizers = Object.values(PACKS).flat();
const whole = createDetector({ knowledge: null });

describe('the packs', () => {
  it('hold exactly the recognizers that are promised', () => {
    expect(recognizers.map((one) => one.name).sort()).toEqual([
      'br/address-unit',
      'br/brasilia',
      'br/cep',
      'br/cnpj',
      'br/cnpj-alphanumeric',
      'br/cns',
      'br/cpf',
      'br/health-plan-card',
      'br/highway',
      'br/phone',
      'br/residence',
      'br/settlement',
      'br/street',
      'generic/date-numeric',
      'generic/date-spoken',
      'generic/date-written',
      'generic/day-and-month',
      'generic/day-of-month',
      'generic/email',
      'generic/international-phone',
      'generic/ip-v4',
      'generic/ip-v6',
      'generic/nanp-phone',
      'generic/payment-card',
      'generic/spanish-phone',
      'generic/unexplained-digits',
      'generic/url',
      'generic/written-token',
    ]);
  });

  it('give each recognizer at least five examples of both kinds', () => {
    for (const { name, examples } of recognizers) {
      expect(examples.match.length, name).toBeGreaterThanOrEqual(5);
      expect(examples.reject.length, name).toBeGreaterThanOrEqual(5);
    }
  });
});

describe.each(recognizers)('$name', (recognizer) => {
  const alone = createDetectorOf([recognizer], 'alone');

  it.each(recognizer.examples.match)('alone finds exactly what is marked: %s', (marked) => {
    const { text, ranges } = readMarkedText(marked);
    expect(ranges.length).toBeGreaterThan(0);
    const spans = alone.find(text, []);
    expect(spans.map(({ start, end }) => ({ start, end }))).toEqual(ranges);
    for (const span of spans) expect(span).toMatchObject({ entity: recognizer.entity, known: -1 });
  });

  it.each(recognizer.examples.match)('wins among all recognizers: %s', (marked) => {
    const { text, ranges } = readMarkedText(marked);
    const spans = whole.find(text, []);
    for (const range of ranges) expect(spans).toContainEqual({ ...range, entity: recognizer.entity, known: -1 });
  });

  it.each(recognizer.examples.reject)('leaves alone: %s', (text) => {
    expect(alone.find(text, [])).toEqual([]);
  });
});
