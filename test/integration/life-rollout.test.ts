import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { readAllCommitted, type TopicRecord } from '../../deploy/local/read-committed.ts';
import { buildPipelines } from '../../src/build-pipelines.ts';
import { loadConfig } from '../../src/config.ts';
import { readQuarantineMetadata } from '../../src/core/quarantine.ts';
import { openRegistry } from '../../src/open-registry.ts';
import { startWorker } from '../../src/worker.ts';
import {
  PROBE_POLICY,
  plant,
  probe,
  probeSchema,
  registerSinks,
  registerSource,
  writePolicy,
} from './probe-records.ts';
import { recordingTelemetry } from './recording-telemetry.ts';
import { createTopics, deleteTopics, produce } from './topics.ts';
import {
  cleanUpRuns,
  createWorkspace,
  startRun,
  type WorkerRun,
  type Workspace,
  waitFor,
  waitUntilCommitted,
  writeConfig,
} from './worker-run.ts';

const PARTITIONS = 4;
const ROUTES = ['first', 'second'] as const;

const stack = inject('stack');
const made: string[] = [];

afterAll(async () => {
  await cleanUpRuns();
  await deleteTopics(stack, made);
});

async function createRouteTopics(partitions: number) {
  const quarantine = { config: { 'max.message.bytes': '1100000' } };
  const topics = await createTopics(stack, { source: { partitions }, sink: { partitions }, quarantine });
  made.push(...Object.values(topics));
  return topics;
}

const header = (record: TopicRecord, wanted: string): string | undefined =>
  record.headers.find(([name]) => name === wanted)?.[1]?.toString();

describe('a rollout of another policy over two routes', () => {
  let old: Workspace;
  let next: Workspace;
  let routes: { name: string; source: string; sink: string; quarantine: string }[];
  let schemaIds: number[];
  let written = 0;

  beforeAll(async () => {
    old = await createWorkspace();
    next = { ...old, configFile: join(old.directory, 'next.yaml') };
    routes = [];
    schemaIds = [];
    for (const name of ROUTES) {
      const topics = await createRouteTopics(PARTITIONS);
      routes.push({ name, ...topics });
      schemaIds.push(...(await registerSource(stack, topics.source, [probeSchema(name)])));
    }
    // The sink of the next policy has a field less.
    writePolicy(old);
    writePolicy(old, PROBE_POLICY.replace('score: keep', 'score: drop'), 'next.policy.yaml');
    const config = (policy: string) => ({
      kafka: { sessionTimeoutMs: 6_000 },
      routes: routes.map((route) => ({ ...route, policies: [policy] })),
    });
    writeConfig(stack, old, config('probe.policy.yaml'));
    writeConfig(stack, next, config('next.policy.yaml'));
    await registerSinks(old);
  });

  /** Writes so many records to each partition of each source. */
  async function write(count: number): Promise<void> {
    for (const [index, { source }] of routes.entries()) {
      const records = Array.from({ length: count * PARTITIONS }, (_, number) => ({
        value: probe(schemaIds[index]!, plant()),
        partition: number % PARTITIONS,
      }));
      await produce(stack, source, records);
    }
    written += count;
  }
  const done = () =>
    waitUntilCommitted(
      stack,
      old.groupId,
      Object.fromEntries(routes.map(({ source }) => [source, Array(PARTITIONS).fill(written)])),
    );
  const hasPartitions = (run: WorkerRun, count: number) =>
    waitFor(() => {
      const latest = new Map(
        run
          .lines()
          .flatMap(({ msg, route, partitions }) => (msg === 'partitions assigned' ? [[route, partitions]] : [])),
      );
      const sizes = [...latest.values()].map((partitions) => (partitions as number[]).length);
      return sizes.reduce((sum, size) => sum + size, 0) === count ? true : null;
    }, `${count} partitions`);

  it('is taken in by both workers of the group, back and forth: each record once, under the one plan or the other', async () => {
    await write(20);
    const first = startRun(old);
    await done();
    // First the sink schemas of the next policy, then its worker.
    await registerSinks(next);
    const second = startRun(next);
    await hasPartitions(second, PARTITIONS);
    await hasPartitions(first, PARTITIONS);
    await write(20);
    await done();
    expect(await first.stop()).toEqual({ status: 0, signal: null });
    await hasPartitions(second, 2 * PARTITIONS);
    await write(20);
    await done();
    // And back again, as when the rollout is undone.
    const third = startRun(old);
    await hasPartitions(third, PARTITIONS);
    expect(await second.stop()).toEqual({ status: 0, signal: null });
    await write(20);
    await done();
    expect(await third.stop()).toEqual({ status: 0, signal: null });

    const records = await readAllCommitted(
      stack,
      routes.flatMap(({ sink, quarantine }) => [sink, quarantine]),
    );
    for (const { source, sink, quarantine } of routes) {
      expect(records.filter(({ topic }) => topic === quarantine)).toEqual([]);
      const sunk = records.filter(({ topic }) => topic === sink);
      const expected = Array.from({ length: PARTITIONS * written }, (_, number) =>
        [source, number % PARTITIONS, Math.floor(number / PARTITIONS)].join('/'),
      );
      expect(sunk.map((record) => header(record, 'sigilo-source')).sort()).toEqual(expected.sort());
      // The plan in the header is the one under whose sink schema the record was written.
      const pairs = new Set(sunk.map((record) => `${header(record, 'sigilo-plan')} ${record.value!.readInt32BE(1)}`));
      expect(pairs.size).toBe(2);
      expect(new Set([...pairs].map((pair) => pair.split(' ')[0])).size).toBe(2);
    }
  });
});

