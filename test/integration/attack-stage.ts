import { randomUUID } from 'node:crypto';
import { inject } from 'vitest';
import { readAllCommitted, type TopicRecord } from '../../deploy/local/read-committed.ts';
import { FRAME_BYTES } from '../../src/core/avro/wire-format.ts';
import { bytes, frame, registerSinks, registerSource, text, varint, writePolicy } from './probe-records.ts';
import { createTopics, type NewRecord, produce } from './topics.ts';
import {
  createWorkspace,
  type Exit,
  metricOf,
  type Settings,
  startRun,
  type WorkerRun,
  type Workspace,
  waitFor,
  waitUntilCommitted,
  writeConfig,
} from './worker-run.ts';

/** What an attack writes: lists that may be long, and bytes of any kind. */
export interface AttackRecord {
  readonly conversation?: string;
  readonly names?: readonly string[];
  readonly texts?: readonly string[];
  readonly photo?: Buffer;
}

const strings = { type: 'array', items: 'string' };
const SCHEMA = {
  type: 'record',
  name: 'Attacked',
  namespace: 'br.sigilo.test',
  fields: [
    { name: 'id', type: 'string' },
    { name: 'conversation', type: 'string' },
    { name: 'names', type: strings },
    { name: 'texts', type: strings },
    { name: 'photo', type: 'bytes' },
  ],
};

const POLICY = `policy: attacked
record: br.sigilo.test.Attacked
profile: lgpd
tenant: { const: test }
conversation: conversation
timestamp: hour
key: { as: none }
fields:
  id: { keep: uuid }
  conversation: { tokenize: { type: OTHER_ID, domain: conversation } }
  names[]: { tokenize: PERSON }
  texts[]: { detect: { PERSON: tokenize, '*': redact } }
  photo: { redact: OTHER_ID }
`;

const OTHER = 'other';
const UUID_BYTES = 36;
/** An id stands first in a record, after its length of one byte. */
const ID_AT = FRAME_BYTES + 1;

type Topics = Readonly<Record<'source' | 'sink' | 'quarantine', string>>;

/** A worker under attack: one route that is attacked, and another one of the same worker. */
export interface AttackStage {
  readonly workspace: Workspace;
  readonly run: WorkerRun;
  readonly topics: Topics;
  readonly schemaId: number;
  /** All topics, to be deleted. */
  readonly made: readonly string[];
  /** A record's bytes. */
  readonly bytesOf: (record: AttackRecord, id?: string) => Buffer;
  /** Writes so many ordinary records into each partition of both routes. */
  readonly writeOrdinary: (count: number) => Promise<void>;
  /**
   * Waits until the ordinary records so far are forwarded that do not stand behind an attack: those of the other route, and
   * of all partitions but the first ones. Gives the milliseconds that it took.
   */
  readonly untilOthers: (attackedPartitions: number, timeoutMs: number) => Promise<number>;
  /** Waits until all ordinary records so far are forwarded, and attacks besides; gives the milliseconds that it took. */
  readonly untilForwarded: (attacks: number, timeoutMs: number) => Promise<number>;
  /** Stops the worker; gives how it ended, and how often the sinks hold each ordinary record that they should hold once. */
  readonly finish: () => Promise<{ readonly exit: Exit; readonly sink: readonly TopicRecord[]; readonly odd: number }>;
}

/**
 * Makes both routes, starts the worker and waits until it works.
 * @param settings laid over the configuration
 */
