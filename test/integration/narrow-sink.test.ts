import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { readAllCommitted } from '../../deploy/local/read-committed.ts';
import { plant, probe, probeSchema, registerSinks, registerSource, writePolicy } from './probe-records.ts';
import { createTopics, deleteTopics, produce, withAdmin } from './topics.ts';
import {
  cleanUpRuns,
  createWorkspace,
  startRun,
  type Workspace,
  waitUntilCommitted,
  writeConfig,
} from './worker-run.ts';

const stack = inject('stack');
let topics: { source: string; sink: string; quarantine: string };
let workspace: Workspace;
let schemaId: number;

beforeAll(async () => {
  const quarantine = { config: { 'max.message.bytes': '1100000' } };
  topics = await createTopics(stack, { source: { partitions: 3 }, sink: { partitions: 1 }, quarantine });
  [schemaId] = (await registerSource(stack, topics.source, [probeSchema()])) as [number];
  workspace = await createWorkspace();
  writeConfig(stack, workspace, { routes: [{ name: 'probe', ...topics, policies: [writePolicy(workspace)] }] });
  await registerSinks(workspace);
});

afterAll(async () => {
  await cleanUpRuns();
  if (topics) await deleteTopics(stack, Object.values(topics));
});

it('a sink with fewer partitions than its source stops only those that it lacks, until it has them', async () => {
  await produce(
    stack,
    topics.source,
    [0, 1, 2, 0].map((partition) => ({ value: probe(schemaId, plant()), partition })),
  );
  const first = startRun(workspace);
  await waitUntilCommitted(stack, workspace.groupId, { [topics.source]: [2] });
  for (const partition of [1, 2]) {
    const told = await first.waitForLine((line) => line.level === 'error' && line.partition === partition, 'report');
    expect(told).toMatchObject({ code: 'sink.too_few_partitions', topic: topics.source, route: 'probe' });
  }
  expect(await first.stop()).toEqual({ status: 0, signal: null });
  expect(await readAllCommitted(stack, [topics.sink])).toHaveLength(2);

  await withAdmin(stack, async (admin) => {
    await admin.createPartitions({ topicPartitions: [{ topic: topics.sink, count: 3 }] });
  });
  const second = startRun(workspace);
  await waitUntilCommitted(stack, workspace.groupId, { [topics.source]: [2, 1, 1] });
  expect(await second.stop()).toEqual({ status: 0, signal: null });
  const partitions = (await readAllCommitted(stack, [topics.sink])).map(({ partition }) => partition);
  expect(partitions.sort()).toEqual([0, 0, 1, 2]);
});
