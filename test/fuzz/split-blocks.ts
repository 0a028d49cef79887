import { readLong } from '../../src/core/avro/reader.ts';
import type { SchemaNode } from '../../src/core/avro/schema.ts';
import { endOfLong, writeLong } from '../../src/core/avro/varint.ts';
import type { Random } from '../core/avro/random.ts';

/** A value in Avro as another writer might encode it: its arrays and maps in other blocks, some of which tell their size. */
export function splitBlocks(node: SchemaNode, bytes: Buffer, random: Random): Buffer {
  const { encoded, next } = copy(node, bytes, 0, random);
  if (next !== bytes.length) throw new Error('the bytes are not one value of the schema');
  return encoded;
}

interface Copied {
  readonly encoded: Buffer;
  readonly next: number;
}

function copy(node: SchemaNode, bytes: Buffer, from: number, random: Random): Copied {
  const upTo = (next: number): Copied => ({ encoded: bytes.subarray(from, next), next });
  switch (node.kind) {
    case 'null':
      return upTo(from);
    case 'boolean':
      return upTo(from + 1);
    case 'int':
    case 'long':
    case 'enum':
      return upTo(endOfLong(bytes, from, bytes.length));
    case 'float':
      return upTo(from + 4);
    case 'double':
      return upTo(from + 8);
    case 'fixed':
      return upTo(from + node.size);
    case 'string':
    case 'bytes':
      return upTo(endOfLong(bytes, from, bytes.length) + Number(readLong(bytes, from)));
    case 'union': {
      const start = endOfLong(bytes, from, bytes.length);
      const inner = copy(node.branches[Number(readLong(bytes, from))]!, bytes, start, random);
      return { encoded: Buffer.concat([bytes.subarray(from, start), inner.encoded]), next: inner.next };
    }
    case 'record': {
      const parts: Buffer[] = [];
      let next = from;
      for (const field of node.fields) {
        const inner = copy(field.node, bytes, next, random);
        parts.push(inner.encoded);
        next = inner.next;
      }
      return { encoded: Buffer.concat(parts), next };
    }
    case 'array':
    case 'map':
      return copyItems(node, bytes, from, random);
  }
}

function copyItems(node: SchemaNode & { kind: 'array' | 'map' }, bytes: Buffer, from: number, random: Random): Copied {
  const items: Buffer[] = [];
  let next = from;
  for (;;) {
    let count = Number(readLong(bytes, next));
    next = endOfLong(bytes, next, bytes.length);
    if (count === 0) break;
    if (count < 0) next = endOfLong(bytes, next, bytes.length);
    for (count = Math.abs(count); count > 0; count -= 1) {
      const start = next;
      if (node.kind === 'map') next = endOfLong(bytes, next, bytes.length) + Number(readLong(bytes, next));
      const inner = copy(node.kind === 'map' ? node.values : node.items, bytes, next, random);
      items.push(Buffer.concat([bytes.subarray(start, next), inner.encoded]));
      next = inner.next;
    }
  }
  const blocks: Buffer[] = [];
  for (let taken = 0; taken < items.length; ) {
    const count = 1 + random.below(items.length - taken);
    const content = Buffer.concat(items.slice(taken, taken + count));
    taken += count;
    blocks.push(...(random.chance(0.5) ? [number(-count), number(content.length)] : [number(count)]), content);
  }
  return { encoded: Buffer.concat([...blocks, Buffer.of(0)]), next };
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(10);
  return bytes.subarray(0, writeLong(bytes, 0, BigInt(value)));
}
