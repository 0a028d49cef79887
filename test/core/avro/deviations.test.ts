import avsc, { type Schema } from 'avsc';
import { describe, expect, it } from 'vitest';
import type { SchemaJson } from '../../../src/core/avro/schema.ts';
import { oracleAccepts } from './oracle.ts';
import { STRICTER } from './reference-decoder.ts';
import { hex, outcomeOf } from './walk-record.ts';

type Outcome = 'accepts' | 'refuses';

const CHAIN = { type: 'record', name: 'Chain', fields: [{ name: 'next', type: ['null', 'Chain'] }] };
const MAP = { type: 'map', values: 'int' };
const LIST = { type: 'array', items: 'int' };

/** All that Sigilo judges otherwise than avsc: kind, schema, bytes, avsc, Sigilo. */
const DEVIATIONS: [string, SchemaJson, string, Outcome, Outcome][] = [
  ['invalid UTF-8', 'string', '02 ff', 'accepts', 'refuses'],
  ['invalid UTF-8', MAP, '02 02 ff 00 00', 'accepts', 'refuses'],
  ['boolean above 1', 'boolean', '02', 'accepts', 'refuses'],
  ['int beyond 32 bits', 'int', 'ff ff ff ff 1f', 'accepts', 'refuses'],
  ['long beyond 64 bits', 'bytes', '80 80 80 80 80 80 80 80 80 80 00', 'accepts', 'refuses'],
  ['overlong varint', 'int', '82 00', 'accepts', 'refuses'],
  ['overlong varint', 'bytes', '82 00 61', 'accepts', 'refuses'],
  ['untrue block size', LIST, '03 08 02 04 00', 'accepts', 'refuses'],
  ['repeated map key', MAP, '04 02 61 02 02 61 04 00', 'accepts', 'refuses'],
  ['limit', CHAIN, `${'02'.repeat(40)}00`, 'accepts', 'refuses'],
  ['limit', { type: 'array', items: 'null' }, 'c2 9a 0c 00', 'accepts', 'refuses'],
  ['full int64', 'long', 'fe ff ff ff ff ff ff ff ff 01', 'refuses', 'accepts'],
  ['full int64', 'long', '80 80 80 80 80 80 80 20', 'refuses', 'accepts'],
];

describe('deviations from avsc', () => {
  it.each(DEVIATIONS)('%s: %j %s: avsc %s, Sigilo %s', (_, json, bytes, byAvsc, bySigilo) => {
    const type = avsc.Type.forSchema(json as Schema);
    expect(oracleAccepts(type, hex(bytes))).toBe(byAvsc === 'accepts');
    expect(outcomeOf(json, hex(bytes)) === 'valid').toBe(bySigilo === 'accepts');
  });

  it('keeps a map key __proto__, which avsc loses', () => {
    const bytes = hex(`02 12 ${Buffer.from('__proto__').toString('hex')} 02 00`);
    const map = avsc.Type.forSchema(MAP as Schema).fromBuffer(bytes) as object;
    expect(Object.keys(map)).toEqual([]);
    expect(outcomeOf(MAP, bytes)).toBe('valid');
  });

  it('refuses bytes behind the record, as avsc does when it reads a whole buffer', () => {
    expect(oracleAccepts(avsc.Type.forSchema('int'), hex('02 00'))).toBe(false);
    expect(outcomeOf('int', hex('02 00'))).toBe('malformed_avro');
  });

  it('has a row for each kind that the reference decoder knows', () => {
    const kinds = new Set(DEVIATIONS.map(([kind]) => kind));
    expect([...kinds].sort()).toEqual([...STRICTER, 'full int64'].sort());
  });
});
