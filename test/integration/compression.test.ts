import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { readAllCommitted, type TopicRecord } from '../../deploy/local/read-committed.ts';
import { readQuarantineMetadata } from '../../src/core/quarantine.ts';
import { BOMBS, type BombCodec, makeBomb, writeBomb } from './bombs.ts';
import { plant, probe, probeSchema, registerSinks, registerSource, writePolicy } from './probe-records.ts';
import { createTopics, deleteTopics } from './topics.ts';
import {
  cleanUpRuns,
  committedByJava,
  createWorkspace,
  type Exit,
  metricOf,
  peakMemory,
  startRun,
  type WorkerRun,
  waitFor,
  waitUntilCommitted,
  writeConfig,
} from './worker-run.ts';
import { type Codec, type WrittenRecord, writeByJava } from './write-by-java.ts';

const stack = inject('stack');
const CODECS = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const satisfies readonly Codec[];
const BOMB_CODECS = Object.keys(BOMBS) as BombCodec[];
const RECORDS = 200;
const MEMORY_MIB = 512;
/** Partitions 0 to 4 hold good records in each codec; the following ones a bomb between good records. */
const bombPartition = (codec: BombCodec) => CODECS.length + BOMB_CODECS.indexOf(codec);
/** The last one holds a record that is within the limit of a batch, but beyond what the quarantine can hold. */
const LARGE_PARTITION = CODECS.length + BOMB_CODECS.length;
const LARGE_BYTES = 48 * 1024 * 1024;
const PARTITIONS = LARGE_PARTITION + 1;
/** Records before a bomb, and after it. */
const AROUND = 20;

let topics: { source: string; sink: string; quarantine: string };
let run: WorkerRun;
let exit: Exit;
let committed: number[];
let metrics: string;
let peak: number | null;
const bombBytes = new Map<BombCodec, number>();
let quarantined: TopicRecord[];
let sinkRecords: TopicRecord[];

beforeAll(async () => {
  topics = await createTopics(stack, {
    source: { partitions: PARTITIONS, config: { 'max.message.bytes': '10000000' } },
    sink: { partitions: PARTITIONS },
    quarantine: { partitions: 1, config: { 'max.message.bytes': '10100000' } },
  });
  const workspace = await createWorkspace();
  writeConfig(stack, workspace, { routes: [{ name: 'probe', ...topics, policies: [writePolicy(workspace)] }] });
  const [schemaId] = await registerSource(stack, topics.source, [probeSchema()]);
  await registerSinks(workspace);
  const records = (partition: number, codec: Codec, count: number): WrittenRecord[] =>
    Array.from({ length: count }, () => ({ value: probe(schemaId!, plant()), partition, codec }));
  const around = BOMB_CODECS.flatMap((codec) => records(bombPartition(codec), codec, AROUND));
  around.push(...records(LARGE_PARTITION, 'zstd', AROUND));
  await writeByJava(stack, topics.source, [
    ...CODECS.flatMap((codec, index) => records(index, codec, RECORDS)),
    ...around,
  ]);
  for (const codec of BOMB_CODECS) {
    const compressed = await makeBomb(codec);
    bombBytes.set(codec, compressed.length);
    await writeBomb(stack, { topic: topics.source, partition: bombPartition(codec) }, codec, compressed);
  }
  const large = await makeBomb('zstd', LARGE_BYTES);
  await writeBomb(stack, { topic: topics.source, partition: LARGE_PARTITION }, 'zstd', large);
  await writeByJava(stack, topics.source, around);

  run = startRun(workspace);
  const wanted = [...CODECS.map(() => RECORDS), ...BOMB_CODECS.map(() => AROUND), 2 * AROUND + 1];
  await waitUntilCommitted(stack, workspace.groupId, { [topics.source]: wanted });
  await waitFor(() => (BOMB_CODECS.every((codec) => pausesOf(codec).length > 0) ? true : null), 'pauses');
  // Partitions without a bomb go on after the others have stopped.
  await writeByJava(
    stack,
    topics.source,
    CODECS.flatMap((codec, index) => records(index, codec, RECORDS)),
  );
  const later = [...CODECS.map(() => 2 * RECORDS), ...BOMB_CODECS.map(() => AROUND), 2 * AROUND + 1];
  await waitUntilCommitted(stack, workspace.groupId, { [topics.source]: later });
  metrics = await run.metrics();
  peak = await peakMemory(run.pid);
  exit = await run.stop();
  committed = await committedByJava(stack, workspace.groupId, topics.source);
  quarantined = await readAllCommitted(stack, [topics.quarantine]);
  sinkRecords = await readAllCommitted(stack, [topics.sink]);
});

afterAll(async () => {
  await cleanUpRuns();
  if (topics) await deleteTopics(stack, Object.values(topics));
});

const pausesOf = (codec: BombCodec) =>
  run.lines().filter((line) => line.msg === 'partition paused' && line.partition === bombPartition(codec));

/** Offsets of the source records that the sink holds of a partition. */
const forwardedOf = (partition: number) =>
  sinkRecords
    .filter((record) => record.partition === partition)
    .map(({ headers }) => Number(new Map(headers).get('sigilo-source')!.toString().split('/')[2]));

const upTo = (count: number) => Array.from({ length: count }, (_, offset) => offset);

describe('records that Kafka compressed', () => {
  it.each(CODECS)('by %s are forwarded, each once and in order', (codec) => {
    expect(forwardedOf(CODECS.indexOf(codec))).toEqual(upTo(2 * RECORDS));
  });
});

describe('a record that fits a batch because of its compression', () => {
  it('is quarantined as a reference when the quarantine cannot hold it, and the rest goes on', () => {
    const [{ value } = {}, ...others] = quarantined;
    const source = { topic: topics.source, partition: LARGE_PARTITION, offset: String(AROUND) };
    // Zeros are a frame with the id 0.
    const expected = { reason: 'unknown_schema', payload: 'omitted', length: LARGE_BYTES, source };
    expect(readQuarantineMetadata(value!)).toMatchObject(expected);
    expect(others).toEqual([]);
    expect(forwardedOf(LARGE_PARTITION)).toEqual(upTo(2 * AROUND + 1).filter((offset) => offset !== AROUND));
  });
});

describe('a batch that unfolds beyond all bounds', () => {
  it.each(BOMB_CODECS)('by %s stops its partition before it, with a code that says so', (codec) => {
    expect(committed[bombPartition(codec)]).toBe(AROUND);
    expect(forwardedOf(bombPartition(codec))).toEqual(upTo(AROUND));
    expect(pausesOf(codec).map(({ code }) => code)).toEqual(['source.codec']);
    const told = run.lines().find((line) => line.level === 'error' && line.partition === bombPartition(codec));
    expect(told).toMatchObject({ code: 'source.codec', topic: topics.source });
  });

  it('is small as long as it is folded: 32 KB of zstd are 1 GiB', () => {
    expect(bombBytes.get('zstd')).toBeLessThan(40_000);
    for (const codec of BOMB_CODECS) expect(BOMBS[codec] / bombBytes.get(codec)!).toBeGreaterThan(20);
  });

  it('leaves the worker small, alive and unharmed', () => {
    if (peak !== null) expect(peak).toBeLessThan(MEMORY_MIB);
    expect(exit).toEqual({ status: 0, signal: null });
    expect(run.stderr()).toBe('');
    expect(metricOf(metrics, 'sigilo_transactions_total', { outcome: 'failed' })).toBe(0);
  });
});
