import { parseSchema, type SchemaJson, type SchemaNode } from '../core/avro/schema.ts';
import { bindLeaf } from '../core/policy/bind-leaf.ts';
import type { SinkNode } from '../core/policy/sink-node.ts';
import type { Treatment } from '../core/policy/treatment.ts';
import { markdownTable } from './markdown-table.ts';

type Bound = Exclude<Treatment, { kind: 'drop' }>;

const DATE = { kind: 'generalize', entity: 'DATE' } as const;
/** The columns of the table. Whatever the entity type, the outcome is the same. */
const TREATMENTS: Readonly<Record<string, Bound>> = {
  '`keep`': { kind: 'keep', shape: null },
  '`keep` with a shape': { kind: 'keep', shape: 'uuid' },
  '`keep` in a range': { kind: 'keep', shape: { from: 0, to: 1 } },
  '`redact`': { kind: 'redact', entity: 'OTHER_ID' },
  '`tokenize`': { kind: 'tokenize', entity: 'OTHER_ID', domain: null, asLong: false },
  '… `as: long`': { kind: 'tokenize', entity: 'OTHER_ID', domain: null, asLong: true },
  '`DATE: hour`, `day`': { ...DATE, granularity: 'day' },
  '`DATE: month`, `year`': { ...DATE, granularity: 'year' },
  '`AGE: 90+`': { kind: 'generalize', entity: 'AGE', granularity: '90+' },
  '`LOCATION: zip3`': { kind: 'generalize', entity: 'LOCATION', granularity: 'zip3' },
  '`detect`': { kind: 'detect', actions: { '*': 'redact' } },
};

const logical = (type: string, logicalType: string, more = {}) => ({ type, logicalType, ...more });
const fixed = (size: number, more = {}) => ({ type: 'fixed', name: 'F', size, ...more });
const DECIMAL = { precision: 9, scale: 2 };

/** The rows: every type that a field can have; logical types in parentheses. */
const TYPES: readonly SchemaJson[] = [
  'boolean',
  'int',
  'long',
  'float',
  'double',
  'bytes',
  'string',
  fixed(4),
  { type: 'enum', name: 'E', symbols: ['A'] },
  { type: 'record', name: 'R', fields: [] },
  { type: 'array', items: 'int' },
  { type: 'map', values: 'int' },
  logical('bytes', 'decimal', DECIMAL),
  fixed(4, { logicalType: 'decimal', ...DECIMAL }),
  logical('bytes', 'big-decimal'),
  logical('string', 'uuid'),
  fixed(16, { logicalType: 'uuid' }),
  logical('int', 'date'),
  logical('int', 'time-millis'),
  logical('long', 'time-micros'),
  ...['timestamp', 'local-timestamp'].flatMap((word) =>
    ['millis', 'micros', 'nanos'].map((unit) => logical('long', `${word}-${unit}`)),
  ),
  fixed(12, { logicalType: 'duration' }),
];

/** What each treatment makes of each type: asked of the same function that compiles policies. */
export function typeTreatmentTable(): string {
  const rows = TYPES.map((json) => {
    const node = parseSchema(json);
    return [typeText(node), ...Object.values(TREATMENTS).map((treatment) => outcome(node, treatment))];
  });
  return markdownTable(['type', ...Object.keys(TREATMENTS)], rows);
}

function outcome(node: SchemaNode, treatment: Bound): string {
  const bound = bindLeaf(node, treatment);
  if ('fault' in bound) return '–';
  return isSame(node, bound.sink) ? 'same' : sinkText(bound.sink);
}

function isSame(node: SchemaNode, sink: SinkNode): boolean {
  if (sink.kind === 'primitive')
    return sink.type === node.kind && (sink.json === node.json || node.logicalType === null);
  return 'node' in sink && sink.node === node;
}

function sinkText(sink: SinkNode): string {
  return sink.kind === 'primitive' ? sink.type : sink.kind;
}

function typeText(node: SchemaNode): string {
  return node.logicalType === null ? `\`${node.kind}\`` : `\`${node.kind}\` (\`${node.logicalType}\`)`;
}
