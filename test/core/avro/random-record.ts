import { Buffer } from 'node:buffer';
import type { SchemaNode } from '../../../src/core/avro/schema.ts';
import { writeLong } from '../../../src/core/avro/varint.ts';
import type { Random } from './random.ts';

/** What a random encoding holds beside its bytes. */
export interface Encoding {
  readonly bytes: Buffer;
  /** Positions of block headers. */
  readonly headers: readonly number[];
  /** True when avsc's own encoding of the value may differ: NaN, or map keys that JavaScript reorders or loses. */
  readonly ambiguous: boolean;
}

interface Output {
  readonly random: Random;
  bytes: number[];
  headers: number[];
  ambiguous: boolean;
  /** Values that may still be written before containers stay empty: recursion is exponential otherwise. */
  budget: number;
}

/** A random record of the schema in a valid, rarely canonical encoding: several blocks, some with their size. */
export function randomRecordBytes(node: SchemaNode, random: Random): Encoding {
  const output: Output = { random, bytes: [], headers: [], ambiguous: false, budget: 60 };
  encode(node, output, 0);
  return { bytes: Buffer.from(output.bytes), headers: output.headers, ambiguous: output.ambiguous };
}

const TEXTS = [
  '',
  'a',
  'Bom dia, dona Maria',
  'coração',
  '日本語',
  '👩🏽‍⚕️',
  '\u0000',
  '\ufeff',
  'x'.repeat(70),
  'é'.repeat(90),
];
const LONGS = [
  0n,
  -1n,
  63n,
  64n,
  -64n,
  -65n,
  2n ** 31n,
  -(2n ** 31n),
  2n ** 53n,
  2n ** 63n - 1n,
  -(2n ** 63n),
  12345678909n,
];
const INTS = [0n, -1n, 63n, 64n, 8191n, 8192n, 2n ** 31n - 1n, -(2n ** 31n)];
const DOUBLES = [0, -0, 1.5, -1e300, 5e-324, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
const KEYS = ['k', 'chave', 'ção', '', 'constructor', 'toString', 'a.b', 'x'.repeat(40), '7', '__proto__'];

function writeNumber(output: Output, value: bigint): void {
  const bytes = Buffer.alloc(10);
  output.bytes.push(...bytes.subarray(0, writeLong(bytes, 0, value)));
}

function writeContent(output: Output, content: Buffer): void {
  writeNumber(output, BigInt(content.length));
  output.bytes.push(...content);
}

function encode(node: SchemaNode, output: Output, depth: number): void {
  const { random } = output;
  const exhausted = depth > 8 || --output.budget < 0;
  switch (node.kind) {
    case 'null':
      break;
    case 'boolean':
      output.bytes.push(random.below(2));
      break;
    case 'int':
      writeNumber(output, random.chance(0.5) ? random.pick(INTS) : BigInt(random.below(2 ** 32)) - 2n ** 31n);
      break;
    case 'long':
      writeNumber(output, random.chance(0.5) ? random.pick(LONGS) : BigInt(random.below(2 ** 48)) - 2n ** 47n);
      break;
    case 'float':
    case 'double':
      encodeFloating(node.kind, output);
      break;
    case 'bytes':
      writeContent(output, randomBytes(random, random.below(40)));
      break;
    case 'string':
      writeContent(output, Buffer.from(random.pick(TEXTS) + (random.chance(0.2) ? random.pick(TEXTS) : '')));
      break;
    case 'fixed':
      output.bytes.push(...randomBytes(random, node.size));
      break;
    case 'enum':
      writeNumber(output, BigInt(random.below(node.symbols.length)));
      break;
    case 'record':
      for (const field of node.fields) encode(field.node, output, depth + 1);
      break;
    case 'union': {
      const nullBranch = node.branches.findIndex((branch) => branch.kind === 'null');
      const index = exhausted && nullBranch >= 0 ? nullBranch : random.below(node.branches.length);
      writeNumber(output, BigInt(index));
      encode(node.branches[index]!, output, depth + 1);
      break;
    }
    case 'array':
      encodeBlocks(output, exhausted ? 0 : random.below(4), () => encode(node.items, output, depth + 1));
      break;
    case 'map': {
      const keys = [...KEYS];
      encodeBlocks(output, exhausted ? 0 : random.below(4), () => {
        const key = keys.splice(random.below(keys.length), 1)[0]!;
        if (key === '7' || key === '__proto__') output.ambiguous = true;
        writeContent(output, Buffer.from(key));
        encode(node.values, output, depth + 1);
      });
      break;
    }
  }
}

function randomBytes(random: Random, length: number): Buffer {
  return Buffer.from(Array.from({ length }, () => random.below(256)));
}

function encodeFloating(kind: 'float' | 'double', output: Output): void {
  const { random } = output;
  const bytes = Buffer.alloc(kind === 'float' ? 4 : 8);
  if (random.chance(0.1)) {
    output.ambiguous = true;
    bytes.fill(random.below(256));
    bytes[bytes.length - 1] = random.pick([0x7f, 0xff]);
    bytes[bytes.length - 2] = 0xf0 | random.below(16);
  } else if (kind === 'float') {
    bytes.writeFloatLE(random.chance(0.5) ? random.pick(DOUBLES) : random.below(2 ** 20) / 16);
  } else {
    bytes.writeDoubleLE(random.chance(0.5) ? random.pick(DOUBLES) : random.below(2 ** 40) / 1024);
  }
  output.bytes.push(...bytes);
}

function encodeBlocks(output: Output, blocks: number, item: () => void): void {
  const { random } = output;
  for (let block = 0; block < blocks; block++) {
    const count = 1 + random.below(blocks === 1 ? 4 : 2);
    const before = output.bytes;
    const headersBefore = output.headers.length;
    output.bytes = [];
    for (let index = 0; index < count; index++) item();
    const items = output.bytes;
    output.bytes = before;
    const header = before.length;
    const sized = random.chance(0.3);
    writeNumber(output, BigInt(sized ? -count : count));
    if (sized) writeNumber(output, BigInt(items.length));
    const shift = output.bytes.length;
    for (let index = headersBefore; index < output.headers.length; index++) output.headers[index]! += shift;
    output.headers.push(header);
    for (const byte of items) output.bytes.push(byte);
  }
  output.headers.push(output.bytes.length);
  output.bytes.push(0);
}
