import type { Buffer } from 'node:buffer';
import { SLOT_WIDTH } from './avro/rewriter.ts';
import { COUNT_LEAF } from './avro/walk.ts';
import { FRAME_BYTES, writeFrame } from './avro/wire-format.ts';
import type { CoreState } from './core-state.ts';
import type { Leaf, Plan } from './policy/plan.ts';
import { RecordFault } from './record-fault.ts';
import { writeBytes, writeNumber, writeOwnAscii } from './sink-bytes.ts';
import { writeLeaf } from './write-leaf.ts';

/** Tokens are longer than what they stand for; a record of nothing but empty strings must not become a flood. */
const MOST_GROWTH = 4;

/** Joins the walked bytes with the treated leaves. */
export function assemble(plan: Plan, value: Buffer, state: CoreState): void {
  const { walk, sink, texts } = state;
  const { slots, slotCount, out } = walk;
  sink.length = FRAME_BYTES;
  sink.emittedCount = 0;
  writeFrame(sink.bytes, plan.sinkSchemaId);
  const mostBytes = state.limits.recordBytes * MOST_GROWTH;
  let copied = 0;
  state.mapKeys.clear();
  for (let slot = 0; slot < slotCount; slot++) {
    const at = slot * SLOT_WIDTH;
    const outPosition = slots[at + 3] as number;
    if (outPosition > copied) {
      writeBytes(sink, out, copied, outPosition);
      copied = outPosition;
    }
    const index = slots[at] as number;
    if (index === COUNT_LEAF) {
      writeNumber(sink, slots[at + 1] as number);
      continue;
    }
    const leaf = plan.leaves[index] as Leaf;
    const start = slots[at + 1] as number;
    const end = slots[at + 2] as number;
    if (leaf.mapKey && leaf.action !== 'keep') writeMapKey(state, leaf, slots[at + 4] as number, value, start, end);
    else writeLeaf(state, leaf, texts[slot] as string | null, value, start, end);
    if (sink.length > mostBytes) throw new RecordFault('limit_exceeded', leaf.path);
  }
  writeBytes(sink, out, copied, walk.outLength);
}

/** Writes a treated map key; keys of one map that became equal get #2, #3 in source order. */
function writeMapKey(state: CoreState, leaf: Leaf, scope: number, value: Buffer, start: number, end: number): void {
  const { sink } = state;
  const { length, emittedCount } = sink;
  writeLeaf(state, leaf, null, value, start, end);
  // What is written in place of a key is our own as a whole, so its one emitted range is the key without its length.
  const keyStart = sink.emitted[emittedCount * 2] as number;
  const key = sink.bytes.toString('latin1', keyStart, sink.length);
  const entry = `${scope} ${key}`;
  const count = (state.mapKeys.get(entry) ?? 0) + 1;
  state.mapKeys.set(entry, count);
  if (count === 1) return;
  sink.length = length;
  sink.emittedCount = emittedCount;
  writeOwnAscii(sink, `${key}#${count}`);
}
