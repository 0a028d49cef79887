import { Buffer } from 'node:buffer';
import type { RewriteNode } from '../../../src/core/avro/rewrite-node.ts';
import { SLOT_WIDTH, type Walk, writeVarint } from '../../../src/core/avro/rewriter.ts';
import type { SchemaJson, SchemaNode } from '../../../src/core/avro/schema.ts';
import type { Random } from './random.ts';

/** Leaf numbers of the graphs made here: they tell the assembler whether a length goes before the content. */
export const RAW_LEAF = 0;
export const CONTENT_LEAF = 1;

function isText(node: SchemaNode): boolean {
  return node.kind === 'string' || node.kind === 'bytes';
}

/**
 * A graph that keeps everything, with strings, bytes and fixed as leaves. With `random` it also drops fields, moves and
 * drops union branches, opens unions of one branch, and makes leaves of other nodes.
 */
export function rewriteGraph(root: SchemaNode, random: Random | null): RewriteNode {
  return graphOf(root, random, new Map(), 'root', true);
}

function graphOf(
  node: SchemaNode,
  random: Random | null,
  memo: Map<SchemaNode, RewriteNode>,
  path: string,
  mustStay: boolean,
): RewriteNode {
  if (!mustStay && random?.chance(0.15)) return { op: 'drop', path, node, counted: true };
  const known = memo.get(node);
  if (known !== undefined) return known;
  if (random?.chance(0.1)) return { op: 'leaf', path, node, leaf: isText(node) ? CONTENT_LEAF : RAW_LEAF };
  const inner = (child: SchemaNode, step: string, stays: boolean) =>
    graphOf(child, random, memo, `${path}${step}`, stays);
  switch (node.kind) {
    case 'record': {
      const graph: RewriteNode = { op: 'record', path, node, fields: [] };
      memo.set(node, graph);
      graph.fields = node.fields.map((field) => inner(field.node, `.${field.name}`, random === null));
      return graph;
    }
    case 'array':
      return { op: 'array', path, node, items: inner(node.items, '[]', true) };
    case 'map':
      return { op: 'map', path, node, keyLeaf: CONTENT_LEAF, values: inner(node.values, '{value}', true) };
    case 'union': {
      const nullBranch = node.branches.findIndex((branch) => branch.kind === 'null');
      const branches = node.branches.map((branch, index) =>
        inner(branch, `<${index}>`, nullBranch < 0 || index === nullBranch || node.branches.length < 3),
      );
      return { op: 'union', path, node, branches, sinkIndexes: sinkIndexes(branches, nullBranch, random) };
    }
    case 'string':
    case 'bytes':
    case 'fixed':
      return { op: 'leaf', path, node, leaf: isText(node) ? CONTENT_LEAF : RAW_LEAF };
    default:
      return { op: 'copy', path, node };
  }
}

function sinkIndexes(branches: readonly RewriteNode[], nullBranch: number, random: Random | null): number[] {
  if (random === null) return branches.map((_, index) => index);
  if (branches.length === 1) return [-1];
  const order = branches.map((_, index) => index).filter((index) => branches[index]!.op !== 'drop');
  if (random.chance(0.5)) order.reverse();
  return branches.map((branch, index) => order.indexOf(branch.op === 'drop' ? nullBranch : index));
}

/** The schema of what a graph emits. */
export function sinkSchema(graph: RewriteNode, written = new Set<string>()): SchemaJson {
  const { node } = graph;
  if (graph.op === 'leaf' || graph.op === 'copy') return plainSchema(node, written);
  switch (graph.op) {
    case 'record': {
      const name = absolute(graph.node.name);
      if (written.has(name)) return name;
      written.add(name);
      const fields = graph.node.fields
        .map((field, index) => ({ name: field.name, inner: graph.fields[index]! }))
        .filter((field) => field.inner.op !== 'drop')
        .map((field) => ({ name: field.name, type: sinkSchema(field.inner, written) }));
      return { type: 'record', name, fields };
    }
    case 'array':
      return { type: 'array', items: sinkSchema(graph.items, written) };
    case 'map':
      return { type: 'map', values: sinkSchema(graph.values, written) };
    case 'union': {
      if (graph.sinkIndexes.includes(-1)) return sinkSchema(graph.branches[0]!, written);
      const kept = graph.branches.filter((branch) => branch.op !== 'drop');
      const ordered = kept.map(
        (_, index) => kept.find((branch) => graph.sinkIndexes[graph.branches.indexOf(branch)] === index)!,
      );
      return ordered.map((branch) => sinkSchema(branch, written));
    }
    default:
      throw new Error(`no sink schema for ${graph.op}`);
  }
}

