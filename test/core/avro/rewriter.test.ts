import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import type { RewriteNode } from '../../../src/core/avro/rewrite-node.ts';
import { AvroFault, compileRewriter, createWalk, type Walk } from '../../../src/core/avro/rewriter.ts';
import { parseSchema, type SchemaJson, type SchemaNode } from '../../../src/core/avro/schema.ts';
import { DEFAULT_LIMITS } from '../../../src/core/limits.ts';
import { SigiloError } from '../../../src/errors.ts';
import { assemble, rewriteGraph } from './rewrite-graph.ts';
import { hex, slotsOf, walkGraph } from './walk-record.ts';

function walked(graph: RewriteNode, bytes: Buffer): Walk {
  const result = walkGraph(graph, bytes);
  if (result instanceof AvroFault) throw result;
  return result;
}

function outOf(walk: Walk): string {
  return walk.out.subarray(0, walk.outLength).toString('hex');
}

function kept(json: SchemaJson): RewriteNode {
  return rewriteGraph(parseSchema(json), null);
}

const MIXED: SchemaJson = {
  type: 'record',
  name: 'Mixed',
  fields: [
    { name: 'count', type: 'int' },
    { name: 'name', type: 'string' },
    { name: 'flag', type: 'boolean' },
    { name: 'hash', type: { type: 'fixed', name: 'Two', size: 2 } },
  ],
};

describe('slots', () => {
  it('hold the content of strings without its length, in output order', () => {
    const walk = walked(kept(MIXED), hex('7e 04 6869 01 aabb'));
    expect(outOf(walk)).toBe('7e01');
    expect(slotsOf(walk)).toEqual([
      [1, 2, 4, 1, 0],
      [0, 5, 7, 2, 0],
    ]);
  });

  it.each<[SchemaJson, string, number, number]>([
    ['string', '04 6869', 1, 3],
    ['bytes', '04 ffff', 1, 3],
    ['int', 'fe ff 01', 0, 3],
    ['float', '00 00 80 3f', 0, 4],
    ['double', '00 00 00 00 00 00 f0 3f', 0, 8],
    [{ type: 'enum', name: 'E', symbols: ['A', 'B'] }, '02', 0, 1],
    [['null', 'string'], '02 04 6869', 0, 4],
    [{ type: 'array', items: 'string' }, '02 02 61 00', 0, 4],
  ])('of %j point to the range of its value', (json, bytes, start, end) => {
    const walk = walked({ op: 'leaf', path: '', node: parseSchema(json), leaf: 9 }, hex(bytes));
    expect(slotsOf(walk)).toEqual([[9, start, end, 0, 0]]);
    expect(walk.outLength).toBe(0);
  });

  it('give an array one count over all blocks, and the items follow', () => {
    const walk = walked(kept({ type: 'array', items: 'int' }), hex('02 02 03 04 04 06 02 08 00'));
    expect(outOf(walk)).toBe('0204060800');
    expect(slotsOf(walk)).toEqual([[-1, 4, 0, 0, 0]]);
  });

  it('give an empty array or map no count', () => {
    for (const json of [
      { type: 'array', items: 'int' },
      { type: 'map', values: 'int' },
    ]) {
      const walk = walked(kept(json), hex('00'));
      expect(outOf(walk)).toBe('00');
      expect(walk.slotCount).toBe(0);
    }
  });

  it('number the maps of a record and give each entry a key slot', () => {
    const graph = kept({ type: 'array', items: { type: 'map', values: 'int' } });
    const walk = walked(graph, hex('04 04 02 61 02 02 62 04 00 02 02 61 06 00 00'));
    expect(slotsOf(walk)).toEqual([
      [-1, 2, 0, 0, 0],
      [-1, 2, 0, 0, 0],
      [1, 3, 4, 0, 1],
      [1, 6, 7, 1, 1],
      [-1, 1, 0, 3, 0],
      [1, 11, 12, 3, 2],
    ]);
    expect(outOf(walk)).toBe('020400060000');
  });

  it('begin where the record begins in its buffer', () => {
    const bytes = Buffer.concat([Buffer.alloc(5, 0xff), hex('7e 04 6869 01 aabb'), Buffer.alloc(3, 0xff)]);
    const walk = createWalk();
    compileRewriter(kept(MIXED), DEFAULT_LIMITS)(bytes, 5, 12, walk);
    expect(slotsOf(walk)[0]).toEqual([1, 7, 9, 1, 0]);
    expect(assemble(bytes, walk)).toEqual(bytes.subarray(5, 12));
  });

  it('grow with the record, as does the output', () => {
    const bytes = Buffer.concat([hex('80 f1 04'), Buffer.alloc(40_000, 0), hex('00')]);
    const walk = walked(kept({ type: 'array', items: 'string' }), bytes);
    expect(walk.slotCount).toBe(40_001);
    expect(assemble(bytes, walk)).toEqual(bytes);
    const copied = walked(kept({ type: 'array', items: 'int' }), bytes);
    expect(assemble(bytes, copied)).toEqual(bytes);
  });
});

