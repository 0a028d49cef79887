import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { AvroFault, compileRewriter, createWalk } from '../../../src/core/avro/rewriter.ts';
import { parseSchema, type SchemaJson } from '../../../src/core/avro/schema.ts';
import { DEFAULT_LIMITS } from '../../../src/core/limits.ts';
import { rewriteGraph } from './rewrite-graph.ts';
import { hex, outcomeOf, walkGraph } from './walk-record.ts';

const LIST = { type: 'array', items: 'int' };
const NULLS = { type: 'array', items: 'null' };
const MAP = { type: 'map', values: 'int' };
const COLOUR = { type: 'enum', name: 'Colour', symbols: ['RED', 'BLUE'] };
const FIXED = { type: 'fixed', name: 'Hash', size: 4 };
const CHAIN = { type: 'record', name: 'Chain', fields: [{ name: 'next', type: ['null', 'Chain'] }] };
const WRAPPED_CHAIN = { type: 'record', name: 'Wrapper', fields: [{ name: 'chain', type: CHAIN }] };
const TREE = { type: 'record', name: 'Tree', fields: [{ name: 'below', type: { type: 'array', items: 'Tree' } }] };
const WRAPPED_TREE = { type: 'record', name: 'Wrapper', fields: [{ name: 'tree', type: TREE }] };
const HEAP = { type: 'record', name: 'Heap', fields: [{ name: 'below', type: { type: 'map', values: 'Heap' } }] };
const WRAPPED_HEAP = { type: 'record', name: 'Wrapper', fields: [{ name: 'heap', type: HEAP }] };
const ENDLESS = { type: 'record', name: 'Endless', fields: [{ name: 'self', type: 'Endless' }] };
const PAIR = {
  type: 'record',
  name: 'Pair',
  fields: [
    { name: 'first', type: 'string' },
    { name: 'second', type: 'string' },
  ],
};

const BYTES_AND_INT = {
  type: 'record',
  name: 'BytesAndInt',
  fields: [
    { name: 'first', type: 'bytes' },
    { name: 'second', type: 'int' },
  ],
};

const COUNT_2_62 = `${'80'.repeat(9)}01`;

