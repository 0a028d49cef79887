import type { Buffer } from 'node:buffer';
import { type CoreState, countFinding } from './core-state.ts';
import type { EntityType } from './entity.ts';
import type { Leaf } from './policy/plan.ts';
import { readLeaf } from './read-leaf.ts';
import { RecordFault } from './record-fault.ts';
import { markEmitted, type SinkBytes, writeBytes, writeNumber, writeOwnAscii, writeWhole } from './sink-bytes.ts';
import { writeGeneralized } from './write-generalized.ts';
import { writeText } from './write-text.ts';

/** Writes to the sink what the plan puts in place of one leaf; `text` is its content where it was read already. */
export function writeLeaf(
  state: CoreState,
  leaf: Leaf,
  text: string | null,
  input: Buffer,
  start: number,
  end: number,
): void {
  const { sink } = state;
  const entity = leaf.entity as EntityType;
  switch (leaf.action) {
    case 'nothing':
      return;
    case 'keep':
      keepLeaf(sink, leaf, leaf.shape && (text ?? readLeaf(leaf, input, start, end)), input, start, end);
      return;
    case 'keep-bytes':
      keepLeaf(sink, leaf, input.toString('latin1', start, end), input, start, end);
      return;
    case 'constant': {
      const constant = leaf.constant as Buffer;
      const from = sink.length + 1; // a placeholder's length fits one byte
      writeBytes(sink, constant, 0, constant.length);
      markEmitted(sink, from, sink.length);
      countFinding(state.counts, entity, 'redact');
      return;
    }
    case 'token': {
      const value = text ?? readLeaf(leaf, input, start, end);
      writeOwnAscii(sink, state.tokenizer.text('field', state.tenant, domainOf(state, leaf), entity, value));
      countFinding(state.counts, entity, 'tokenize');
      return;
    }
    case 'token-long': {
      const value = text ?? readLeaf(leaf, input, start, end);
      writeWhole(sink, state.tokenizer.long(state.tenant, domainOf(state, leaf), entity, value));
      countFinding(state.counts, entity, 'tokenize');
      return;
    }
    case 'detect':
      writeText(state, leaf, text ?? readLeaf(leaf, input, start, end), input, start, end);
      return;
    default:
      writeGeneralized(state, leaf, text, input, start, end);
  }
}

/** The join space of a token: its own, or by default the conversation for people and the entity type for all else. */
export function domainOf(
  state: CoreState,
  { domain, entity }: { readonly domain: string | null; readonly entity: EntityType | null },
): string {
  if (domain !== null) return domain;
  return entity === 'PERSON' ? state.peopleDomain : (entity as EntityType);
}

function keepLeaf(sink: SinkBytes, leaf: Leaf, text: string | null, input: Buffer, start: number, end: number): void {
  if (leaf.shape && (text === null || !leaf.shape(text))) throw new RecordFault('unexpected_shape', leaf.path);
  if (leaf.carrier === 'string' || leaf.carrier === 'bytes') writeNumber(sink, end - start);
  writeBytes(sink, input, start, end);
}
