import type { SchemaJson } from './avro/schema.ts';

/**
 * Confluent's subject name strategies: the schemas of a topic's values stand under `<topic>-value`, `<record>` or
 * `<topic>-<record>`. With the last two, a topic can carry several record types, each with its own compatibility.
 */
export const SUBJECT_STRATEGIES = ['topic', 'record', 'topic-record'] as const;
export type SubjectStrategy = (typeof SUBJECT_STRATEGIES)[number];

/** The subjects that hold the value schemas of a source: one of the topic, or one for each record type. */
export function sourceSubjects(
  strategy: SubjectStrategy,
  source: string,
  records: readonly string[],
): readonly string[] {
  if (strategy === 'topic') return [`${source}-value`];
  return records.map((record) => (strategy === 'record' ? record : `${source}-${record}`));
}

/** The subject of a sink's value schema; `<record>` is the full name of the sanitized record. */
export function sinkSubject(strategy: SubjectStrategy, sink: string, sinkSchema: SchemaJson): string {
  if (strategy === 'topic') return `${sink}-value`;
  const record = fullName(sinkSchema);
  return strategy === 'record' ? record : `${sink}-${record}`;
}

/** The subject of a topic's keys, whatever the strategy of its values. */
export function keySubject(topic: string): string {
  return `${topic}-key`;
}

/** Sink schemas are made by us: records whose name and namespace stand apart. */
function fullName(sinkSchema: SchemaJson): string {
  const { namespace, name } = sinkSchema as { readonly namespace: string; readonly name: string };
  return `${namespace}.${name}`;
}
