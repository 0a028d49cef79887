import { Buffer } from 'node:buffer';
import avsc from 'avsc';

/** A long of avsc with all 64 bits: in JSON a number where that is exact, else its digits as text. */
const exactLong = avsc.types.LongType.__with({
  fromBuffer: (bytes: Buffer) => bytes.readBigInt64LE(),
  toBuffer(value: bigint) {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64LE(value);
    return bytes;
  },
  fromJSON: (json: number | string) => BigInt(json),
  toJSON: (value: bigint) => (Number.isSafeInteger(Number(value)) ? Number(value) : String(value)),
  isValid: (value: unknown) => typeof value === 'bigint' && BigInt.asIntN(64, value) === value,
  compare: (first: bigint, second: bigint) => Number(first - second),
});

/** A type of avsc by which no digit of a long is lost. */
export function exactType(schema: unknown): avsc.Type {
  const registry = { long: exactLong } as unknown as { [name: string]: avsc.Type };
  return avsc.Type.forSchema(withPlainLongs(schema) as avsc.Schema, { registry });
}

/** avsc looks up the bare name only: a long with a logical type would be its own, of 53 bits. */
function withPlainLongs(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withPlainLongs);
  if (typeof schema !== 'object' || schema === null) return schema;
  if ('type' in schema && schema.type === 'long' && !('name' in schema)) return 'long';
  return Object.fromEntries(Object.entries(schema).map(([name, part]) => [name, withPlainLongs(part)]));
}