export async function setStage(options: {
  readonly partitions: number;
  readonly settings?: Settings;
  readonly sourceConfig?: Readonly<Record<string, string>>;
  /** 6,000 unless given: the least that may be set. */
  readonly sessionTimeoutMs?: number;
}): Promise<AttackStage> {
  const stack = inject('stack');
  const { partitions, settings = {}, sourceConfig = {}, sessionTimeoutMs = 6_000 } = options;
  const quarantine = { config: { 'max.message.bytes': '2200000' } };
  const sink = { partitions, config: { 'max.message.bytes': '4000000' } };
  const topics = await createTopics(stack, { source: { partitions, config: sourceConfig }, sink, quarantine });
  const other = await createTopics(stack, { source: {}, sink: {}, quarantine });
  const workspace = await createWorkspace();
  const policies = [writePolicy(workspace, POLICY)];
  writeConfig(stack, workspace, {
    log: { level: 'info' },
    ...settings,
    kafka: { sessionTimeoutMs },
    routes: [
      { name: 'attacked', ...topics, policies },
      { name: OTHER, ...other, policies },
    ],
  });
  const [schemaId = 0] = await registerSource(stack, topics.source, [SCHEMA]);
  await registerSource(stack, other.source, [SCHEMA]);
  await registerSinks(workspace);
  const run = startRun(workspace);
  await run.waitForLine(({ msg }) => msg === 'worker started', 'start', 60_000);

  const list = (items: readonly string[]) =>
    items.length === 0 ? Buffer.of(0) : Buffer.concat([varint(BigInt(items.length)), ...items.map(text), Buffer.of(0)]);
  const bytesOf: AttackStage['bytesOf'] = (record, id = randomUUID()) => {
    const { conversation = randomUUID(), names = [], texts = [], photo = Buffer.alloc(0) } = record;
    return frame(schemaId, text(id), text(conversation), list(names), list(texts), bytes(photo));
  };

  const written = new Set<string>();
  const ordinary = (partition: number): NewRecord => {
    const id = randomUUID();
    written.add(id);
    const texts = ['bom dia, sem dor desde ontem', 'falei com Ozenir Bravatelli sobre o exame'];
    return { partition, value: bytesOf({ names: ['Ozenir Bravatelli'], texts }, id) };
  };
  const writeOrdinary = async (count: number) => {
    const each = Array.from({ length: count }, (_, index) => index);
    await produce(
      stack,
      topics.source,
      each.flatMap(() => Array.from({ length: partitions }, (_, partition) => ordinary(partition))),
    );
    await produce(
      stack,
      other.source,
      each.map(() => ordinary(0)),
    );
  };
  const untilOthers: AttackStage['untilOthers'] = async (attackedPartitions, timeoutMs) => {
    const started = performance.now();
    const each = written.size / (partitions + 1);
    const ends = Array.from({ length: partitions }, (_, partition) => (partition < attackedPartitions ? 0 : each));
    await waitUntilCommitted(stack, workspace.groupId, { [other.source]: [each], [topics.source]: ends }, timeoutMs);
    return performance.now() - started;
  };
  const untilForwarded: AttackStage['untilForwarded'] = async (attacks, timeoutMs) => {
    const started = performance.now();
    const wanted = written.size + attacks;
    const isDone = async () => {
      // A page that was asked for while the worker was busy may break off.
      const page = await run.metrics().catch(() => '');
      return metricOf(page, 'sigilo_records_forwarded_total') >= wanted ? true : null;
    };
    await waitFor(isDone, `forwarding of ${wanted} records`, timeoutMs);
    return performance.now() - started;
  };
  const finish: AttackStage['finish'] = async () => {
    const exit = await run.stop();
    const records = await readAllCommitted(stack, [topics.sink, other.sink]);
    const seen = new Map<string, number>();
    for (const { value } of records) {
      const id = value!.toString('latin1', ID_AT, ID_AT + UUID_BYTES);
      seen.set(id, (seen.get(id) ?? 0) + 1);
    }
    return { exit, sink: records, odd: [...written].filter((id) => seen.get(id) !== 1).length };
  };
  const made = [...Object.values(topics), ...Object.values(other)];
  return { workspace, run, topics, schemaId, made, bytesOf, writeOrdinary, untilOthers, untilForwarded, finish };
}

/** What must hold of any worker after any attack; the text of what does not. */
export function harmOf(run: WorkerRun, exit: Exit, page: string): readonly string[] {
  const harm: string[] = [];
  if (exit.status !== 0) harm.push(`exit ${exit.status} ${exit.signal}`);
  if (run.stderr() !== '') harm.push('it wrote to stderr');
  const joins = run.lines().filter(({ msg, route }) => msg === 'partitions assigned' && route === OTHER).length;
  if (joins !== 1) harm.push(`it joined the group ${joins} times`);
  const failed = metricOf(page, 'sigilo_transactions_total', { outcome: 'failed' });
  if (failed !== 0) harm.push(`${failed} transactions failed`);
  if (metricOf(page, 'sigilo_breaker_open') !== 0) harm.push('a breaker is open');
  return harm;
}
