import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { readAllCommitted, type TopicRecord } from '../../deploy/local/read-committed.ts';
import { segmentsOf } from '../../deploy/local/scan-segments.ts';
import { quarantineDigest, readQuarantine, readQuarantineMetadata } from '../../src/core/quarantine.ts';
import { openQuarantine, unwrapDataKey } from '../../src/io/quarantine-open.ts';
import { BOMBS, type BombCodec, makeBomb, writeBomb } from './bombs.ts';
import { plant, probe, probeSchema, registerSinks, registerSource, writePolicy } from './probe-records.ts';
import { createTopics, deleteTopics, produce } from './topics.ts';
import {
  cleanUpRuns,
  committedByJava,
  createWorkspace,
  type Exit,
  metricOf,
  peakMemory,
  startRun,
  type WorkerRun,
  type Workspace,
  waitUntilCommitted,
  writeConfig,
} from './worker-run.ts';
import { type Codec, type WrittenRecord, writeByJava } from './write-by-java.ts';

const stack = inject('stack');
const CODECS = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const satisfies readonly Codec[];
const BOMB_CODECS = Object.keys(BOMBS) as BombCodec[];
const RECORDS = 200;
const MEMORY_MIB = 512;
/** Partitions 0 to 4 hold good records in each codec; the next one bombs of all codecs among good records. */
const BOMB_PARTITION = CODECS.length;
/** The last one holds a record that is within the limit of a batch, but beyond what the quarantine can hold. */
const LARGE_PARTITION = BOMB_PARTITION + 1;
const LARGE_BYTES = 48 * 1024 * 1024;
const PARTITIONS = LARGE_PARTITION + 1;
/** Good records before each bomb, and after the last. */
const AROUND = 20;
/** Bombs that follow each other. */
const IN_A_ROW = 10;
const ROW_BYTES = 2 ** 28;
/** Empty records that lie in one batch with a bomb. */
const COMPANY = 5;

/** First and last offsets of the batches that are refused, and how many offsets there are then. */
const refused: { readonly first: number; readonly last: number }[] = [];
let end = 0;
let topics: { source: string; sink: string; quarantine: string };
let workspace: Workspace;
let run: WorkerRun;
let exit: Exit;
let committed: number[];
let metrics: string;
let peak: number | null;
const bombBytes = new Map<BombCodec, number>();
let quarantined: TopicRecord[];
let sinkRecords: TopicRecord[];

/** Writes the partition of bombs: good records, then a bomb, codec by codec; many in a row; and one with other records in its batch. */
async function writeBombs(schemaId: number): Promise<void> {
  const place = { topic: topics.source, partition: BOMB_PARTITION };
  const writeGood = async () => {
    const good = Array.from({ length: AROUND }, () => ({ value: probe(schemaId, plant()), partition: BOMB_PARTITION }));
    await produce(stack, topics.source, good);
    end += AROUND;
  };
  const noteRefused = (records: number) => {
    refused.push({ first: end, last: end + records - 1 });
    end += records;
  };
  for (const codec of BOMB_CODECS) {
    await writeGood();
    const compressed = await makeBomb(codec);
    bombBytes.set(codec, compressed.length);
    await writeBomb(stack, place, codec, compressed);
    noteRefused(1);
  }
  await writeGood();
  const small = await makeBomb('zstd', ROW_BYTES);
  for (let count = 0; count < IN_A_ROW; count += 1) {
    await writeBomb(stack, place, 'zstd', small);
    noteRefused(1);
  }
  await writeGood();
  await writeBomb(stack, place, 'gzip', await makeBomb('gzip', ROW_BYTES, COMPANY), COMPANY + 1);
  noteRefused(COMPANY + 1);
  await writeGood();
}

