import { describe, expect, it } from 'vitest';
import type { SchemaJson } from '../../../src/core/avro/schema.ts';
import { runScenario } from '../../scenarios/run-scenario.ts';
import { policyOf, treatField } from './treat-field.ts';

const UUID = '7f1c2d3e-4a5b-4c6d-8e9f-0a1b2c3d4e5f';
const ULID = '01ARZ3NDEKTSV4RRFFQ69G5FAV';

/** Design section 4, "keep": each shape as the policy writes it, texts that it lets through, and texts that it does not. */
const SHAPES: readonly {
  readonly shape: string;
  readonly fits: readonly string[];
  readonly misfits: readonly string[];
}[] = [
  {
    shape: 'uuid',
    fits: [UUID, UUID.toUpperCase(), '00000000-0000-0000-0000-000000000000', UUID.replace('-4c', '-8c')],
    misfits: [
      '',
      `${UUID}\n`,
      ` ${UUID}`,
      UUID.slice(1),
      `${UUID}0`,
      UUID.replaceAll('-', ''),
      `{${UUID}}`,
      UUID.replace('-4c', '-9c'),
      UUID.replace('-4c', '-0c'),
      UUID.replace('-8e', '-ce'),
      UUID.replace('7', '７'),
      UUID.replace('f', 'g'),
      'ffffffff-ffff-ffff-ffff-ffffffffffff',
    ],
  },
  {
    shape: 'ulid',
    fits: [ULID, ULID.toLowerCase(), '7ZZZZZZZZZZZZZZZZZZZZZZZZZ', '00000000000000000000000000'],
    misfits: [
      '',
      ULID.slice(1),
      `${ULID}0`,
      `${ULID}\n`,
      `8${ULID.slice(1)}`,
      ULID.replace('A', 'I'),
      ULID.replace('A', 'L'),
      ULID.replace('A', 'O'),
      ULID.replace('A', 'U'),
      ULID.replace('1', '１'),
    ],
  },
  {
    shape: 'epoch',
    fits: ['1000000000', '1714521600', '2147483647', '1000000000000', '1714521600123', '2147483647999'],
    misfits: [
      '',
      '0999999999',
      '0714521600',
      '2147483648',
      '2147483648000',
      '171452160',
      '17145216001',
      '171452160012',
      '17145216001234',
      '1714521600\n',
      '+1714521600',
      '1714521600.5',
      '１７１４５２１６００',
      '١٧١٤٥٢١٦٠٠',
      '11987654321',
      '5511987654321',
    ],
  },
  {
    shape: 'token',
    fits: ['a1b2c3d4', 'abcdefgh', 'V1StGXR8_Z5jdHi6B-myT', 'x'.repeat(128), '123456-a-123456'],
    misfits: [
      '',
      'a1b2c3d',
      '123456--',
      '________',
      'x'.repeat(129),
      '12345678',
      'a1234567',
      'a12-34-567',
      'a_1_2_3_4_5_6_7',
      'abcdefgh\n',
      'abc defgh',
      'maria@example',
      'josé-silva',
      'abcdefg１',
    ],
  },
  {
    shape: 'digits(4)',
    fits: ['0000', '1234'],
    misfits: ['', '123', '12345', '123a', '12 4', '1234\n', '-123', '１２３４', '١٢٣٤', '1e10'],
  },
  { shape: 'digits(1)', fits: ['0'], misfits: ['', '00', 'a'] },
  {
    shape: '{ oneOf: [app, web] }',
    fits: ['app', 'web'],
    misfits: ['', 'App', 'app ', 'app\n', 'apps', 'ap', 'app,web', 'toString', '__proto__'],
  },
  {
    shape: '{ pattern: "v[0-9]+|x", max: 6 }',
    fits: ['v1', 'v12345', 'x'],
    misfits: ['', 'v', 'v123456', 'xx', 'v1 ', ' v1', 'v1\n', '\nv1', 'v1\nx', 'v１', 'av1', 'v1x'],
  },
  {
    shape: '{ pattern: "(?s).*", max: 4 }',
    fits: ['', 'çãéõ', '😀😀', 'a\nb'],
    misfits: ['abcde', '😀😀a'],
  },
  { shape: '{ pattern: "\\\\d+", max: 9 }', fits: ['1'], misfits: ['１', '١'] },
];

describe.each(SHAPES)('keep: $shape', ({ shape, fits, misfits }) => {
  it.each(fits)('lets %j through', (text) => {
    expect(treatField('string', `{ keep: ${shape} }`, text)).toEqual({ type: 'string', value: text });
  });

  it.each(misfits)('quarantines %j', (text) => {
    expect(treatField('string', `{ keep: ${shape} }`, text)).toBe('quarantine: unexpected_shape at f');
  });
});