describe('a new version of a source schema', () => {
  it('is quarantined until its sink schema is registered, and then forwarded by the running worker', async () => {
    const topics = await createRouteTopics(1);
    const [oldId] = (await registerSource(stack, topics.source, [probeSchema()])) as [number];
    const workspace = await createWorkspace();
    writeConfig(stack, workspace, { routes: [{ name: 'probe', ...topics, policies: [writePolicy(workspace)] }] });
    await registerSinks(workspace);

    const config = loadConfig(workspace.configFile);
    // The worker's clock runs thirty times as fast, since a refusal is remembered for half a minute.
    const pipelines = await buildPipelines(config, openRegistry(config.registry), () => performance.now() * 30);
    const worker = await startWorker({
      kafka: config.kafka,
      routes: pipelines.map((pipeline) => ({ pipeline, fromStart: false })),
      telemetry: recordingTelemetry(() => {}),
    });
    let written = 0;
    const process = async (schemaId: number) => {
      await produce(stack, topics.source, [{ value: probe(schemaId, plant()) }]);
      written += 1;
      await waitUntilCommitted(stack, workspace.groupId, { [topics.source]: [written] });
      return worker.health().partitions[0]?.position;
    };
    await process(oldId);
    const [newId] = (await registerSource(stack, topics.source, [probeSchema('version 2')])) as [number];
    await process(newId);
    await registerSinks(workspace);
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    expect(await process(newId)).toBe('3');
    expect(await process(oldId)).toBe('4');
    await worker.stop(8_000);
    const records = await readAllCommitted(stack, [topics.sink, topics.quarantine]);
    const held = records.filter(({ topic }) => topic === topics.quarantine);
    expect(held.map(({ value }) => readQuarantineMetadata(value!))).toMatchObject([
      { reason: 'sink_schema_missing', schemaId: newId, source: { offset: '1' } },
    ]);
    const sunk = records.filter(({ topic }) => topic === topics.sink).map((record) => header(record, 'sigilo-source'));
    expect(sunk).toEqual([0, 2, 3].map((offset) => `${topics.source}/0/${offset}`));
  });
});