function absolute(name: string): string {
  return `.${name}`;
}

/** A subtree as it stands. A record that occurs both whole and rewritten would need two names: see `hasTwoShapes`. */
function plainSchema(node: SchemaNode, written: Set<string>): SchemaJson {
  switch (node.kind) {
    case 'array':
      return { type: 'array', items: plainSchema(node.items, written) };
    case 'map':
      return { type: 'map', values: plainSchema(node.values, written) };
    case 'union':
      return node.branches.map((branch) => plainSchema(branch, written));
    case 'record':
    case 'enum':
    case 'fixed': {
      const prefix = node.kind === 'record' ? '.whole' : '';
      const name = `${prefix}${absolute(node.name)}`;
      if (written.has(name)) return name;
      written.add(name);
      if (node.kind === 'enum') return { type: 'enum', name, symbols: node.symbols };
      if (node.kind === 'fixed') return { type: 'fixed', name, size: node.size };
      const fields = node.fields.map((field) => ({ name: field.name, type: plainSchema(field.node, written) }));
      return { type: 'record', name, fields };
    }
    default:
      return node.kind;
  }
}

/** Fills the slots with what stood there: the treatment "do nothing". */
export function assemble(input: Buffer, walk: Walk): Buffer {
  const parts: Buffer[] = [];
  let copied = 0;
  const number = Buffer.alloc(10);
  for (let slot = 0; slot < walk.slotCount; slot++) {
    const base = slot * SLOT_WIDTH;
    const [leaf, inStart, inEnd, outPos] = walk.slots.subarray(base, base + 4) as unknown as [
      number,
      number,
      number,
      number,
    ];
    parts.push(Buffer.from(walk.out.subarray(copied, outPos)));
    copied = outPos;
    if (leaf !== RAW_LEAF) {
      const value = leaf < 0 ? inStart : inEnd - inStart;
      parts.push(Buffer.from(number.subarray(0, writeVarint(number, 0, value))));
    }
    if (leaf >= 0) parts.push(input.subarray(inStart, inEnd));
  }
  parts.push(Buffer.from(walk.out.subarray(copied, walk.outLength)));
  return Buffer.concat(parts);
}

/**
 * A decoded value (unions wrapped) as text in which equal values are equal, without what the graph drops.
 * `sink` tells on which side of the rewrite the value was decoded.
 */
export function describeValue(value: unknown, graph: RewriteNode, sink: boolean): string {
  switch (graph.op) {
    case 'record': {
      const fields = value as Record<string, unknown>;
      const kept = graph.node.fields.flatMap((field, index) => {
        const inner = graph.fields[index]!;
        return inner.op === 'drop' ? [] : [`${field.name}=${describeValue(fields[field.name], inner, sink)}`];
      });
      return `{${kept.join()}}`;
    }
    case 'array':
      return `[${(value as unknown[]).map((item) => describeValue(item, graph.items, sink)).join()}]`;
    case 'map': {
      const entries = Object.entries(value as Record<string, unknown>);
      return `(${entries
        .map(([key, item]) => `${JSON.stringify(key)}=${describeValue(item, graph.values, sink)}`)
        .sort()
        .join()})`;
    }
    case 'union': {
      if (sink && graph.sinkIndexes.includes(-1)) return describeValue(value, graph.branches[0]!, sink);
      const [name, inner] = value === null ? ['null', null] : Object.entries(value as object)[0]!;
      const branch = graph.branches.find((candidate) => branchName(candidate.node) === name.replace(/^whole\./, ''))!;
      return branch.op === 'drop' ? 'null' : describeValue(inner, branch, sink);
    }
    default:
      return describeAny(value);
  }
}

function branchName(node: SchemaNode): string {
  return 'name' in node ? node.name : node.kind;
}

function describeAny(value: unknown): string {
  if (ArrayBuffer.isView(value)) return (value as Buffer).toString('hex');
  if (Array.isArray(value)) return `[${value.map(describeAny).join()}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(
      ([key, item]) => `${JSON.stringify(key.replace(/^whole\./, ''))}=${describeAny(item)}`,
    );
    return `(${entries.sort().join()})`;
  }
  return Object.is(value, -0) ? '-0' : typeof value === 'string' ? JSON.stringify(value) : String(value);
}
