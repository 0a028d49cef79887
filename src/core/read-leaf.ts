import { type Buffer, isUtf8 } from 'node:buffer';
import { readLong } from './avro/reader.ts';
import type { Leaf } from './policy/plan.ts';

/** Reads a leaf's content as the text that is tokenized, checked by shape, or searched for elsewhere. Numbers come in decimal. */
export function readLeaf(leaf: Leaf, input: Buffer, start: number, end: number): string {
  switch (leaf.carrier) {
    case 'string':
      return input.toString('utf8', start, end);
    case 'bytes':
    case 'fixed': {
      const content = input.subarray(start, end);
      // Text carried as bytes joins with text carried as string; anything else keeps its own name space.
      return isUtf8(content) ? content.toString('utf8') : `hex:${content.toString('hex')}`;
    }
    case 'int':
    case 'long':
      return readDecimal(input, start, end);
    case 'enum':
      return leaf.symbols?.[Number(readLong(input, start))] ?? '';
    case 'float':
      return String(input.readFloatLE(start));
    case 'double':
      return String(input.readDoubleLE(start));
    case 'boolean':
      return input[start] === 1 ? 'true' : 'false';
    case 'subtree':
      return '';
  }
}

/** Varints of so many bytes hold 49 bits, which a number holds exactly; a CPF or a time takes six. */
export const SMALL_VARINT = 7;

/** Reads a checked zig-zag varint of at most SMALL_VARINT bytes. */
export function readSmallVarint(input: Buffer, start: number, end: number): number {
  let unsigned = 0;
  for (let index = end - 1; index >= start; index--) unsigned = unsigned * 128 + ((input[index] as number) & 0x7f);
  return unsigned % 2 === 1 ? -(unsigned + 1) / 2 : unsigned / 2;
}

function readDecimal(input: Buffer, start: number, end: number): string {
  return end - start > SMALL_VARINT ? readLong(input, start).toString() : String(readSmallVarint(input, start, end));
}