describe('operations', () => {
  const record = parseSchema(MIXED);
  if (record.kind !== 'record') throw new Error('not a record');
  const field = (index: number): SchemaNode => record.fields[index]!.node;

  it('drop leaves a field out and counts it when told so', () => {
    const graph = kept(MIXED);
    if (graph.op !== 'record') throw new Error('not a record');
    graph.fields[0] = { op: 'drop', path: '', node: field(0), counted: true };
    graph.fields[1] = { op: 'drop', path: '', node: field(1), counted: false };
    const walk = walked(graph, hex('7e 04 6869 01 aabb'));
    expect(outOf(walk)).toBe('01');
    expect(walk.droppedFields).toBe(1);
  });

  it('refuse ends the walk where it is reached and leaves no output', () => {
    const graph = kept(MIXED);
    if (graph.op !== 'record') throw new Error('not a record');
    graph.fields[2] = { op: 'refuse', path: 'flag', node: field(2) };
    const walk = createWalk();
    const rewrite = compileRewriter(graph, DEFAULT_LIMITS);
    expect(() => rewrite(hex('7e 04 6869 01 aabb'), 0, 7, walk)).toThrow(
      expect.objectContaining({ reason: 'uncovered_field', fieldPath: 'flag' }),
    );
    expect([walk.outLength, walk.slotCount]).toEqual([0, 0]);
  });

  it('refuse within a branch or an array matters only when it is reached', () => {
    const node = parseSchema(['null', 'string', { type: 'array', items: 'string' }]);
    const graph = rewriteGraph(node, null);
    if (graph.op !== 'union' || node.kind !== 'union') throw new Error('not a union');
    const list = graph.branches[2]!;
    if (list.op !== 'array') throw new Error('not an array');
    graph.branches[1] = { op: 'refuse', path: 'text', node: node.branches[1]! };
    list.items = { op: 'refuse', path: 'item', node: list.node.items };
    expect(outOf(walked(graph, hex('00')))).toBe('00');
    expect(outOf(walked(graph, hex('04 00')))).toBe('0400');
    expect(walkGraph(graph, hex('02 02 61'))).toMatchObject({ reason: 'uncovered_field', fieldPath: 'text' });
    expect(walkGraph(graph, hex('04 02 02 61 00'))).toMatchObject({ reason: 'uncovered_field', fieldPath: 'item' });
  });

  it('union branches get the index of the sink, or none', () => {
    const node = parseSchema(['null', 'int', 'string']);
    const graph = rewriteGraph(node, null);
    if (graph.op !== 'union' || node.kind !== 'union') throw new Error('not a union');
    graph.sinkIndexes = [1, 0, 70];
    expect(outOf(walked(graph, hex('00')))).toBe('02');
    expect(outOf(walked(graph, hex('02 08')))).toBe('0008');
    expect(outOf(walked(graph, hex('04 02 61')))).toBe('8c01');
    graph.branches[2] = { op: 'drop', path: '', node: node.branches[2]!, counted: true };
    graph.sinkIndexes = [0, 1, 0];
    expect(outOf(walked(graph, hex('04 02 61')))).toBe('00');
    graph.sinkIndexes = [-1, -1, -1];
    expect(outOf(walked(graph, hex('02 08')))).toBe('08');
    expect(outOf(walked(graph, hex('04 02 61')))).toBe('');
  });

  it('longer union indexes fit into the output', () => {
    const list = rewriteGraph(parseSchema({ type: 'array', items: ['null', 'int'] }), null);
    if (list.op !== 'array' || list.items.op !== 'union') throw new Error('not an array of unions');
    list.items.sinkIndexes = [70, 71];
    const walk = walked(list, Buffer.concat([hex('c0 b8 02'), Buffer.alloc(20_000, 0), hex('00')]));
    expect(outOf(walk)).toBe(`${'8c01'.repeat(20_000)}00`);
  });

  it.each([
    ['float', '01 00 80 7f', '0000c07f'],
    ['float', 'ff ff ff ff', '0000c07f'],
    ['float', '00 00 80 ff', '000080ff'],
    ['float', '00 00 00 80', '00000080'],
    ['double', '00 00 00 00 01 00 f0 ff', '000000000000f87f'],
    ['double', 'de ad be ef 00 00 f8 7f', '000000000000f87f'],
    ['double', '00 00 00 00 00 00 f0 7f', '000000000000f07f'],
    ['double', 'ff ff ff ff ff ff ef 7f', 'ffffffffffffef7f'],
  ])('copy of a %s gives %s as %s', (kind, bytes, expected) => {
    expect(outOf(walked(kept(kind), hex(bytes)))).toBe(expected);
  });

  it('a walk that failed does not disturb the next', () => {
    const rewrite = compileRewriter(kept({ type: 'map', values: { type: 'map', values: 'int' } }), DEFAULT_LIMITS);
    const walk = createWalk();
    const good = hex('02 02 61 02 02 62 02 00 00');
    expect(() => rewrite(hex('02 02 61 04 02 62 02 02 62'), 0, 9, walk)).toThrow(AvroFault);
    rewrite(good, 0, good.length, walk);
    expect(assemble(good, walk)).toEqual(good);
    expect(walk.faultPath).toBeNull();
  });

  it('each walk counts anew: maps, items without bytes, memory for keys', () => {
    const maps = compileRewriter(kept({ type: 'map', values: 'int' }), DEFAULT_LIMITS);
    const nulls = compileRewriter(kept({ type: 'array', items: 'null' }), DEFAULT_LIMITS);
    const walk = createWalk();
    const { length } = walk.keyRanges;
    for (let round = 0; round < 200; round++) {
      maps(hex('02 02 61 02 00'), 0, 5, walk);
      expect(slotsOf(walk)[1]![4]).toBe(1);
      nulls(hex('c0 9a 0c 00'), 0, 4, walk);
      expect(() => maps(hex('02 02 61'), 0, 3, walk)).toThrow(AvroFault);
    }
    expect(walk.keyRanges).toHaveLength(length);
  });
});

