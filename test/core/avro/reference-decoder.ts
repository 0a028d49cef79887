import { type Buffer, isUtf8 } from 'node:buffer';
import type { SchemaNode } from '../../../src/core/avro/schema.ts';
import type { Limits } from '../../../src/core/limits.ts';

/** Where Sigilo is stricter than avsc, on purpose: each has a row in the table of deviations. */
export const STRICTER = [
  'invalid UTF-8',
  'boolean above 1',
  'int beyond 32 bits',
  'long beyond 64 bits',
  'overlong varint',
  'untrue block size',
  'repeated map key',
  'limit',
] as const;

export type Verdict = 'valid' | 'malformed' | (typeof STRICTER)[number];

interface Cursor {
  readonly bytes: Buffer;
  readonly limits: Limits;
  position: number;
  emptyItems: number;
  hostileCount: boolean;
}

export interface Judgement {
  readonly verdict: Verdict;
  /** A block claims more items than the limit, or its count is cut off: avsc loops for years or until memory ends. */
  readonly hostileCount: boolean;
}

class Refused extends Error {
  readonly verdict: Verdict;

  constructor(verdict: Verdict) {
    super(verdict);
    this.verdict = verdict;
  }
}

/** The first fault of a record by the letter of the Avro specification and of our limits: slow, plain and on its own. */
export function judge(node: SchemaNode, bytes: Buffer, limits: Limits): Judgement {
  const cursor: Cursor = { bytes, limits, position: 0, emptyItems: 0, hostileCount: false };
  const verdict = verdictOn(node, cursor);
  return { verdict, hostileCount: cursor.hostileCount };
}

function verdictOn(node: SchemaNode, cursor: Cursor): Verdict {
  try {
    if (cursor.bytes.length > cursor.limits.recordBytes) throw new Refused('limit');
    decode(node, cursor, 0);
    return cursor.position === cursor.bytes.length ? 'valid' : 'malformed';
  } catch (error) {
    if (error instanceof Refused) return error.verdict;
    throw error;
  }
}

function take(cursor: Cursor, length: bigint | number): Buffer {
  if (length < 0 || BigInt(length) > BigInt(cursor.bytes.length - cursor.position)) throw new Refused('malformed');
  const taken = cursor.bytes.subarray(cursor.position, cursor.position + Number(length));
  cursor.position += Number(length);
  return taken;
}

function varint(cursor: Cursor, bits: 32 | 64): bigint {
  let unsigned = 0n;
  let last = 0x80;
  let length = 0;
  for (; last >= 0x80; length++) {
    if (length === (bits === 32 ? 5 : 10)) throw new Refused(beyond(bits));
    last = take(cursor, 1)[0]!;
    unsigned |= BigInt(last & 0x7f) << BigInt(7 * length);
  }
  if (last === 0 && length > 1) throw new Refused('overlong varint');
  if (unsigned >= 1n << BigInt(bits)) throw new Refused(beyond(bits));
  return unsigned & 1n ? -((unsigned + 1n) / 2n) : unsigned / 2n;
}

function beyond(bits: 32 | 64): Verdict {
  return bits === 32 ? 'int beyond 32 bits' : 'long beyond 64 bits';
}

function text(cursor: Cursor): Buffer {
  const content = take(cursor, varint(cursor, 64));
  if (!isUtf8(content)) throw new Refused('invalid UTF-8');
  return content;
}

function decode(node: SchemaNode, cursor: Cursor, depth: number): void {
  const isContainer = ['record', 'union', 'array', 'map'].includes(node.kind);
  if (isContainer && depth >= cursor.limits.depth) throw new Refused('limit');
  switch (node.kind) {
    case 'null':
      return;
    case 'boolean':
      if (take(cursor, 1)[0]! > 1) throw new Refused('boolean above 1');
      return;
    case 'int':
      varint(cursor, 32);
      return;
    case 'long':
      varint(cursor, 64);
      return;
    case 'float':
      take(cursor, 4);
      return;
    case 'double':
      take(cursor, 8);
      return;
    case 'bytes':
      take(cursor, varint(cursor, 64));
      return;
    case 'string':
      text(cursor);
      return;
    case 'fixed':
      take(cursor, node.size);
      return;
    case 'enum':
      choice(cursor, node.symbols);
      return;
    case 'record':
      for (const field of node.fields) decode(field.node, cursor, depth + 1);
      return;
    case 'union':
      decode(choice(cursor, node.branches), cursor, depth + 1);
      return;
    case 'array':
      blocks(cursor, node.items, () => decode(node.items, cursor, depth + 1));
      return;
    case 'map': {
      const keys = new Set<string>();
      blocks(cursor, null, () => {
        const key = text(cursor).toString('hex');
        if (keys.has(key)) throw new Refused('repeated map key');
        keys.add(key);
        decode(node.values, cursor, depth + 1);
      });
      return;
    }
  }
}

function choice<Item>(cursor: Cursor, items: readonly Item[]): Item {
  const index = varint(cursor, 64);
  if (index < 0n || index >= BigInt(items.length)) throw new Refused('malformed');
  return items[Number(index)]!;
}

/** `items` is null where an item always takes a byte. */
function blocks(cursor: Cursor, items: SchemaNode | null, item: () => void): void {
  let total = 0n;
  for (;;) {
    const before = cursor.hostileCount;
    cursor.hostileCount = true;
    const count = varint(cursor, 64);
    const number = count < 0n ? -count : count;
    cursor.hostileCount = before || number > BigInt(cursor.limits.items);
    if (count === 0n) return;
    let expectedEnd = -1;
    if (count < 0n) {
      const size = varint(cursor, 64);
      if (size < 0n || size > BigInt(cursor.bytes.length - cursor.position)) throw new Refused('untrue block size');
      expectedEnd = cursor.position + Number(size);
    }
    total += number;
    if (total > BigInt(cursor.limits.items)) throw new Refused('limit');
    if (items !== null && isEmptyType(items, [])) cursor.emptyItems += Number(number);
    if (cursor.emptyItems > cursor.limits.items) throw new Refused('limit');
    for (let index = 0n; index < number; index++) item();
    if (expectedEnd >= 0 && cursor.position !== expectedEnd) throw new Refused('untrue block size');
  }
}

function isEmptyType(node: SchemaNode, open: readonly SchemaNode[]): boolean {
  if (node.kind === 'record') {
    return !open.includes(node) && node.fields.every((field) => isEmptyType(field.node, [...open, node]));
  }
  return node.kind === 'null' || (node.kind === 'fixed' && node.size === 0);
}
