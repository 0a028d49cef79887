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
      'br/bank-account',
      'br/bank-code',
      'br/bank-number',
      'br/brasilia',
      'br/cep',
      'br/chassis',
      'br/cnh',
      'br/cnpj',
      'br/cnpj-alphanumeric',
      'br/cns',
      'br/council-number',
      'br/court-case',
      'br/cpf',
      'br/health-plan-card',
      'br/health-plan-code',
      'br/health-plan-on-card',
      'br/highway',
      'br/lettered-reference',
      'br/license-plate',
      'br/long-number',
      'br/medical-record-code',
      'br/medical-record-number',
      'br/mistyped-cpf',
      'br/number-tail',
      'br/passport',
      'br/passport-number',
      'br/phone',
      'br/phone-long-distance',
      'br/pis',
      'br/pix-code',
      'br/pix-key',
      'br/professional-council',
      'br/reference-code',
      'br/reference-number',
      'br/renavam',
      'br/residence',
      'br/rg',
      'br/rg-code',
      'br/rg-issuer',
      'br/rnm',
      'br/settlement',
      'br/spoken-cpf',
      'br/street',
      'br/voter-id',
      'br/voting-place',
      'es/address-unit',
      'es/bank-account',
      'es/cartao-cidadao',
      'es/case-code',
      'es/case-number',
      'es/cbu',
      'es/cedula',
      'es/cif',
      'es/cip-code',
      'es/cip-number',
      'es/civil-number',
      'es/clabe',
      'es/collegiate',
      'es/cuil',
      'es/curp',
      'es/dni-number',
      'es/dni-with-letter',
      'es/elector-key',
      'es/health-plan-code',
      'es/health-plan-number',
      'es/imss',
      'es/latin-phone',
      'es/medical-record-code',
      'es/medical-record-number',
      'es/nie',
      'es/nif-portugal',
      'es/niss',
      'es/nuss',
      'es/portuguese-postal-code',
      'es/postal-code',
      'es/rfc',
      'es/run-with-k',
      'es/street',
      'es/utente',
      'es/vehicle-plate',
      'es/voter-card-number',
      'generic/age',
      'generic/age-spoken',
      'generic/biometric-template',
      'generic/card-security',
      'generic/coordinates',
      'generic/date-numeric',
      'generic/date-spoken',
      'generic/date-written',
      'generic/day-and-month',
      'generic/day-of-month',
      'generic/device-code',
      'generic/device-number',
      'generic/email',
      'generic/embedded-recording',
      'generic/genetic-change',
      'generic/genetic-marker',
      'generic/genetic-variant',
      'generic/handle',
      'generic/hla-type',
      'generic/iban',
      'generic/international-phone',
      'generic/ip-v4',
      'generic/ip-v6',
      'generic/json-web-token',
      'generic/login',
      'generic/mac-address',
      'generic/nanp-phone',
      'generic/one-time-code',
      'generic/password',
      'generic/payment-card',
      'generic/six-digit-code',
      'generic/spanish-phone',
      'generic/spoken-email',
      'generic/spoken-number',
      'generic/spoken-phone',
      'generic/timestamp',
      'generic/unexplained-code',
      'generic/unexplained-digits',
      'generic/url',
      'generic/uuid',
      'generic/written-token',
      'us/address-unit',
      'us/alien-number',
      'us/bank-account-code',
      'us/bank-account-number',
      'us/case-code',
      'us/case-number',
      'us/dea',
      'us/driver-license-code',
      'us/driver-license-number',
      'us/ein',
      'us/health-plan-code',
      'us/health-plan-number',
      'us/hicn',
      'us/highway',
      'us/itin',
      'us/last-four',
      'us/license-plate',
      'us/local-phone',
      'us/mbi',
      'us/medical-record-code',
      'us/medical-record-number',
      'us/npi',
      'us/passport-code',
      'us/passport-number',
      'us/phone-extension',
      'us/po-box',
      'us/professional-license-code',
      'us/professional-license-number',
      'us/routing-number',
      'us/ssn',
      'us/ssn-last-four',
      'us/state-zip',
      'us/street-address',
      'us/vin',
      'us/zip',
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
