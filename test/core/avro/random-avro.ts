import { Buffer } from 'node:buffer';
import type { SchemaJson, SchemaNode } from '../../../src/core/avro/schema.ts';
import { writeLong } from '../../../src/core/avro/varint.ts';

/** A seeded source of numbers: the same seed gives the same schema, record and mutation. */
export interface Random {
  /** A whole number in [0, below). */
  below(limit: number): number;
  chance(probability: number): boolean;
  pick<Item>(items: readonly Item[]): Item;
}

/** mulberry32. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    below: (limit) => Math.floor(next() * limit),
    chance: (probability) => next() < probability,
    pick: (items) => items[Math.floor(next() * items.length)]!,
  };
}

const SCALARS: readonly SchemaJson[] = [
  'null',
  'boolean',
  'int',
  'long',
  'float',
  'double',
  'bytes',
  'string',
  'string',
  'string',
  { type: 'string', logicalType: 'uuid' },
  { type: 'int', logicalType: 'date' },
  { type: 'int', logicalType: 'time-millis' },
  { type: 'long', logicalType: 'time-micros' },
  { type: 'long', logicalType: 'timestamp-millis' },
  { type: 'long', logicalType: 'local-timestamp-micros' },
  { type: 'bytes', logicalType: 'decimal', precision: 9, scale: 2 },
  { type: 'string', logicalType: 'of-our-own' },
];

interface Naming {
  readonly random: Random;
  readonly defined: string[];
  readonly openRecords: string[];
  count: number;
}

/** A schema of all types: nested namespaces, references back, recursion through unions, arrays and maps. */
export function randomSchema(random: Random): SchemaJson {
  const naming: Naming = { random, defined: [], openRecords: [], count: 0 };
  return random.chance(0.9) ? randomRecord(naming, '', 0) : randomType(naming, '', 0);
}

function randomName(naming: Naming, namespace: string): { attributes: Record<string, string>; full: string } {
  const short = `T${naming.count++}`;
  switch (naming.random.below(4)) {
    case 0:
      return { attributes: { name: short }, full: namespace === '' ? short : `${namespace}.${short}` };
    case 1:
      return { attributes: { name: short, namespace: 'other.space' }, full: `other.space.${short}` };
    case 2:
      return { attributes: { name: `dotted.${short}` }, full: `dotted.${short}` };
    default:
      return { attributes: { name: short, namespace: 'a' }, full: `a.${short}` };
  }
}

function randomRecord(naming: Naming, namespace: string, depth: number): SchemaJson {
  const { random } = naming;
  const { attributes, full } = randomName(naming, namespace);
  const inside = full.slice(0, Math.max(0, full.lastIndexOf('.')));
  naming.openRecords.push(full);
  const count = depth === 0 ? 1 + random.below(8) : random.below(4);
  const fields = Array.from({ length: count }, (_, index) => ({
    name: `f${index}`,
    type: randomType(naming, inside, depth + 1),
  }));
  naming.openRecords.pop();
  naming.defined.push(full);
  return { type: 'record', ...attributes, fields };
}

function randomType(naming: Naming, namespace: string, depth: number): SchemaJson {
  const { random } = naming;
  const kind = depth >= 4 ? 0 : random.below(13);
  if (kind <= 4) return random.pick(SCALARS);
  if (kind === 5) return randomRecord(naming, namespace, depth);
  if (kind === 6) return { type: 'array', items: randomType(naming, namespace, depth + 1) };
  if (kind === 7) return { type: 'map', values: randomType(naming, namespace, depth + 1) };
  if (kind === 8)
    return randomNamed(naming, namespace, 'enum', { symbols: ['A', 'B', 'C'].slice(0, 1 + random.below(3)) });
  if (kind === 9) return randomNamed(naming, namespace, 'fixed', { size: random.pick([0, 1, 12, 16]) });
  if (kind === 10 && naming.defined.length > 0) return absolute(random.pick(naming.defined));
  if (kind === 11 && naming.openRecords.length > 0) {
    const back = absolute(random.pick(naming.openRecords));
    return random.pick<SchemaJson>([['null', back], { type: 'array', items: back }, { type: 'map', values: back }]);
  }
  return randomUnion(naming, namespace, depth);
}

/** A short name of the null namespace would be looked up in the enclosing one first. */
function absolute(full: string): string {
  return full.includes('.') ? full : `.${full}`;
}

function randomNamed(naming: Naming, namespace: string, type: string, rest: Record<string, SchemaJson>): SchemaJson {
  const { attributes, full } = randomName(naming, namespace);
  naming.defined.push(full);
  return { type, ...attributes, ...rest };
}

function randomUnion(naming: Naming, namespace: string, depth: number): SchemaJson {
  const { random } = naming;
  const branches: SchemaJson[] = [];
  const wanted = 1 + random.below(4);
  const unnamed = ['null', 'string', 'long', 'double', 'boolean', 'bytes', 'int', 'array', 'map'];
  for (let index = 0; index < wanted; index++) {
    if (random.chance(0.3)) branches.push(randomRecord(naming, namespace, depth + 1));
    const kind = unnamed.splice(random.below(unnamed.length), 1)[0]!;
    if (kind === 'array') branches.push({ type: 'array', items: randomType(naming, namespace, depth + 1) });
    else if (kind === 'map') branches.push({ type: 'map', values: randomType(naming, namespace, depth + 1) });
    else branches.push(kind);
  }
  return branches;
}

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
