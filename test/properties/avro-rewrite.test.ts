import type { Buffer } from 'node:buffer';
import type { Type } from 'avsc';
import { describe, expect, it } from 'vitest';
import { compileRewriter, createWalk, type Rewrite } from '../../src/core/avro/rewriter.ts';
import { parseSchema, type SchemaJson } from '../../src/core/avro/schema.ts';
import { DEFAULT_LIMITS } from '../../src/core/limits.ts';
import { oracleType } from '../core/avro/oracle.ts';
import { createRandom } from '../core/avro/random.ts';
import { randomRecordBytes } from '../core/avro/random-record.ts';
import { randomSchema } from '../core/avro/random-schema.ts';
import { judge } from '../core/avro/reference-decoder.ts';
import { assemble, describeValue, rewriteGraph, sinkSchema } from '../core/avro/rewrite-graph.ts';

const RECORDS_PER_SCHEMA = 5;
/** Generous: the machine may be busy. */
const TIMEOUT = 120_000;
const walk = createWalk();

function rewritten(rewrite: Rewrite, bytes: Buffer): Buffer {
  rewrite(bytes, 0, bytes.length, walk);
  return assemble(bytes, walk);
}

/** avsc writes the value as it would encode it itself, or null when JavaScript cannot hold the value as it is. */
function oracleEncoding(type: Type, bytes: Buffer, ambiguous: boolean): Buffer | null {
  return ambiguous ? null : type.toBuffer(type.fromBuffer(bytes));
}

describe('rewriting random records of random schemas', () => {
  it('keeps every value and encodes it as avsc would: 6,500 pairs', { timeout: TIMEOUT }, () => {
    for (let seed = 1; seed <= 1300; seed++) {
      const random = createRandom(seed);
      const json: SchemaJson = randomSchema(random);
      const root = parseSchema(json);
      const type = oracleType(json);
      const graph = rewriteGraph(root, null);
      const rewrite = compileRewriter(graph, DEFAULT_LIMITS);
      for (let record = 0; record < RECORDS_PER_SCHEMA; record++) {
        const { bytes, ambiguous } = randomRecordBytes(root, random);
        const place = `seed ${seed} record ${record}`;
        expect(judge(root, bytes, DEFAULT_LIMITS).verdict, place).toBe('valid');
        const output = rewritten(rewrite, bytes);
        const own = oracleEncoding(type, bytes, ambiguous);
        if (own !== null && !own.equals(output)) expect.fail(`${place}: not the bytes that avsc writes`);
        const expected = describeValue(type.fromBuffer(bytes), graph, false);
        if (describeValue(type.fromBuffer(output), graph, true) !== expected) expect.fail(`${place}: another value`);
        if (!rewritten(rewrite, output).equals(output)) expect.fail(`${place}: not canonical`);
      }
    }
  });

  it('gives records of the sink schema when fields and branches are dropped or moved: 4,000 pairs', {
    timeout: TIMEOUT,
  }, () => {
    for (let seed = 100_001; seed <= 100_800; seed++) {
      const random = createRandom(seed);
      const json = randomSchema(random);
      const root = parseSchema(json);
      const graph = rewriteGraph(root, random);
      const rewrite = compileRewriter(graph, DEFAULT_LIMITS);
      const source = oracleType(json);
      const sink = oracleType(sinkSchema(graph));
      for (let record = 0; record < RECORDS_PER_SCHEMA; record++) {
        const { bytes } = randomRecordBytes(root, random);
        const output = rewritten(rewrite, bytes);
        const expected = describeValue(source.fromBuffer(bytes), graph, false);
        const actual = describeValue(sink.fromBuffer(output), graph, true);
        if (actual !== expected) expect.fail(`seed ${seed} record ${record}: another value`);
      }
    }
  });
});
