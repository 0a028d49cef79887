import type { KafkaJSProtocolError } from 'kafkajs';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { readAllCommitted } from '../../deploy/local/read-committed.ts';
import { openAll } from './open-quarantine.ts';
import { plant, probe, probeSchema, registerSinks, registerSource, writePolicy } from './probe-records.ts';
import { createTopics, deleteTopics, type NewRecord, produce } from './topics.ts';
import { cleanUpRuns, createWorkspace, startRun, waitUntilCommitted, writeConfig } from './worker-run.ts';

const stack = inject('stack');
const CODECS = ['gzip', 'snappy', 'lz4', 'zstd'] as const;
const HOUR_MS = 3_600_000;
const NOW = String(Math.floor(Date.now() / HOUR_MS) * HOUR_MS);
/** In the source's order; -1 is none. */
const TIMES = ['-86400000', NOW, '-1', '-2', '-62135596800000', '0', NOW];

let topics: Record<'source' | 'quarantine' | (typeof CODECS)[number], string>;

beforeAll(async () => {
  const anyAge = { 'retention.ms': '-1' };
  const compressing = (codec: string) => ({ config: { 'compression.type': codec, ...anyAge } });
  topics = await createTopics(stack, {
    source: { config: anyAge },
    gzip: compressing('gzip'),
    snappy: compressing('snappy'),
    lz4: compressing('lz4'),
    zstd: compressing('zstd'),
    quarantine: { config: { 'max.message.bytes': '1100000' } },
  });
});

afterAll(async () => {
  await cleanUpRuns();
  if (topics) await deleteTopics(stack, Object.values(topics));
});

/** What a broker answers to an uncompressed record of a time. */
const answerTo = (topic: string, timestamp: string): Promise<string> =>
  produce(stack, topic, [{ value: 'from elsewhere', timestamp }]).then(
    () => 'accepted',
    (error: KafkaJSProtocolError) => error.type,
  );

// Why the core lets none pass: the answer tells of no record and of no time, and is the same at each try.
it.each(CODECS)('a time before 1970 is an error without a name to a sink of compression.type=%s', async (codec) => {
  for (const time of ['-86400000', '-86400000', '-2']) expect(await answerTo(topics[codec], time)).toBe('UNKNOWN');
  for (const time of ['-1', '0', NOW]) expect(await answerTo(topics[codec], time)).toBe('accepted');
});

it('records of such times, which the source takes, are quarantined, and those behind them arrive', async () => {
  const workspace = await createWorkspace();
  const { source, zstd: sink, quarantine } = topics;
  const route = { name: 'probe', source, sink, quarantine, policies: [writePolicy(workspace)] };
  writeConfig(stack, workspace, { routes: [route] });
  const [schemaId] = await registerSource(stack, source, [probeSchema()]);
  await registerSinks(workspace);
  const records = TIMES.map((timestamp): NewRecord => ({ value: probe(schemaId!, plant()), timestamp }));
  const tombstones = ['-86400000', NOW].map((timestamp): NewRecord => ({ key: plant().key, value: null, timestamp }));
  await produce(stack, source, [...records, ...tombstones]);
  // The sink holds records from elsewhere.
  const run = startRun(workspace, ['--from-start']);
  await waitUntilCommitted(stack, workspace.groupId, { [source]: [TIMES.length + 2] });
  expect(await run.stop()).toEqual({ status: 0, signal: null });
  expect(run.lines().filter(({ msg }) => msg.startsWith('transaction failed'))).toEqual([]);

  const found = await readAllCommitted(stack, [sink, quarantine]);
  const sunk = found
    .filter(({ topic }) => topic === sink)
    .map(({ headers, timestamp }) => [new Map(headers).get('sigilo-source')?.toString(), String(timestamp)])
    .filter(([place]) => place !== undefined);
  const at = (offset: number) => `${source}/0/${offset}`;
  expect(sunk).toEqual([
    [at(1), NOW],
    [at(2), '-1'],
    [at(5), '0'],
    [at(6), NOW],
    [at(8), NOW],
  ]);
  const held = await openAll(
    found.filter(({ topic }) => topic === quarantine),
    workspace.identity,
  );
  const reasons = [...held].map(([place, seals]) => [
    place,
    ...seals.flatMap(({ metadata, record }) => [metadata.reason, metadata.fieldPath, record.timestamp]),
  ]);
  expect(reasons).toEqual([
    [at(0), 'unexpected_shape', 'timestamp', '-86400000'],
    [at(3), 'unexpected_shape', 'timestamp', '-2'],
    [at(4), 'unexpected_shape', 'timestamp', '-62135596800000'],
    [at(7), 'unexpected_shape', 'timestamp', '-86400000'],
  ]);
});
