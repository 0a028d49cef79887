import { Buffer } from 'node:buffer';
import { writeLong } from '../../../src/core/avro/varint.ts';
import type { Random } from './random.ts';
import type { Encoding } from './random-record.ts';

const COUNTS = [2n ** 62n, -(2n ** 62n), -(2n ** 63n), 2n ** 63n - 1n, 2n ** 31n, 100_001n, -1n, 1n, 2n, -3n, 50n, 0n];
const BYTES = [0x00, 0x01, 0x02, 0x7f, 0x80, 0xc0, 0xed, 0xff];

/** One to three random edits: bits, cuts, insertions, runs of 0x80, and block counts. */
export function mutate(encoding: Encoding, random: Random): Buffer {
  let bytes = encoding.bytes;
  const edits = 1 + random.below(3);
  for (let edit = 0; edit < edits; edit++) bytes = mutateOnce(bytes, encoding.headers, random);
  return bytes;
}

function mutateOnce(bytes: Buffer, headers: readonly number[], random: Random): Buffer {
  const position = random.below(bytes.length + 1);
  switch (random.below(8)) {
    case 0: {
      const flipped = Buffer.from(bytes);
      if (position < bytes.length) flipped[position]! ^= 1 << random.below(8);
      return flipped;
    }
    case 1:
      return bytes.subarray(0, position);
    case 2:
      return spliced(bytes, position, 0, Buffer.from([random.pick(BYTES)]));
    case 3:
      return spliced(bytes, position, 1, Buffer.from([random.pick(BYTES)]));
    case 4:
      return spliced(bytes, position, 1, Buffer.alloc(0));
    case 5:
      return spliced(bytes, position, 1, Buffer.alloc(1 + random.below(11), 0x80));
    default: {
      const header = headers.length === 0 ? position : random.pick(headers);
      const count = Buffer.alloc(10);
      const length = writeLong(count, 0, random.pick(COUNTS));
      return spliced(bytes, Math.min(header, bytes.length), 1, count.subarray(0, length));
    }
  }
}

function spliced(bytes: Buffer, position: number, removed: number, added: Buffer): Buffer {
  return Buffer.concat([bytes.subarray(0, position), added, bytes.subarray(position + removed)]);
}
