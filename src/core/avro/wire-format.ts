import type { Buffer } from 'node:buffer';
import type { SourceRecord } from '../record.ts';

/** `schemaIdOf`: the bytes do not begin with a schema id. */
export const MALFORMED = -1;
/** `schemaIdOf`: the schema is named by a header (Confluent's framing V1). */
export const UNSUPPORTED = -2;
/** Bytes before the Avro data: a zero byte and the schema id. */
export const FRAME_BYTES = 5;

/**
 * Schema id of a key or value in Confluent's framing V0 (0x00, int32 big endian), or MALFORMED or UNSUPPORTED.
 * A header of framing V1 wins, whatever it holds: readers that know it look there first.
 */
export function schemaIdOf(bytes: Buffer, headers: SourceRecord['headers'], part: 'value' | 'key'): number {
  if (headers !== undefined && Object.hasOwn(headers, `__${part}_schema_id`)) return UNSUPPORTED;
  if (bytes.length < FRAME_BYTES || bytes[0] !== 0) return MALFORMED;
  const schemaId = bytes.readInt32BE(1);
  return schemaId < 0 ? MALFORMED : schemaId;
}

/** Writes the frame of framing V0 to the first FRAME_BYTES bytes of `out`. */
export function writeFrame(out: Buffer, schemaId: number): void {
  out[0] = 0;
  out.writeInt32BE(schemaId, 1);
}
