import { describe, expect, it } from 'vitest';
import type { SchemaJson } from '../../../src/core/avro/schema.ts';
import { createTokenizer } from '../../../src/core/treat/token.ts';
import { TEST_KEY } from '../../scenarios/run-scenario.ts';
import { treatField } from './treat-field.ts';

const tokenizer = createTokenizer(TEST_KEY, { region: 'BR', cacheEntries: 0 });
const cpf = (value: string) => tokenizer.text('field', 'coop', 'CPF', 'CPF', value);
const ANA = cpf('52998224725');
const RUI = cpf('11144477735');
const INTS: SchemaJson = { type: 'map', values: 'int' };
const NESTED: SchemaJson = { type: 'map', values: INTS };
const hex = (text: string) => Buffer.from(text).toString('hex');

/** The bytes of a map of ints in blocks: `[key, value]` below 64. */
function blocks(...parts: readonly (readonly (readonly [string, number])[])[]): { readonly hex: string } {
  const byte = (value: number) => (value * 2).toString(16).padStart(2, '0');
  const entry = ([key, value]: readonly [string, number]) => byte(key.length) + hex(key) + byte(value);
  return { hex: `${parts.map((part) => byte(part.length) + part.map(entry).join('')).join('')}00` };
}

/** Type, rules, map in the source, entries in the sink in their order. */
const MAPS: readonly [name: string, type: SchemaJson, rules: string, value: unknown, entries: unknown][] = [
  [
    'kept',
    INTS,
    '"f{key}": { keep: { oneOf: [a, b] } }\n"f{value}": keep',
    { b: 1, a: 2 },
    [
      ['b', 1],
      ['a', 2],
    ],
  ],
  ['redacted', INTS, '"f{key}": { redact: PERSON }\n"f{value}": keep', { Ana: 1 }, [['[PERSON]', 1]]],
  [
    'redacted and equal',
    INTS,
    '"f{key}": { redact: PERSON }\n"f{value}": keep',
    { Rui: 1, Ana: 2, Eva: 3 },
    [
      ['[PERSON]', 1],
      ['[PERSON]#2', 2],
      ['[PERSON]#3', 3],
    ],
  ],
  ['tokenized', INTS, '"f{key}": { tokenize: CPF }\n"f{value}": keep', { '529.982.247-25': 1 }, [[ANA, 1]]],
  [
    'tokenized and equal',
    INTS,
    '"f{key}": { tokenize: CPF }\n"f{value}": keep',
    { '529.982.247-25': 1, '111.444.777-35': 2, '529982247-25': 3, '11144477735 ': 4, '529 982 247 25': 5 },
    [
      [ANA, 1],
      [RUI, 2],
      [`${ANA}#2`, 3],
      [`${RUI}#2`, 4],
      [`${ANA}#3`, 5],
    ],
  ],
  [
    'in blocks',
    INTS,
    '"f{key}": { tokenize: CPF }\n"f{value}": keep',
    blocks(
      [['529.982.247-25', 1]],
      [
        ['11144477735', 2],
        ['52998224725', 3],
      ],
    ),
    [
      [ANA, 1],
      [RUI, 2],
      [`${ANA}#2`, 3],
    ],
  ],
  [
    'of nobody',
    INTS,
    '"f{key}": { tokenize: CPF }\n"f{value}": keep',
    { '': 1, '000.000.000-00': 2 },
    [
      ['[CPF]', 1],
      ['[CPF]#2', 2],
    ],
  ],
  [
    'called __proto__',
    INTS,
    '"f{key}": { redact: OTHER_ID }\n"f{value}": keep',
    { hex: `04${(9 * 2).toString(16)}${hex('__proto__')}02${(11 * 2).toString(16)}${hex('constructor')}0400` },
    [
      ['[OTHER_ID]', 1],
      ['[OTHER_ID]#2', 2],
    ],
  ],
  [
    'of maps in a map, each counted by itself',
    NESTED,
    '"f{key}": { redact: PERSON }\n"f{value}{key}": { redact: PERSON }\n"f{value}{value}": keep',
    { Ana: { Eva: 1, Rui: 2 }, Bia: { Eva: 3 } },
    [
      ['[PERSON]', { '[PERSON]': 1, '[PERSON]#2': 2 }],
      ['[PERSON]#2', { '[PERSON]': 3 }],
    ],
  ],
];

describe('map keys', () => {
  it.each(MAPS)('%s', (_, type, rules, value, entries) => {
    const treated = treatField(type, rules, value);
    if (typeof treated === 'string') throw new Error(treated);
    expect(Object.entries(treated.value as object)).toEqual(entries);
  });

  it.each([
    ['"f{key}": keep\n"f{value}": keep', 'f{key}: keep of string needs a shape'],
    ['"f{key}": detect\n"f{value}": keep', 'f{key}: a map key is kept by shape, redacted or tokenized'],
    ['"f{key}": { tokenize: { type: CPF, as: long } }\n"f{value}": keep', 'f{key}: a map key is kept by shape'],
    ['"f{key}": drop\n"f{value}": keep', 'drop the whole map at f'],
    ['"f{key}": { redact: CPF }\n"f{value}": drop', 'drop the whole map at f'],
    ['f: keep', 'keep covers a single value, not map'],
    ['f: { tokenize: CPF }', 'write path{key} and path{value}'],
  ])('with %j are a fault', (rules, sentence) => {
    expect(treatField(INTS, rules, {})).toContain(sentence);
  });

  it.each([
    ['"f{key}": { redact: CPF }', { a: 1 }, 'quarantine: uncovered_field at f{value}'],
    ['"f{value}": keep', { a: 1 }, 'quarantine: uncovered_field at f{key}'],
    ['"f{key}": { keep: digits(1) }\n"f{value}": keep', { 1: 1, a: 1 }, 'quarantine: unexpected_shape at f{key}'],
  ])('with %j of %j end in the quarantine', (rules, value, expected) => {
    expect(treatField(INTS, rules, value)).toBe(expected);
  });
});