/** Name, schema, bytes, outcome. */
const TABLE: [string, SchemaJson, string, string][] = [
  ['no bytes for a record', PAIR, '', 'malformed_avro'],
  ['no bytes for an empty record', { type: 'record', name: 'Empty', fields: [] }, '', 'valid'],
  ['a record cut off between fields', PAIR, '02 61', 'malformed_avro'],
  ['a record cut off within a field', PAIR, '02 61 04 62', 'malformed_avro'],
  ['a byte after the record', PAIR, '02 61 02 62 00', 'malformed_avro'],
  ['a whole record', PAIR, '02 61 02 62', 'valid'],

  ['boolean 0', 'boolean', '00', 'valid'],
  ['boolean 1', 'boolean', '01', 'valid'],
  ['boolean 2', 'boolean', '02', 'malformed_avro'],
  ['boolean 255', 'boolean', 'ff', 'malformed_avro'],
  ['no boolean', 'boolean', '', 'malformed_avro'],

  ['the greatest int', 'int', 'fe ff ff ff 0f', 'valid'],
  ['the least int', 'int', 'ff ff ff ff 0f', 'valid'],
  ['an int of 33 bits', 'int', 'ff ff ff ff 1f', 'malformed_avro'],
  ['an int of six bytes', 'int', 'ff ff ff ff ff 00', 'malformed_avro'],
  ['an overlong int', 'int', '82 00', 'malformed_avro'],
  ['an overlong zero', 'int', '80 80 80 80 00', 'malformed_avro'],
  ['an int cut off', 'int', '80', 'malformed_avro'],

  ['the greatest long', 'long', 'fe ff ff ff ff ff ff ff ff 01', 'valid'],
  ['the least long', 'long', 'ff ff ff ff ff ff ff ff ff 01', 'valid'],
  ['a long of 65 bits', 'long', 'ff ff ff ff ff ff ff ff ff 03', 'malformed_avro'],
  ['a long of eleven bytes', 'long', 'ff ff ff ff ff ff ff ff ff ff 01', 'malformed_avro'],
  ['an overlong long', 'long', '80 00', 'malformed_avro'],
  ['a long cut off', 'long', 'ff ff ff ff ff ff ff ff ff', 'malformed_avro'],

  ['a float', 'float', '00 00 80 3f', 'valid'],
  ['a float cut off', 'float', '00 00 80', 'malformed_avro'],
  ['a double cut off', 'double', '00 00 00 00 00 00 f0', 'malformed_avro'],
  ['a NaN float', 'float', '01 00 c0 ff', 'valid'],
  ['a NaN double', 'double', '01 00 00 00 00 00 f8 ff', 'valid'],

  ['bytes of any content', 'bytes', '04 ff 80', 'valid'],
  ['bytes of negative length', 'bytes', '01', 'malformed_avro'],
  ['bytes of negative length that lead back to their start', BYTES_AND_INT, '01', 'malformed_avro'],
  ['bytes beyond the end', 'bytes', '06 ff 80', 'malformed_avro'],
  ['bytes of 2^62', 'bytes', COUNT_2_62, 'malformed_avro'],
  ['bytes of an overlong length', 'bytes', '82 00 61', 'malformed_avro'],

  ['a string', 'string', '04 c3 a9', 'valid'],
  ['a string of invalid UTF-8', 'string', '04 c3 28', 'malformed_avro'],
  ['a string that ends within a character', 'string', '02 c3', 'malformed_avro'],
  ['a string with a surrogate', 'string', '06 ed a0 80', 'malformed_avro'],
  ['a string of negative length', 'string', '03', 'malformed_avro'],
  ['a string of 2^62', 'string', COUNT_2_62, 'malformed_avro'],
  ['a string that claims 20 MB', 'string', '80 b4 89 13 61', 'malformed_avro'],
  ['a NUL character', 'string', '02 00', 'valid'],

  ['a fixed', FIXED, 'ff ff ff ff', 'valid'],
  ['a fixed cut off', FIXED, 'ff ff ff', 'malformed_avro'],
  ['the last enum symbol', COLOUR, '02', 'valid'],
  ['an enum index too high', COLOUR, '04', 'malformed_avro'],
  ['a negative enum index', COLOUR, '01', 'malformed_avro'],
  ['an enum index of 2^62', COLOUR, COUNT_2_62, 'malformed_avro'],
  ['an overlong enum index', COLOUR, '82 00', 'malformed_avro'],
  ['a union index too high', ['null', 'int'], '04', 'malformed_avro'],
  ['a negative union index', ['null', 'int'], '01', 'malformed_avro'],
  ['a union without its value', ['null', 'int'], '02', 'malformed_avro'],
  ['an overlong union index', ['null', 'int'], '80 00', 'malformed_avro'],

  ['an empty array', LIST, '00', 'valid'],
  ['an array of two blocks', LIST, '02 02 04 02 04 00', 'valid'],
  ['an array without its end', LIST, '02 02', 'malformed_avro'],
  ['an array with too few items', LIST, '06 02 00', 'malformed_avro'],
  ['a block with its true size', LIST, '03 04 02 04 00', 'valid'],
  ['a block with too small a size', LIST, '03 02 02 04 00', 'malformed_avro'],
  ['a block with too great a size', LIST, '03 06 02 04 00 00', 'malformed_avro'],
  ['a block with a size beyond the end', LIST, '03 20 02 04 00', 'malformed_avro'],
  ['a block with a negative size', LIST, '03 01 02 04 00', 'malformed_avro'],
  ['a block with a size of -7', LIST, '03 0d 02 04 00', 'malformed_avro'],
  ['a block without its size', LIST, '03', 'malformed_avro'],
  ['an overlong end of an array', LIST, '80 00', 'malformed_avro'],
  ['a block count of 2^62', LIST, COUNT_2_62, 'limit_exceeded'],
  ['2^62 nulls', NULLS, `${COUNT_2_62} 00`, 'limit_exceeded'],
  ['2^63 nulls by a negative count', NULLS, 'ff ff ff ff ff ff ff ff ff 01 00 00', 'limit_exceeded'],
  ['100,000 nulls', NULLS, 'c0 9a 0c 00', 'valid'],
  ['100,001 nulls', NULLS, 'c2 9a 0c 00', 'limit_exceeded'],
  ['100,001 nulls in two blocks', NULLS, 'c0 9a 0c 02 00', 'limit_exceeded'],
  ['100,001 nulls in two arrays', { type: 'array', items: NULLS }, '04 c0 9a 0c 00 02 00 00', 'limit_exceeded'],
  ['2^62 empty fixed', { type: 'array', items: { ...FIXED, size: 0 } }, `${COUNT_2_62} 00`, 'limit_exceeded'],

  ['an empty map', MAP, '00', 'valid'],
  ['a repeated key', MAP, '04 02 61 02 02 61 04 00', 'malformed_avro'],
  ['a repeated empty key', MAP, '04 00 02 00 04 00', 'malformed_avro'],
  ['a key repeated in another block', MAP, '02 02 61 02 02 02 61 04 00', 'malformed_avro'],
  ['keys of which one begins the other', MAP, '04 02 61 02 04 61 61 04 00', 'valid'],
  ['a key that equals another and its value', MAP, '04 02 61 61 04 61 61 02 00', 'valid'],
  ['the key __proto__', MAP, `02 12 ${Buffer.from('__proto__').toString('hex')} 02 00`, 'valid'],
  ['a key of invalid UTF-8', MAP, '02 02 ff 02 00', 'malformed_avro'],
  ['a key cut off', MAP, '02 04 61', 'malformed_avro'],
  ['a map block with an untrue size', MAP, '01 04 02 61 02 00', 'malformed_avro'],
  ['a map count of 2^62', MAP, COUNT_2_62, 'limit_exceeded'],

  ['32 records in unions', CHAIN, `${'02'.repeat(31)}00`, 'valid'],
  ['33 records in unions', CHAIN, `${'02'.repeat(32)}00`, 'limit_exceeded'],
  ['a union at level 64', WRAPPED_CHAIN, `${'02'.repeat(30)}00`, 'valid'],
  ['a union at level 65', WRAPPED_CHAIN, `${'02'.repeat(31)}00`, 'limit_exceeded'],
  ['an array at level 64', WRAPPED_TREE, `${'02'.repeat(30)}${'00'.repeat(31)}`, 'valid'],
  ['an array at level 65', WRAPPED_TREE, `${'02'.repeat(31)}${'00'.repeat(32)}`, 'limit_exceeded'],
  ['a map at level 64', WRAPPED_HEAP, `${'020261'.repeat(30)}${'00'.repeat(31)}`, 'valid'],
  ['a map at level 65', WRAPPED_HEAP, `${'020261'.repeat(31)}${'00'.repeat(32)}`, 'limit_exceeded'],
  ['10,000 records in unions', CHAIN, `${'02'.repeat(10_000)}00`, 'limit_exceeded'],
  ['a record without end', ENDLESS, '', 'limit_exceeded'],
];

