import type { Buffer } from 'node:buffer';
import { readLong } from './avro/reader.ts';
import { writeLong, writeVarint } from './avro/varint.ts';
import { type CoreState, countFinding } from './core-state.ts';
import type { EntityType } from './entity.ts';
import type { Leaf } from './policy/plan.ts';
import { readLeaf, readSmallVarint, SMALL_VARINT } from './read-leaf.ts';
import { RecordFault } from './record-fault.ts';
import { markEmitted, reserve, type SinkBytes, writeBytes, writeCount, writeOwnAscii } from './sink-bytes.ts';
import {
  type Granularity,
  generalizeAge,
  generalizeDateText,
  generalizeDays,
  generalizeTime,
  type TimeUnit,
} from './treat/generalize.ts';
import { placeholder } from './treat/redact.ts';
import { MILLIS_OF } from './treat/time-steps.ts';
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
      keepLeaf(sink, leaf, text, input, start, end);
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

/** The join space of a leaf's token: its own, or by default the conversation for people and the entity type for all else. */
export function domainOf(state: CoreState, leaf: Leaf): string {
  if (leaf.domain !== null) return leaf.domain;
  return leaf.entity === 'PERSON' ? state.peopleDomain : (leaf.entity as string);
}

function keepLeaf(sink: SinkBytes, leaf: Leaf, text: string | null, input: Buffer, start: number, end: number): void {
  if (leaf.shape && !leaf.shape(text ?? readLeaf(leaf, input, start, end)))
    throw new RecordFault('unexpected_shape', leaf.path);
  if (leaf.carrier === 'string' || leaf.carrier === 'bytes') writeCount(sink, end - start);
  writeBytes(sink, input, start, end);
}

function writeGeneralized(
  state: CoreState,
  leaf: Leaf,
  text: string | null,
  input: Buffer,
  start: number,
  end: number,
): void {
  const { sink } = state;
  const granularity = leaf.granularity ?? 'year';
  countFinding(state.counts, leaf.entity as EntityType, 'generalize');
  switch (leaf.action) {
    case 'days':
      writeNumber(sink, generalizeDays(Number(readLong(input, start)), granularity));
      return;
    case 'millis':
    case 'micros':
    case 'nanos':
      writeTime(sink, input, start, end, leaf.action, granularity);
      return;
    case 'date-text':
      writeOwnAscii(
        sink,
        generalizeDateText(text ?? readLeaf(leaf, input, start, end), granularity, 'dmy') ?? placeholder('DATE'),
      );
      return;
    default:
      writeOwnAscii(sink, generalizeAge(text ?? readLeaf(leaf, input, start, end)) ?? placeholder('AGE'));
  }
}

/** Hours and days of the times that occur are plain arithmetic; the calendar, and times beyond 49 bits, take big integers. */
function writeTime(
  sink: SinkBytes,
  input: Buffer,
  start: number,
  end: number,
  unit: TimeUnit,
  granularity: Granularity,
): void {
  const step = unit === 'millis' ? MILLIS_OF[granularity] : undefined;
  if (step === undefined || end - start > SMALL_VARINT) {
    writeWhole(sink, generalizeTime(readLong(input, start), unit, granularity));
    return;
  }
  writeNumber(sink, Math.floor(readSmallVarint(input, start, end) / step) * step);
}

function writeNumber(sink: SinkBytes, value: number): void {
  reserve(sink, 10);
  sink.length = writeVarint(sink.bytes, sink.length, value);
}

function writeWhole(sink: SinkBytes, value: bigint): void {
  reserve(sink, 10);
  sink.length = writeLong(sink.bytes, sink.length, value);
}
