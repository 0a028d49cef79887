import { describe, expect, it } from 'vitest';
import type { KnownValue } from '../../../src/core/entity.ts';
import { compileGuard, type LeafClass } from '../../../src/core/guard/leak-check.ts';
import {
  createRandom,
  makeCard,
  makeCleanText,
  makeCnpj,
  makeCns,
  makeCpf,
  makeUuid,
  type Random,
} from './sample-text.ts';

const guard = compileGuard('string', new Map([['', 'text']]), { canaries: ['CANARY-7f3a-SIGILO'] });

const KNOWN: readonly KnownValue[] = [
  { entity: 'PERSON', text: 'Mariana Alves de Sousa', domain: null },
  { entity: 'CPF', text: '529.982.247-25', domain: 'CPF' },
  { entity: 'CNS', text: '898000000043208', domain: 'CNS' },
  { entity: 'PHONE', text: '+55 11 98765-4321', domain: 'PHONE' },
  { entity: 'EMAIL', text: 'mariana.alves@exemplo.com.br', domain: 'EMAIL' },
  { entity: 'HEALTH_PLAN', text: '0 123 456789012345 6', domain: null },
];

const grouped = (number: string, sizes: readonly number[], marks: string): string =>
  sizes
    .map((size, group) => number.slice(offset(sizes, group), offset(sizes, group) + size) + (marks[group] ?? ''))
    .join('');
const offset = (sizes: readonly number[], group: number): number => sizes.slice(0, group).reduce((a, b) => a + b, 0);
const caseless = (random: Random, text: string): string =>
  random.pick([text, text.toUpperCase(), text.toLowerCase(), text.normalize('NFD')]);

const PLANTS: Readonly<Record<string, (random: Random) => string>> = {
  'bare CPF': makeCpf,
  'masked CPF': (random) => grouped(makeCpf(random), [3, 3, 3, 2], '..-'),
  'spaced CPF': (random) => grouped(makeCpf(random), [3, 3, 3, 2], '   '),
  'half-masked CPF': (random) => grouped(makeCpf(random), [9, 2], '-'),
  'bare CNPJ': makeCnpj,
  'masked CNPJ': (random) => grouped(makeCnpj(random), [2, 3, 3, 4, 2], '../-'),
  'bare CNS': makeCns,
  'spaced CNS': (random) => grouped(makeCns(random), [3, 4, 4, 4], '   '),
  'bare card': makeCard,
  'spaced card': (random) => makeCard(random).replace(/^(.{4})(.{4})(.{4})(.{4})$/, '$1 $2 $3 $4'),
  email: (random) => `ana${random.below(999)}.lima+x@mail${random.below(9)}.exemplo.com.br`,
  'mobile with area code': (random) =>
    `(${random.pick([11, 21, 51, 85])}) 9${8000 + random.below(999)}-${1000 + random.below(8999)}`,
  'bare mobile': (random) => `${random.pick([11, 21, 51, 85])}9${80000000 + random.below(9999999)}`,
  'international phone': (random) =>
    `+${random.pick(['55 11', '351', '34', '1 212'])} ${900000000 + random.below(9999999)}`,
  'landline with area code': (random) =>
    `(${random.pick([11, 48])}) 3${100 + random.below(899)}-${1000 + random.below(8999)}`,
  'known name': (random) => caseless(random, 'Mariana Alves de Sousa'),
  'known number': (random) => random.pick(['0123456789012345-6', '0 123 456789012345 6', '0.123.456789012345.6']),
  canary: () => 'CANARY-7f3a-SIGILO',
};

describe('random clean texts', () => {
  it.each<[LeafClass]>([['text'], ['kept'], ['closed']])('never hit a %s leaf, 120,000 times', (leafClass) => {
    const random = createRandom(20251122);
    let hits = 0;
    for (let round = 0; round < 120_000; round++) {
      if (guard.checkText(makeCleanText(random), leafClass, KNOWN, 'text') !== null) hits += 1;
    }
    expect(hits).toBe(0);
  });

  it('of ids alone never hit a kept leaf, 100,000 times', () => {
    const random = createRandom(7);
    let hits = 0;
    for (let round = 0; round < 100_000; round++) {
      if (guard.checkText(makeUuid(random), 'kept', KNOWN, 'id') !== null) hits += 1;
    }
    expect(hits).toBe(0);
  });
});

describe('a planted value', () => {
  it.each(Object.keys(PLANTS))('is found wherever it stands in a clean text: %s', (kind) => {
    const random = createRandom(42);
    let missed = 0;
    for (let round = 0; round < 2_000; round++) {
      const value = PLANTS[kind]!(random);
      const around = random.pick([' ', '\n', '“', ':', '…', '()', '；']);
      const text = makeCleanText(random) + around[0] + value + around.at(-1) + makeCleanText(random);
      if (guard.checkText(text, 'text', KNOWN, 'text') === null) missed += 1;
    }
    expect(missed).toBe(0);
  });
});
