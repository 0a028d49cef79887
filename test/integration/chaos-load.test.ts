import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, inject, it } from 'vitest';
import { committedOffsets, readExtents } from '../../deploy/local/read-committed.ts';
import { SCHEMA_FOLDER } from '../../src/commands/demo/schemas.ts';
import { registerVersions } from '../chaos/load/register-versions.ts';
import { startLoad } from '../chaos/load/start-load.ts';
import { judgeRun } from '../chaos/oracle/judge-run.ts';
import { registerSinks } from './probe-records.ts';
import { createTopics, deleteTopics, withAdmin } from './topics.ts';
import { cleanUpRuns, createWorkspace, startRun, type Workspace, waitFor, writeConfig } from './worker-run.ts';

const stack = inject('stack');
const RECORDS = 4_000;
/** On a machine that many share the brokers and the programs in Java are slow. */
const PATIENCE_MS = 400_000;
const created: string[] = [];

afterAll(async () => {
  await cleanUpRuns();
  await deleteTopics(stack, created);
});

async function openRoute(name: string, kind: 'chat' | 'clinical', partitions: number) {
  const { source, sink, quarantine } = await createTopics(stack, {
    source: { partitions },
    sink: { partitions: partitions + 1 },
    quarantine: { partitions: 2, config: { 'max.message.bytes': '1100000' } },
  });
  created.push(source, sink, quarantine);
  const route = { name, source, sink, quarantine, partitions };
  return { route, kind, versions: await registerVersions(stack.registry, route, kind, 2) };
}

type OpenRoute = Awaited<ReturnType<typeof openRoute>>;

function configure(workspace: Workspace, routes: readonly OpenRoute[]): void {
  writeConfig(stack, workspace, {
    routes: routes.map(({ route: { name, source, sink, quarantine }, kind }) => ({
      ...{ name, source, sink, quarantine, uncovered: 'quarantine' },
      policies: [join(SCHEMA_FOLDER, `${kind}-message.policy.yaml`)],
    })),
  });
}

it('writes records that a worker forwards or quarantines as they are meant, which the oracle finds faultless', {
  timeout: PATIENCE_MS,
}, async () => {
  const routes = [
    { ...(await openRoute('chat', 'chat', 4)), share: 60, transactional: [3] },
    { ...(await openRoute('clinical', 'clinical', 4)), share: 39, transactional: [0] },
    { ...(await openRoute('expiring', 'chat', 2)), share: 1, losesRecords: true },
  ];
  const workspace = await createWorkspace();
  configure(workspace, routes);
  await registerSinks(workspace);
  const run = startRun(workspace);

  const load = await startLoad({ stack, routes, records: RECORDS, rate: 2_000, seed: 7, badShare: 0.03 });
  await waitFor(() => (load.written() > RECORDS / 4 ? true : null), 'first records', 180_000);
  await load.nextSchema('chat');
  await load.nextSchema('clinical');
  await withAdmin(stack, (admin) =>
    admin.createPartitions({ topicPartitions: [{ topic: routes[0]!.route.source, count: 5 }] }),
  );
  load.widen('chat', 5);
  await load.finished;
  await load.stop();
  expect(load.written()).toBe(RECORDS);
  expect(load.aborted()).toBeGreaterThan(0);

  const ends = await readExtents(
    stack,
    routes.map(({ route }) => route.source),
  );
  await waitFor(
    async () => {
      const offsets = await committedOffsets(stack, workspace.groupId);
      const isThere = ({ topic, partition, end }: (typeof ends)[number]) =>
        offsets.some((each) => each.topic === topic && each.partition === partition && each.offset >= end);
      return ends.every((extent) => extent.end === 0 || isThere(extent)) ? true : null;
    },
    'last commit',
    180_000,
  );
  const metricsFile = join(workspace.directory, 'metrics.txt');
  writeFileSync(metricsFile, await run.metrics());
  await run.stop();
  const logFile = join(workspace.directory, 'worker.log');
  writeFileSync(logFile, run.stdout() + run.stderr());

  const judged = await judgeRun({
    ...{ stack, groupId: workspace.groupId, routes: routes.map(({ route }) => route), deleted: [] },
    ...{ planted: load.needles(), files: [logFile, metricsFile], acknowledged: load.written() },
  });

  expect(judged).toMatchObject({
    ...{ records: RECORDS, lost: 0, doubled: 0, outOfOrder: 0, wrongPlace: 0, strange: 0, lag: 0 },
    ...{ hangingTransactions: 0, plantedBytes: 0, hits: [], unexpected: {} },
  });
  expect(judged.controls.faults).toEqual([]);
  expect(judged.controls.planted).toBeGreaterThan(1_000);
});
