import { readFileSync } from 'node:fs';
import { SchemaRegistry } from '@kafkajs/confluent-schema-registry';
import { checkSink, type Decoded, patientOf } from './check-sink.ts';
import { createJoinCount } from './join-tokens.ts';
import { countLeftovers, emptyFreeTextCount } from './leftovers.ts';
import type { ReadRecord } from './local-stack.ts';
import { findPlanted, makeNeedles } from './needles.ts';
import { openQuarantines } from './open-quarantine.ts';
import { countOutcomes, sourceOf, type Unexpected } from './outcomes.ts';
import type { Judged, Pair } from './result.ts';
import { prepareSearch } from './search.ts';
import type { Place, Topics } from './topics.ts';
import type { TrafficRecord } from './traffic-record.ts';

export interface Evidence {
  readonly expected: ReadonlyMap<Place, TrafficRecord>;
  readonly topics: Topics;
  /** As Kafka's own Java client read them, committed records only. */
  readonly sinks: readonly ReadRecord[];
  readonly quarantines: readonly ReadRecord[];
  readonly identity: string;
  readonly registry: string;
  readonly outputFiles: readonly string[];
  readonly metrics: string;
}

/**
 * Judges a run by what lies in Kafka, with clients that are not Sigilo: Kafka's Java consumer, the registry's client
 * with avsc, age and AES-GCM for the quarantine.
 */
export async function verify(
  evidence: Evidence,
): Promise<Omit<Judged, 'consumed' | 'workerCount' | 'findings'> & { readonly pairs: readonly Pair[] }> {
  const { expected, topics, sinks, quarantines } = evidence;
  const outcomes = countOutcomes(expected, topics, sinks, await openQuarantines(quarantines, evidence.identity));
  const unexpected: Unexpected[] = [...outcomes.unexpected];
  const registry = new SchemaRegistry({ host: evidence.registry });
  const freeText = emptyFreeTextCount();
  const joins = createJoinCount();
  const pairs = new Map<string, Pair>();

  for (const sink of sinks) {
    const place = sourceOf(sink);
    const source = expected.get(place);
    if (!source) continue;
    const decoded: Decoded | null = sink.value && (await registry.decode(sink.value));
    const fault = checkSink(sink, decoded, source);
    if (fault) unexpected.push({ place, kind: source.kind, fault });
    if (decoded) countLeftovers(freeText, decoded, source);
    joins.add(sink, decoded, source);
    if (decoded) addPair(pairs, sink, decoded, source);
  }
  return {
    ...outcomes,
    unexpected,
    ...searchAll(evidence),
    freeText,
    cpfTokens: joins.count(),
    pairs: [...pairs.values()],
  };
}

/** All bytes of a record that a reader of its topic can see. */
function bytesOf(record: ReadRecord): Buffer[] {
  const headers = record.headers.flatMap(([name, value]) => [Buffer.from(name), value ?? Buffer.alloc(0)]);
  return [record.key ?? Buffer.alloc(0), record.value ?? Buffer.alloc(0), ...headers];
}

function sourceBytes({ key, value, headers }: TrafficRecord): Buffer[] {
  const contents = Object.values(headers).flat();
  return [key ?? '', value ?? '', ...contents].map((part) => Buffer.from(part));
}

function searchAll({ expected, sinks, quarantines, outputFiles, metrics }: Evidence) {
  const needles = makeNeedles([...expected.values()]);
  const search = prepareSearch(needles.patterns);
  const found = (haystacks: readonly Buffer[]) =>
    findPlanted(needles, (report) => {
      for (const haystack of haystacks) search.find(haystack, report);
    });
  const output = [...outputFiles.map((file) => readFileSync(file)), Buffer.from(metrics)];
  const inSources = [...needles.inSources];
  const foundInSources = found([...expected.values()].flatMap(sourceBytes));
  return {
    leaksInSinks: found(sinks.flatMap(bytesOf)).size,
    leaksInQuarantines: found(quarantines.flatMap(bytesOf)).size,
    leaksInOutput: found(output).size,
    control: {
      planted: inSources.length,
      foundInSources: inSources.filter((value) => foundInSources.has(value)).length,
    },
  };
}

/** What is shown before and after: the first patient's message of each schema version. */
const SHOWN_KINDS = ['chat message', 'clinical message', 'chat message, version 2'];

function addPair(pairs: Map<string, Pair>, sink: ReadRecord, decoded: Decoded, source: TrafficRecord): void {
  const title = source.kind;
  if (pairs.has(title) || !SHOWN_KINDS.includes(title) || !source.object || !patientOf(source.object)) return;
  const isTelling = source.freeText.some(({ planted }) => planted.length > 2);
  if (!isTelling || source.key === null || Object.keys(source.headers).length < 2) return;
  const edge = (key: Buffer | null, timestamp: number, headers: unknown) => ({
    ...{ key: key?.toString() ?? null, timestamp, headers },
  });
  const sinkHeaders = Object.fromEntries(sink.headers.map(([name, value]) => [name, value?.toString() ?? null]));
  pairs.set(title, {
    title,
    before: { ...edge(source.key, source.timestamp, source.headers), value: source.object },
    after: { ...edge(sink.key, sink.timestamp, sinkHeaders), value: decoded },
  });
}
