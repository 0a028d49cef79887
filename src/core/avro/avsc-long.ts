import { Buffer } from 'node:buffer';
import avsc from 'avsc';

function isLong(value: unknown): boolean {
  return typeof value === 'bigint' ? BigInt.asIntN(64, value) === value : Number.isInteger(value);
}

/** A long type for avsc with all 64 bits: values are bigints (whole numbers are taken too); give it as `registry.long`. */
export const avscLong = avsc.types.LongType.__with({
  fromBuffer: (bytes: Buffer) => bytes.readBigInt64LE(),
  toBuffer: (value: bigint | number) => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64LE(BigInt.asIntN(64, BigInt(value)));
    return bytes;
  },
  fromJSON: (value: number | string) => (isLong(value) || typeof value === 'string' ? BigInt(value) : value),
  toJSON: (value: bigint | number) => (Number.isSafeInteger(Number(value)) ? Number(value) : String(value)),
  isValid: isLong,
  compare: (first: bigint, second: bigint) => (first < second ? -1 : first > second ? 1 : 0),
});