beforeAll(async () => {
  topics = await createTopics(stack, {
    source: { partitions: PARTITIONS, config: { 'max.message.bytes': '10000000' } },
    sink: { partitions: PARTITIONS },
    quarantine: { partitions: 1, config: { 'max.message.bytes': '10100000' } },
  });
  workspace = await createWorkspace();
  writeConfig(stack, workspace, { routes: [{ name: 'probe', ...topics, policies: [writePolicy(workspace)] }] });
  const [schemaId] = await registerSource(stack, topics.source, [probeSchema()]);
  await registerSinks(workspace);
  const records = (partition: number, codec: Codec, count: number): WrittenRecord[] =>
    Array.from({ length: count }, () => ({ value: probe(schemaId!, plant()), partition, codec }));
  const around = records(LARGE_PARTITION, 'zstd', AROUND);
  await writeByJava(stack, topics.source, [
    ...CODECS.flatMap((codec, index) => records(index, codec, RECORDS)),
    ...around,
  ]);
  await writeBombs(schemaId!);
  const large = await makeBomb('zstd', LARGE_BYTES);
  await writeBomb(stack, { topic: topics.source, partition: LARGE_PARTITION }, 'zstd', large);
  await writeByJava(stack, topics.source, around);

  run = startRun(workspace);
  const wanted = [...CODECS.map(() => RECORDS), end, 2 * AROUND + 1];
  await waitUntilCommitted(stack, workspace.groupId, { [topics.source]: wanted }, 180_000);
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

/** Offsets of the source records that the sink holds of a partition. */
const forwardedOf = (partition: number) =>
  sinkRecords
    .filter((record) => record.partition === partition)
    .map(({ headers }) => Number(new Map(headers).get('sigilo-source')!.toString().split('/')[2]));

/** The quarantine records of a partition of the source. */
const heldOf = (partition: number) =>
  quarantined
    .map(({ value }) => value!)
    .filter((value) => readQuarantineMetadata(value).source.partition === partition);

/** The record batches of a partition by their first offsets, as the broker's log segment holds them. */
async function batchesInLog(partition: number): Promise<Map<number, Buffer>> {
  const batches = new Map<number, Buffer>();
  const files = await segmentsOf(stack.dataDirectories, topics.source);
  for (const file of files.filter((each) => each.includes(`${topics.source}-${partition}/`))) {
    const bytes = await readFile(file);
    for (let at = 0; at + 12 <= bytes.length; ) {
      const size = 12 + bytes.readInt32BE(at + 8);
      if (size === 12) break;
      batches.set(Number(bytes.readBigInt64BE(at)), bytes.subarray(at, at + size));
      at += size;
    }
  }
  return batches;
}

const upTo = (count: number) => Array.from({ length: count }, (_, offset) => offset);

describe('records that Kafka compressed', () => {
  it.each(CODECS)('by %s are forwarded, each once and in order', (codec) => {
    expect(forwardedOf(CODECS.indexOf(codec))).toEqual(upTo(RECORDS));
  });
});

describe('a record that fits a batch because of its compression', () => {
  it('is quarantined as a reference when the quarantine cannot hold it, and the rest goes on', () => {
    const [value, ...others] = heldOf(LARGE_PARTITION);
    const source = { topic: topics.source, partition: LARGE_PARTITION, offset: String(AROUND) };
    // Zeros are a frame with the id 0.
    const expected = { reason: 'unknown_schema', payload: 'omitted', length: LARGE_BYTES, source };
    expect(readQuarantineMetadata(value!)).toMatchObject(expected);
    expect(others).toEqual([]);
    expect(forwardedOf(LARGE_PARTITION)).toEqual(upTo(2 * AROUND + 1).filter((offset) => offset !== AROUND));
  });
});

describe('batches that cannot be read, among records of others', () => {
  it('hold up none of these: each is forwarded once, and the group is behind the last', () => {
    const good = upTo(end).filter((offset) => !refused.some(({ first, last }) => offset >= first && offset <= last));
    expect(good).toHaveLength((BOMB_CODECS.length + 3) * AROUND);
    expect(forwardedOf(BOMB_PARTITION)).toEqual(good);
    expect(committed[BOMB_PARTITION]).toBe(end);
    expect(run.lines().filter((line) => line.msg === 'partition paused')).toEqual([]);
  });

  it('leave one reference each, by which the batch in the log can be recognized', async () => {
    const held = heldOf(BOMB_PARTITION);
    expect(held).toHaveLength(BOMB_CODECS.length + IN_A_ROW + 1);
    const batches = await batchesInLog(BOMB_PARTITION);
    for (const [index, { first, last }] of refused.entries()) {
      const sealed = readQuarantine(held[index]!);
      const batch = batches.get(first)!;
      const source = { topic: topics.source, partition: BOMB_PARTITION, offset: String(first) };
      const reference = { reason: 'unreadable_batch', payload: 'omitted', length: batch.length };
      expect(sealed.metadata).toMatchObject({ ...reference, source, lastOffset: String(last) });
      const dataKey = await unwrapDataKey(sealed.metadata.keyWrap, [workspace.identity]);
      expect(openQuarantine(sealed, dataKey).equals(quarantineDigest(batch, dataKey))).toBe(true);
    }
    const keys = quarantined.map(({ key }) => key!.toString());
    for (const { first } of refused) expect(keys).toContain(`${topics.source}/${BOMB_PARTITION}/${first}`);
  });

  it('are counted as one each, and said to whoever must see to them', () => {
    const count = (name: string) => metricOf(metrics, `sigilo_records_${name}_total`);
    expect(metricOf(metrics, 'sigilo_records_quarantined_total', { reason: 'unreadable_batch' })).toBe(refused.length);
    expect(count('consumed')).toBe(count('forwarded') + count('quarantined'));
    const warning = run.lines().find((line) => line.level === 'warn' && line.reason === 'unreadable_batch');
    expect(warning).toMatchObject({ route: 'probe', partition: BOMB_PARTITION });
  });

  it('are small as long as they are folded: 32 KB of zstd are 1 GiB', () => {
    expect(bombBytes.get('zstd')).toBeLessThan(40_000);
    for (const codec of BOMB_CODECS) expect(BOMBS[codec] / bombBytes.get(codec)!).toBeGreaterThan(20);
  });

  it('leave the worker small, alive and unharmed', () => {
    if (peak !== null) expect(peak).toBeLessThan(MEMORY_MIB);
    expect(exit).toEqual({ status: 0, signal: null });
    expect(run.stderr()).toBe('');
    expect(metricOf(metrics, 'sigilo_transactions_total', { outcome: 'failed' })).toBe(0);
  });
});