describe('a shape holds', () => {
  const pattern = '{ pattern: "[a-d]{4}", max: 4 }';
  const fixed = { type: 'fixed', name: 'F', size: 4 };
  it.each<[string, SchemaJson, string, unknown, unknown, string]>([
    ['bytes', 'bytes', `{ keep: ${pattern} }`, 'abcd', 'abcx', 'f'],
    ['fixed', fixed, `{ keep: ${pattern} }`, 'abcd', 'abcx', 'f'],
    ['bytes that are no text', 'bytes', `{ keep: ${pattern} }`, 'abcd', '\xff\xff\xff\xff', 'f'],
    ['items', { type: 'array', items: 'string' }, `f[]: { keep: ${pattern} }`, ['abcd'], ['abcd', 'x'], 'f[]'],
    [
      'map keys',
      { type: 'map', values: 'int' },
      `"f{key}": { keep: ${pattern} }\n"f{value}": keep`,
      { abcd: 1 },
      { abcd: 1, dcbx: 1 },
      'f{key}',
    ],
    [
      'map values',
      { type: 'map', values: 'string' },
      `"f{key}": { keep: digits(1) }\n"f{value}": { keep: ${pattern} }`,
      { 1: 'abcd' },
      { 1: 'x' },
      'f{value}',
    ],
    ['a union', ['null', 'string'], `{ keep: ${pattern} }`, { string: 'abcd' }, { string: 'x' }, 'f'],
  ])('in %s', (_, type, rules, good, bad, path) => {
    expect(treatField(type, rules, good)).toMatchObject({ value: good });
    expect(treatField(type, rules, bad)).toBe(`quarantine: unexpected_shape at ${path}`);
  });

  it('in the record key and in headers', () => {
    const policy = policyOf(
      'f: keep',
      `key: { as: utf8, keep: ${pattern} }\nheaders: { h: { as: utf8, keep: ${pattern} } }`,
    );
    const schema = { type: 'record', name: 'R', namespace: 't', fields: [{ name: 'f', type: 'int' }] };
    const run = (key: string, h: string) =>
      runScenario({ schema, policy, given: { record: { f: 1 }, key, headers: { h } } });
    expect(run('abcd', 'dcba').outcome).toMatchObject({ kind: 'forward', record: { headers: { h: 'dcba' } } });
    expect(run('abcx', 'dcba').outcome).toMatchObject({ reason: 'unexpected_shape', fieldPath: 'key' });
    const dropped = run('abcd', 'dcbx');
    expect(dropped.counts.headersDropped).toBe(1);
    expect(dropped.outcome.kind === 'forward' && 'h' in dropped.outcome.record.headers).toBe(false);
  });
});

describe('a shape that cannot be used is a fault', () => {
  it.each([
    ['digits(0)', 'digits must be a whole number from 1'],
    ['digits(x)', 'a shape is'],
    ['digits', 'a shape is'],
    ['digits(-1)', 'a shape is'],
    ['words', 'a shape is'],
    ['UUID', 'a shape is'],
    ['""', 'a shape is'],
    ['[uuid]', 'a shape is'],
    ['{}', 'a shape is'],
    ['{ oneOf: [] }', 'oneOf must list at least one text'],
    ['{ oneOf: [1] }', 'oneOf may list texts only'],
    ['{ oneOf: a }', 'oneOf is a list'],
    ['{ oneOf: [a], max: 3 }', 'a shape is'],
    ['{ pattern: a }', 'a pattern needs max'],
    ['{ max: 3 }', 'max belongs to a pattern'],
    ['{ pattern: a, max: 0 }', 'max must be a whole number from 1 to 4096'],
    ['{ pattern: a, max: 1.5 }', 'max must be a whole number from 1 to 4096'],
    ['{ pattern: a, max: "3" }', 'max must be a whole number from 1 to 4096'],
    ['{ pattern: a, max: 5000 }', 'max must be a whole number from 1 to 4096'],
    ['{ pattern: "", max: 3 }', 'pattern must be a non-empty text'],
    ['{ pattern: "(", max: 3 }', 'pattern is not a valid RE2 expression'],
    ['{ pattern: "(?=a)", max: 3 }', 'pattern is not a valid RE2 expression'],
    ['{ pattern: "(a)\\\\1", max: 3 }', 'pattern is not a valid RE2 expression'],
    ['{ pattern: 1, max: 3 }', 'pattern must be a non-empty text'],
    ['{ from: 1 }', 'a range of numbers has both ends'],
    ['{ from: 2, to: 1 }', 'from not above to'],
  ])('%s', (shape, sentence) => {
    const treated = treatField('string', `{ keep: ${shape} }`, 'a');
    expect(treated).toContain(sentence);
    expect(treated).toMatch(/^fault: .*policy\.yaml:8: fields › f: /s);
  });
});
