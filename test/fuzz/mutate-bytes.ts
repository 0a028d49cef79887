import type { Random } from '../core/avro/random.ts';

const BYTES = [0x00, 0x01, 0x02, 0x0a, 0x1b, 0x22, 0x7f, 0x80, 0xc0, 0xed, 0xff];
const MOST_ADDED = 64;

/** One to six random edits: bits, cuts, insertions, repeats, and parts that change their places. */
export function mutateBytes(bytes: Buffer, random: Random): Buffer {
  let mutated = bytes;
  for (let edits = 1 + random.below(6); edits > 0; edits -= 1) mutated = editOnce(mutated, random);
  return mutated;
}

function editOnce(bytes: Buffer, random: Random): Buffer {
  const at = random.below(bytes.length + 1);
  switch (random.below(9)) {
    case 0: {
      const flipped = Buffer.from(bytes);
      if (at < bytes.length) flipped[at] = flipped[at]! ^ (1 << random.below(8));
      return flipped;
    }
    case 1:
      return bytes.subarray(0, at);
    case 2:
      return splice(bytes, at, 0, Buffer.of(random.pick(BYTES)));
    case 3:
      return splice(bytes, at, 1, Buffer.of(random.pick(BYTES)));
    case 4:
      return splice(bytes, at, 1 + random.below(8), Buffer.alloc(0));
    case 5:
      return splice(bytes, at, 1, Buffer.alloc(1 + random.below(11), random.pick(BYTES)));
    case 6:
      return splice(bytes, at, 4, uint32(random.pick([0, 1, 0x7fffffff, 0x80000000, 0xffffffff, bytes.length])));
    case 7:
      return splice(bytes, at, 0, part(bytes, random));
    default:
      return splice(bytes, at, random.below(MOST_ADDED), part(bytes, random));
  }
}

function part(bytes: Buffer, random: Random): Buffer {
  const from = random.below(bytes.length + 1);
  return bytes.subarray(from, from + random.below(MOST_ADDED));
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function splice(bytes: Buffer, at: number, removed: number, added: Buffer): Buffer {
  return Buffer.concat([bytes.subarray(0, at), added, bytes.subarray(at + removed)]);
}

/** Random bytes, at most so many. */
export function randomBytesOf(random: Random, most: number): Buffer {
  return Buffer.from(Array.from({ length: random.below(most + 1) }, () => random.below(256)));
}
