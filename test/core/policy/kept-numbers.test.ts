import { describe, expect, it } from 'vitest';
import { LineCounter, parseDocument } from 'yaml';
import { parseSchema, type SchemaJson } from '../../../src/core/avro/schema.ts';
import { compileSchema } from '../../../src/core/policy/compile-schema.ts';
import { maySpellIdentifier } from '../../../src/core/policy/kept-numbers.ts';
import { parsePolicy } from '../../../src/core/policy/policy.ts';
import { treatField } from './treat-field.ts';

const decimal = (precision: number, scale: number, more: SchemaJson = 'bytes') => ({
  ...(typeof more === 'string' ? { type: more } : (more as object)),
  logicalType: 'decimal',
  precision,
  scale,
});
const UUID = { type: 'fixed', name: 'U', size: 16, logicalType: 'uuid' };
const FIXED = { type: 'fixed', name: 'D', size: 8 };

describe('kept numbers and uuids in bytes', () => {
  it.each<[SchemaJson, string, unknown, boolean]>([
    ['int', '{ keep: { from: 0, to: 300 } }', 0, true],
    ['int', '{ keep: { from: 0, to: 300 } }', 300, true],
    ['int', '{ keep: { from: 0, to: 300 } }', 301, false],
    ['int', '{ keep: { from: 0, to: 300 } }', -1, false],
    ['int', '{ keep: { from: -5, to: -5 } }', -5, true],
    ['long', '{ keep: { from: 0, to: 9999999999 } }', 52998224725, false],
    ['long', '{ keep: { from: 0, to: 9999999999 } }', 9999999999, true],
    ['float', '{ keep: { from: 0, to: 45 } }', 37.5, true],
    ['double', '{ keep: { from: 0, to: 45 } }', 45.1, false],
    ['double', '{ keep: { from: 0, to: 45 } }', { hex: '000000000000f87f' }, false],
    ['double', '{ keep: { from: 0, to: 45 } }', { hex: '000000000000f07f' }, false],
    [['null', 'int'], '{ keep: { from: 0, to: 9 } }', { int: 10 }, false],
    [['null', 'int'], '{ keep: { from: 0, to: 9 } }', null, true],
    [decimal(4, 2), 'keep', '\x27\x0f', true], // 9999
    [decimal(4, 2), 'keep', '\x27\x10', false], // 10000: five digits
    [decimal(4, 2), 'keep', '\xd8\xf1', true], // -9999
    [decimal(4, 2), 'keep', '\xd8\xf0', false],
    [decimal(4, 2), 'keep', '', false],
    [decimal(4, 2), 'keep', '\x00\x00\x00\x01', true],
    [decimal(4, 2), 'keep', 'José', false],
    [decimal(11, 0), 'keep', '52998224725', false],
    [decimal(4, 2), '{ keep: { from: 0, to: 1 } }', '\x64', true], // 1.00
    [decimal(4, 2), '{ keep: { from: 0, to: 1 } }', '\x65', false],
    [decimal(4, 2), '{ keep: { from: -1, to: 1 } }', '\x9c', true], // -1.00
    [decimal(4, 2), '{ keep: { from: 1, to: 2 } }', '\x63', false], // 0.99
    [decimal(6, 2, FIXED), 'keep', '\x00\x00\x00\x00\x00\x0f\x42\x3f', true],
    [decimal(6, 2, FIXED), 'keep', '\x00\x00\x00\x00\x00\x0f\x42\x40', false],
    [decimal(6, 2, FIXED), 'keep', '\xff\xff\xff\xff\xff\xf0\xbd\xc1', true],
    [decimal(6, 2, FIXED), 'keep', 'José Luí', false],
    [decimal(6, 2, FIXED), 'keep', 'José\x00\x0f\x42\x3f', false],
    [UUID, '{ keep: uuid }', '\x7f\x1c\x2d\x3e\x4a\x5b\x4c\x6d\x8e\x9f\x0a\x1b\x2c\x3d\x4e\x5f', true],
    [UUID, '{ keep: uuid }', '\x00'.repeat(16), true],
    [UUID, '{ keep: uuid }', 'Maria da Silva A', false],
  ])('%j with %s lets %j through: %s', (type, rule, value, fits) => {
    const treated = treatField(type, rule, value);
    if (fits) expect(treated).toMatchObject({ value });
    else expect(treated).toBe('quarantine: unexpected_shape at f');
  });

  it.each([
    ['boolean', '{ keep: { from: 0, to: 1 } }', 'takes no shape'],
    ['int', '{ keep: digits(3) }', 'takes no shape but a range'],
    ['string', '{ keep: { from: 0, to: 1 } }', 'needs a shape for text'],
    [{ type: 'bytes', logicalType: 'big-decimal' }, 'keep', 'needs a shape'],
    ['int', '{ keep: { from: a, to: b } }', 'from and to must be numbers'],
    ['int', '{ keep: { from: 0, to: .inf } }', 'from and to must be numbers'],
    ['int', '{ keep: { to: 3 } }', 'both ends'],
  ])('%j with %s is a fault: %s', (type, rule, sentence) => {
    expect(treatField(type as SchemaJson, rule, 1)).toContain(sentence);
  });
});

describe('numbers whose names tell that they identify somebody', () => {
  it.each(['cpf', 'nr_cpf', 'cpfTitular', 'patient.cns', 'phones[]', 'a<b.C>.cep', 'patientId', 'id_beneficiario'])(
    '%s is one',
    (path) => expect(maySpellIdentifier(path)).toBe(true),
  );

  it.each(['seq', 'order_id', 'temperature', 'patient.age', 'total', 'recipient', ''])('%s is none', (path) =>
    expect(maySpellIdentifier(path)).toBe(false),
  );

  it('are warned of when they are kept without a range, and otherwise not', () => {
    const text = `policy: p
record: R
profile: lgpd
tenant: { const: x }
key: { as: none }
fields: { cpf: keep, cns: { keep: { from: 0, to: 9 } }, rg: { tokenize: RG }, mrn: keep, born_cpf: { generalize: { DATE: year } }, seq: keep }
`;
    const lines = new LineCounter();
    const parsed = parsePolicy({ file: 'p.yaml', document: parseDocument(text, { lineCounter: lines }), lines });
    if (!('policy' in parsed)) throw new Error(parsed.faults.join());
    const types: Record<string, SchemaJson> = {
      cpf: 'long',
      cns: 'long',
      rg: 'long',
      mrn: ['null', { type: 'bytes', logicalType: 'decimal', precision: 9 }],
      born_cpf: { type: 'int', logicalType: 'date' },
      seq: 'int',
    };
    const fields = Object.entries(types).map(([name, type]) => ({ name, type }));
    const { compiled } = compileSchema(parsed.policy, parseSchema({ type: 'record', name: 'R', fields }), 'quarantine');
    expect(compiled.warnings).toEqual([
      expect.stringMatching(/^p\.yaml:6: cpf: a kept long of this name may be an identifier: tokenize it/),
      expect.stringMatching(/^p\.yaml:6: mrn: a kept bytes of this name/),
    ]);
  });
});
