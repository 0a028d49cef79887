import {
  branchName,
  type FieldNode,
  type MapNode,
  type RecordNode,
  type SchemaNode,
  type UnionNode,
} from '../../core/avro/schema.ts';
import { typeName } from '../../core/policy/apply-rule.ts';
import { tagsOf } from './personal-tags.ts';
import { splitName } from './split-name.ts';
import { suggest } from './suggest.ts';
import { isNumber } from './suggest-by-type.ts';
import type { Suggestion } from './suggestion.ts';

/** One line of a first policy. */
export interface RuleLine {
  /** Tells the line from all others, also those of other record types. */
  readonly id: string;
  readonly path: string;
  /** Type of what the line is about. */
  readonly type: string;
  readonly treatment: string;
  readonly isSure: boolean;
  readonly reason: string;
  /** Doc of the field, for lines to be looked at. */
  readonly doc: string;
}

/** The rules of the root's fields, and of each record type that occurs more than once. */
export interface CollectedRules {
  readonly fields: readonly RuleLine[];
  readonly types: ReadonlyMap<string, readonly RuleLine[]>;
}

export interface CollectOptions {
  readonly hasConversation: boolean;
  /** Lines whose first treatments were refused: how many of them are to be left out. */
  readonly refused: ReadonlyMap<string, number>;
}

/** Where the walk is: what names a place, and what encloses it. */
interface Place {
  /** Record type whose rules these are; empty for the root. */
  readonly section: string;
  readonly path: string;
  readonly name: string;
  readonly context: readonly string[];
  readonly tags: readonly string[];
  readonly outerTags: readonly string[];
  readonly doc: string;
}

/** Lines of a place; `isGone`: nothing of it would reach the sink, so what holds it needs one line for the whole. */
interface Outcome {
  readonly lines: readonly RuleLine[];
  readonly isGone: boolean;
}

/** Walks a schema and suggests a rule for every single value, map key, and container that would be empty. */
export function collectRules(root: RecordNode, options: CollectOptions): CollectedRules {
  const shared = sharedRecords(root);
  const collector: Collector = { options, shared: new Set(shared) };
  const types = new Map<string, readonly RuleLine[]>();
  for (const record of shared) {
    const lines = recordLines(collector, record, { ...ROOT, section: record.name, context: typeWords(record) });
    if (lines.length > 0) types.set(record.name, lines);
  }
  const fields = shared.includes(root) ? [] : recordLines(collector, root, { ...ROOT, context: typeWords(root) });
  return { fields, types };
}

interface Collector {
  readonly options: CollectOptions;
  readonly shared: ReadonlySet<RecordNode>;
}

const KEY: SchemaNode = { kind: 'string', logicalType: null, json: 'string' };

const ROOT: Place = { section: '', path: '', name: '', context: [], tags: [], outerTags: [], doc: '' };

/** Record types that occur at more than one place, or inside themselves. */
function sharedRecords(root: RecordNode): readonly RecordNode[] {
  const counts = new Map<RecordNode, number>();
  const visit = (node: SchemaNode): void => {
    if (node.kind === 'array') visit(node.items);
    else if (node.kind === 'map') visit(node.values);
    else if (node.kind === 'union') node.branches.forEach(visit);
    else if (node.kind === 'record') {
      counts.set(node, (counts.get(node) ?? 0) + 1);
      if (counts.get(node) === 1) for (const field of node.fields) visit(field.node);
    }
  };
  visit(root);
  return [...counts].filter(([, count]) => count > 1).map(([record]) => record);
}

function recordLines(collector: Collector, record: RecordNode, place: Place): readonly RuleLine[] {
  return record.fields.flatMap((field) => {
    const inner: Place = {
      section: place.section,
      path: place.path === '' ? field.name : `${place.path}.${field.name}`,
      name: field.name,
      context: place.context,
      tags: tagsOf(field),
      outerTags: [...place.tags, ...place.outerTags],
      doc: docOf(field),
    };
    return walk(collector, field.node, inner).lines;
  });
}

