import { Buffer } from 'node:buffer';
import type { RewriteNode } from '../../../src/core/avro/rewrite-node.ts';
import { AvroFault, compileRewriter, createWalk, SLOT_WIDTH, type Walk } from '../../../src/core/avro/rewriter.ts';
import { parseSchema, type SchemaJson } from '../../../src/core/avro/schema.ts';
import { DEFAULT_LIMITS, type Limits } from '../../../src/core/limits.ts';
import { rewriteGraph } from './rewrite-graph.ts';

/** Bytes of hex with spaces. */
export function hex(text: string): Buffer {
  return Buffer.from(text.replaceAll(' ', ''), 'hex');
}

/** The slots of a walk, one list each: leaf, inStart, inEnd, outPos, scope. */
export function slotsOf(walk: Walk): number[][] {
  return Array.from({ length: walk.slotCount }, (_, slot) => [
    ...walk.slots.subarray(slot * SLOT_WIDTH, (slot + 1) * SLOT_WIDTH),
  ]);
}

/** Walks the bytes by a graph; gives the walk, or the fault that ended it. */
export function walkGraph(graph: RewriteNode, bytes: Buffer, limits: Limits = DEFAULT_LIMITS): Walk | AvroFault {
  const walk = createWalk();
  try {
    compileRewriter(graph, limits)(bytes, 0, bytes.length, walk);
    return walk;
  } catch (error) {
    if (error instanceof AvroFault) return error;
    throw error;
  }
}

/** 'valid' or the reason of the fault, with everything kept. */
export function outcomeOf(json: SchemaJson, bytes: Buffer, limits: Limits = DEFAULT_LIMITS): string {
  const result = walkGraph(rewriteGraph(parseSchema(json), null), bytes, limits);
  return result instanceof AvroFault ? result.reason : 'valid';
}
