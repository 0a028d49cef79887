import type { Buffer } from 'node:buffer';
import type { Type } from 'avsc';
import { describe, expect, it } from 'vitest';
import { AvroFault, compileRewriter, createWalk, type Rewrite } from '../../src/core/avro/rewriter.ts';
import { parseSchema, type SchemaNode } from '../../src/core/avro/schema.ts';
import type { Limits } from '../../src/core/limits.ts';
import { mutate } from '../core/avro/mutate.ts';
import { oracleAccepts, oracleType } from '../core/avro/oracle.ts';
import { createRandom } from '../core/avro/random.ts';
import { randomRecordBytes } from '../core/avro/random-record.ts';
import { randomSchema } from '../core/avro/random-schema.ts';
import { judge, type Verdict } from '../core/avro/reference-decoder.ts';
import { assemble, describeValue, rewriteGraph } from '../core/avro/rewrite-graph.ts';

const LIMITS: Limits = { recordBytes: 1_048_576, textBytes: 65_536, depth: 64, items: 1000 };
const SCHEMAS = 300;
const MUTATIONS = 50;
const walk = createWalk();

interface Attempt {
  readonly place: string;
  readonly root: SchemaNode;
  readonly type: Type;
  readonly rewrite: Rewrite;
  readonly bytes: Buffer;
}

function attempts(): Attempt[] {
  const made: Attempt[] = [];
  for (let seed = 200_001; seed <= 200_000 + SCHEMAS; seed++) {
    const random = createRandom(seed);
    const json = randomSchema(random);
    const root = parseSchema(json);
    const type = oracleType(json);
    const rewrite = compileRewriter(rewriteGraph(root, null), LIMITS);
    for (let index = 0; index < MUTATIONS; index++) {
      const bytes = mutate(randomRecordBytes(root, random), random);
      made.push({ place: `seed ${seed} mutation ${index}`, root, type, rewrite, bytes });
    }
  }
  return made;
}

/** 'valid', or the reason of the fault; any other throw fails the test. */
function outcome({ rewrite, bytes, place }: Attempt): string {
  try {
    rewrite(bytes, 0, bytes.length, walk);
    return 'valid';
  } catch (error) {
    if (!(error instanceof AvroFault)) throw new Error(`${place}: threw something else than AvroFault`);
    return error.reason;
  }
}

function expectedOutcome(verdict: Verdict): string {
  if (verdict === 'valid') return 'valid';
  return verdict === 'limit' ? 'limit_exceeded' : 'malformed_avro';
}

describe('15,000 mutated records', () => {
  const made = attempts();

  it('never take more than 64 MB', () => {
    const before = process.memoryUsage();
    let highest = 0;
    for (const attempt of made) {
      outcome(attempt);
      const now = process.memoryUsage();
      highest = Math.max(highest, now.heapUsed + now.arrayBuffers - before.heapUsed - before.arrayBuffers);
    }
    expect(highest).toBeLessThan(64 * 1024 * 1024);
  });

  it('end as the reference decoder says, and as avsc says but for the listed deviations', { timeout: 120_000 }, () => {
    const seen = new Map<string, number>();
    for (const attempt of made) {
      const { place, root, type, bytes } = attempt;
      const { verdict, hostileCount } = judge(root, bytes, LIMITS);
      seen.set(verdict, (seen.get(verdict) ?? 0) + 1);
      const actual = outcome(attempt);
      if (actual !== expectedOutcome(verdict)) expect.fail(`${place}: ${actual}, but the reference says ${verdict}`);
      if (hostileCount || (verdict !== 'valid' && verdict !== 'malformed')) continue;
      if (oracleAccepts(type, bytes) !== (verdict === 'valid')) expect.fail(`${place}: avsc does not say ${verdict}`);
      if (verdict !== 'valid') continue;
      const graph = rewriteGraph(root, null);
      const expected = describeValue(type.fromBuffer(bytes), graph, false);
      const output = assemble(bytes, walk);
      if (describeValue(type.fromBuffer(output), graph, true) !== expected) expect.fail(`${place}: another value`);
    }
    // Each kind of verdict was met: the mutations reach every guard.
    expect([...seen.keys()].sort()).toEqual([
      'boolean above 1',
      'int beyond 32 bits',
      'invalid UTF-8',
      'limit',
      'long beyond 64 bits',
      'malformed',
      'overlong varint',
      'repeated map key',
      'untrue block size',
      'valid',
    ]);
  });
});