function walk(collector: Collector, node: SchemaNode, place: Place): Outcome {
  switch (node.kind) {
    case 'null':
      return { lines: [], isGone: false };
    case 'record': {
      if (collector.shared.has(node)) return { lines: [], isGone: false };
      const context = [...typeWords(node), ...splitName(place.name)];
      return { lines: recordLines(collector, node, { ...place, context }), isGone: false };
    }
    case 'array': {
      const items = walk(collector, node.items, { ...place, path: `${place.path}[]` });
      return items.isGone ? whole(items.lines, place, node) : items;
    }
    case 'map':
      return walkMap(collector, node, place);
    case 'union':
      return walkUnion(collector, node, place);
    default: {
      const suggestion = suggest({ ...place, node }, collector.options.hasConversation);
      const line = lineOf(collector, place, node, suggestion);
      return { lines: [line], isGone: line.treatment === 'drop' };
    }
  }
}

function walkMap(collector: Collector, node: MapNode, place: Place): Outcome {
  const values = walk(collector, node.values, { ...place, path: `${place.path}{value}` });
  if (values.isGone) return whole(values.lines, place, node);
  const reason = 'keys may name people; a closed list? then { keep: { oneOf: […] } }';
  const treatments = ['{ redact: OTHER_ID }', 'drop'];
  const key = lineOf(collector, { ...place, path: `${place.path}{key}` }, KEY, { treatments, isSure: false, reason });
  return { lines: [key, ...values.lines], isGone: false };
}

function walkUnion(collector: Collector, node: UnionNode, place: Place): Outcome {
  const { branches } = node;
  const contents = branches.filter(({ kind }) => kind !== 'null');
  if (contents.length === 1) return walk(collector, contents[0] as SchemaNode, place);
  const walked = contents.map((branch) => {
    const path = `${place.path}<${branchName(branch)}>`;
    return { branch, path, outcome: walk(collector, branch, { ...place, path }) };
  });
  if (contents.length > 0 && walked.every(({ outcome }) => outcome.isGone)) {
    return whole(
      walked.flatMap(({ outcome }) => outcome.lines),
      place,
      node,
    );
  }
  const hasNull = contents.length < branches.length;
  const lines = walked.flatMap(({ branch, path, outcome }) => {
    if (!outcome.isGone || hasNull) return outcome.lines;
    // Where null is no branch, nothing can stand for a dropped one.
    const reason = outcome.lines[0]?.reason ?? '';
    return [
      lineOf(collector, { ...place, path }, branch, { treatments: ['{ redact: OTHER_ID }'], isSure: false, reason }),
    ];
  });
  return { lines, isGone: false };
}

/** One line that drops what would be left without content. */
function whole(lines: readonly RuleLine[], place: Place, node: SchemaNode): Outcome {
  const { section, path, doc } = place;
  const first = lines.find(({ isSure }) => !isSure) ?? (lines[0] as RuleLine);
  return {
    lines: [{ ...first, id: `${section}|${path}`, path, type: typeName(node), treatment: 'drop', doc }],
    isGone: true,
  };
}

function lineOf(
  collector: Collector,
  place: Place,
  node: SchemaNode,
  { treatments, isSure, reason }: Suggestion,
): RuleLine {
  const id = `${place.section}|${place.path}`;
  const refused = Math.min(collector.options.refused.get(id) ?? 0, treatments.length - 1);
  const treatment = treatments[refused] as string;
  const isLost = refused > 0 && (treatment === 'drop' || treatment.startsWith('{ keep'));
  const because = refused > 0 ? `${reason}; ${refusalOf(treatments[refused - 1] as string, treatment, node)}` : reason;
  return {
    id,
    path: place.path,
    type: typeName(node),
    treatment,
    isSure: isSure && !isLost,
    reason: because,
    doc: place.doc,
  };
}

/** Why the treatment before this one was not taken. */
function refusalOf(refused: string, taken: string, node: SchemaNode): string {
  const hint = refused === 'keep' && isNumber(node) ? ': does a range do? { keep: { from: …, to: … } }' : '';
  const isCoarser = firstWord(refused) === 'generalize' && firstWord(taken) === 'generalize';
  return `the profile or type refuses ${isCoarser ? 'a finer date' : firstWord(refused)}${hint}`;
}

function firstWord(treatment: string): string {
  return /[a-z]+/.exec(treatment)?.[0] ?? treatment;
}

function typeWords({ name }: RecordNode): readonly string[] {
  return splitName(name.slice(name.lastIndexOf('.') + 1));
}

function docOf({ json }: FieldNode): string {
  return typeof json.doc === 'string' ? json.doc : '';
}