describe('compileRewriter', () => {
  const text = parseSchema('string');
  const list = parseSchema({ type: 'array', items: 'string' });
  const map = parseSchema({ type: 'map', values: 'string' });
  const leaf: RewriteNode = { op: 'leaf', path: 'x', node: text, leaf: 0 };
  const dropped: RewriteNode = { op: 'drop', path: 'x', node: text, counted: true };

  it.each<[string, RewriteNode]>([
    ['a copy of text', { op: 'copy', path: 'x', node: text }],
    ['a copy of bytes', { op: 'copy', path: 'x', node: parseSchema('bytes') }],
    ['a copy of a fixed', { op: 'copy', path: 'x', node: parseSchema({ type: 'fixed', name: 'F', size: 2 }) }],
    ['a copy of an array', { op: 'copy', path: 'x', node: list }],
    ['a copy of a record', { op: 'copy', path: 'x', node: parseSchema(MIXED) }],
    ['a dropped root', dropped],
    ['dropped items', { op: 'array', path: 'x', node: list as never, items: dropped }],
    ['a leaf without number', { op: 'leaf', path: 'x', node: text, leaf: -1 }],
    ['a map without a key leaf', { op: 'map', path: 'x', node: map as never, keyLeaf: -1, values: leaf }],
    ['a record without its fields', { op: 'record', path: 'x', node: parseSchema(MIXED) as never, fields: [] }],
    [
      'a union without its branches',
      { op: 'union', path: 'x', node: parseSchema(['null', 'int']) as never, branches: [], sinkIndexes: [] },
    ],
  ])('refuses %s, which would let content through or make undecodable output', (_, graph) => {
    expect(() => compileRewriter(graph, DEFAULT_LIMITS)).toThrow(SigiloError);
  });

  it('refuses a range outside the buffer', () => {
    const rewrite = compileRewriter(kept('string'), DEFAULT_LIMITS);
    expect(() => rewrite(hex('02 61'), 0, 3, createWalk())).toThrow(SigiloError);
    expect(() => rewrite(hex('02 61'), 2, 1, createWalk())).toThrow(SigiloError);
  });
});
