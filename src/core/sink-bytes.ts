import { Buffer } from 'node:buffer';
import { writeLong, writeVarint } from './avro/varint.ts';

/** A growing sink record and the ranges of it that Sigilo wrote itself. Reused for every record. */
export interface SinkBytes {
  bytes: Buffer;
  length: number;
  /** Pairs of start and end in `bytes`, ascending. */
  emitted: Int32Array;
  emittedCount: number;
}

/** Makes the reusable object. */
export function createSinkBytes(): SinkBytes {
  return { bytes: Buffer.alloc(8192), length: 0, emitted: new Int32Array(128), emittedCount: 0 };
}

/** Makes room for `extra` more bytes. */
export function reserve(sink: SinkBytes, extra: number): void {
  const needed = sink.length + extra;
  if (needed <= sink.bytes.length) return;
  const grown = Buffer.alloc(Math.max(needed, sink.bytes.length * 2));
  sink.bytes.copy(grown, 0, 0, sink.length);
  sink.bytes = grown;
}

/** Copies bytes; short runs by hand, since a call into the copy routine costs more than they do. */
export function writeBytes(sink: SinkBytes, from: Buffer, start: number, end: number): void {
  const size = end - start;
  if (size <= 0) return;
  reserve(sink, size);
  const { bytes, length } = sink;
  if (size < 48) for (let index = 0; index < size; index++) bytes[length + index] = from[start + index] as number;
  else from.copy(bytes, length, start, end);
  sink.length = length + size;
}

/** Writes an Avro `int` or `long` that a JavaScript number holds exactly; lengths and counts are such. */
export function writeNumber(sink: SinkBytes, value: number): void {
  reserve(sink, 10);
  sink.length = writeVarint(sink.bytes, sink.length, value);
}

/** Writes any Avro `int` or `long`. */
export function writeWhole(sink: SinkBytes, value: bigint): void {
  reserve(sink, 10);
  sink.length = writeLong(sink.bytes, sink.length, value);
}

/** Remembers that Sigilo wrote `bytes[start, end)`. */
export function markEmitted(sink: SinkBytes, start: number, end: number): void {
  const at = sink.emittedCount * 2;
  if (at + 2 > sink.emitted.length) {
    const grown = new Int32Array(sink.emitted.length * 2);
    grown.set(sink.emitted);
    sink.emitted = grown;
  }
  sink.emitted[at] = start;
  sink.emitted[at + 1] = end;
  sink.emittedCount++;
}

/** Writes an Avro string of ASCII characters that Sigilo made. */
export function writeOwnAscii(sink: SinkBytes, text: string): void {
  reserve(sink, text.length + 5);
  const start = writeVarint(sink.bytes, sink.length, text.length);
  const { bytes } = sink;
  for (let index = 0; index < text.length; index++) bytes[start + index] = text.charCodeAt(index);
  sink.length = start + text.length;
  markEmitted(sink, start, sink.length);
}