describe('bad input', () => {
  it.each(TABLE)('gives %s its outcome', (_, json, bytes, expected) => {
    expect(outcomeOf(json, hex(bytes))).toBe(expected);
  });

  it.each(TABLE)('gives %s the same outcome within a part that is dropped', (_, json, bytes, expected) => {
    const root = parseSchema({ type: 'record', name: 'Outer', fields: [{ name: 'part', type: json }] });
    const graph = rewriteGraph(root, null);
    if (graph.op !== 'record' || root.kind !== 'record') throw new Error('not a record');
    const node = root.fields[0]!.node;
    const deeper = { ...DEFAULT_LIMITS, depth: DEFAULT_LIMITS.depth + 1 };
    for (const op of ['drop', 'leaf'] as const) {
      graph.fields = [op === 'drop' ? { op, path: 'part', node, counted: true } : { op, path: 'part', node, leaf: 0 }];
      const result = walkGraph(graph, hex(bytes), deeper);
      const outcome = result instanceof AvroFault ? result.reason : 'valid';
      // A byte too many belongs to the outer record, and so does the fault.
      expect(outcome).toBe(expected);
      if (result instanceof AvroFault) expect(['part', 'root']).toContain(result.fieldPath);
    }
  });

  it.each(TABLE)('gives %s the same outcome in the midst of a buffer', (_, json, bytes, expected) => {
    const record = hex(bytes);
    const buffer = Buffer.concat([Buffer.alloc(5, 0x01), record, Buffer.alloc(32, 0)]);
    const rewrite = compileRewriter(rewriteGraph(parseSchema(json), null), DEFAULT_LIMITS);
    const run = () => rewrite(buffer, 5, 5 + record.length, createWalk());
    if (expected === 'valid') run();
    else expect(run).toThrow(expect.objectContaining({ reason: expected }));
  });

  it('refuses a record above the limit before reading it', () => {
    const limits = { ...DEFAULT_LIMITS, recordBytes: 3 };
    expect(outcomeOf('string', hex('06 61 61 61'), limits)).toBe('limit_exceeded');
    expect(outcomeOf('string', hex('04 61 61'), limits)).toBe('valid');
  });

  it('survives a depth limit beyond the stack', () => {
    const limits = { ...DEFAULT_LIMITS, depth: 10_000_000 };
    expect(outcomeOf(CHAIN, hex(`${'02'.repeat(500_000)}00`), limits)).toBe('limit_exceeded');
  });

  it('finds a repeated key among many', () => {
    for (const size of [15, 16, 17, 18, 40, 3000]) {
      const keys = Array.from({ length: size }, (_, index) => `key ${index}`);
      expect(outcomeOf(MAP, mapOf(keys))).toBe('valid');
      for (const repeated of [0, Math.floor(size / 2), size - 1]) {
        expect(outcomeOf(MAP, mapOf([...keys, `key ${repeated}`]))).toBe('malformed_avro');
      }
    }
  });

  it('keeps the keys of a map apart from those of the maps within it', () => {
    const nested = { type: 'map', values: { type: 'map', values: 'null' } };
    expect(outcomeOf(nested, hex('04 02 61 04 02 61 02 62 00 02 62 04 02 61 02 62 00 00'))).toBe('valid');
    expect(outcomeOf(nested, hex('04 02 61 02 02 61 00 02 61 02 02 62 00 00'))).toBe('malformed_avro');
  });

  it('says where it failed and nothing of what was read', () => {
    const planted = 'maria.silva@example.com 39053344705';
    const bytes = Buffer.concat([Buffer.from([planted.length * 2]), Buffer.from(planted), hex('02 ff')]);
    const fault = walkGraph(rewriteGraph(parseSchema(PAIR), null), bytes);
    if (!(fault instanceof AvroFault)) throw new Error('was not refused');
    expect(fault.fieldPath).toBe('root.second');
    const told = `${fault.message} ${fault.stack} ${JSON.stringify(fault)} ${String(fault)}`;
    for (const part of planted.split(' ')) expect(told.includes(part)).toBe(false);
    expect(fault.stack?.split('\n')).toHaveLength(1);
  });
});

/** A map block of the keys, each with the value 0. */
function mapOf(keys: readonly string[]): Buffer {
  const entries = keys.map((key) => Buffer.concat([Buffer.from([key.length * 2]), Buffer.from(key), Buffer.from([0])]));
  const count = Buffer.from([((keys.length * 2) & 0x7f) | 0x80, (keys.length * 2) >> 7]);
  return Buffer.concat([keys.length < 64 ? Buffer.from([keys.length * 2]) : count, ...entries, Buffer.from([0])]);
}
