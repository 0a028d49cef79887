import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { readAllCommitted } from '../../deploy/local/read-committed.ts';
import { createRoute, EXACTLY_ONCE, feed, judge } from './numbered-records.ts';
import { plant, probe, probeSchema, registerSinks, registerSource, writePolicy } from './probe-records.ts';
import { createTopics, deleteTopics, produce, uniqueName, withAdmin } from './topics.ts';
import { killWorkerProcesses, startWorkerProcess, untilDone } from './worker-process.ts';
import {
  cleanUpRuns,
  createWorkspace,
  metricOf,
  startRun,
  type Workspace,
  waitFor,
  waitUntilCommitted,
  writeConfig,
} from './worker-run.ts';

const stack = inject('stack');

describe('source records that expire unread', () => {
  let topics: { source: string; sink: string; quarantine: string };
  let workspace: Workspace;
  let schemaId: number;

  beforeAll(async () => {
    const quarantine = { config: { 'max.message.bytes': '1100000' } };
    topics = await createTopics(stack, { source: { partitions: 2 }, sink: { partitions: 2 }, quarantine });
    [schemaId] = (await registerSource(stack, topics.source, [probeSchema()])) as [number];
    workspace = await createWorkspace();
    writeConfig(stack, workspace, { routes: [{ name: 'probe', ...topics, policies: [writePolicy(workspace)] }] });
    await registerSinks(workspace);
  });

  afterAll(async () => {
    await cleanUpRuns();
    if (topics) await deleteTopics(stack, Object.values(topics));
  });

  const write = (count: number) =>
    produce(
      stack,
      topics.source,
      Array.from({ length: 2 * count }, (_, index) => ({ value: probe(schemaId, plant()), partition: index % 2 })),
    );

  it('stop their partition alone, are counted, and are skipped only by what the log says to type', async () => {
    await write(10);
    const first = startRun(workspace);
    await waitUntilCommitted(stack, workspace.groupId, { [topics.source]: [10, 10] });
    expect(await first.stop()).toEqual({ status: 0, signal: null });
    await write(10);
    await withAdmin(stack, async (admin) => {
      // kafkajs loads a topic's metadata here, and not in the deletion.
      await admin.fetchTopicOffsets(topics.source);
      await admin.deleteTopicRecords({ topic: topics.source, partitions: [{ partition: 0, offset: '17' }] });
    });

    const second = startRun(workspace);
    const told = await second.waitForLine(({ remedy }) => remedy !== undefined, 'remedy');
    expect(told).toMatchObject({
      level: 'error',
      route: 'probe',
      partition: 0,
      code: 'source.offset_lost',
      offset: '17',
    });
    await waitUntilCommitted(stack, workspace.groupId, { [topics.source]: [10, 20] });
    const page = await second.metrics();
    expect(metricOf(page, 'sigilo_records_expired_total', { route: 'probe' })).toBe(7);
    expect(page).toContain('sigilo_partitions_paused{route="probe",reason="source.offset_lost"} 1');
    expect(await second.stop()).toEqual({ status: 0, signal: null });

    const [, added] = /^restart the worker once with (--.+) added to its command$/.exec(told.remedy as string) ?? [];
    const third = startRun(workspace, added!.split(' '));
    await waitUntilCommitted(stack, workspace.groupId, { [topics.source]: [20, 20] });
    await third.waitForLine(({ msg }) => msg.startsWith('the loss was accepted'), 'acceptance');
    expect(metricOf(await third.metrics(), 'sigilo_records_expired_total')).toBe(7);
    expect(await third.stop()).toEqual({ status: 0, signal: null });
    const offsets = (await readAllCommitted(stack, [topics.sink])).map(
      ({ headers }) => headers.find(([name]) => name === 'sigilo-source')?.[1]?.toString() ?? '',
    );
    const expected = [0, 1].flatMap((partition) =>
      Array.from({ length: 20 }, (_, offset) => offset)
        .filter((offset) => partition === 1 || offset < 10 || offset >= 17)
        .map((offset) => `${topics.source}/${partition}/${offset}`),
    );
    expect(offsets.sort()).toEqual(expected.sort());
  });

  it('cannot be accepted for a route that is not there', async () => {
    const run = startRun(workspace, ['--accept-loss', 'other']);
    expect(await run.exited).toEqual({ status: 2, signal: null });
    expect(run.stderr()).toContain('--accept-loss takes names of routes: probe');
  });
});

describe('a group that is deleted while its worker was away', () => {
  afterAll(killWorkerProcesses);

  it('stops all partitions whose sinks hold records, and doubles none', async () => {
    const route = await createRoute(stack, 'vanished', 2);
    const groupId = uniqueName('vanished');
    await feed(stack, route, 0, 120, 2);
    const worker = startWorkerProcess({ brokers: stack.brokers, groupId, sessionTimeoutMs: 2_000, routes: [route] });
    await untilDone(worker, route.name, 60, 2);
    worker.signal('SIGSTOP');
    await withAdmin(stack, async (admin) => {
      const isGone = () =>
        admin.deleteGroups([groupId]).then(
          () => true,
          () => null,
        );
      await waitFor(isGone, 'deletion of the group');
    });
    // Nothing new is written yet: what the worker could still send as the member that it was would give the group its
    // offsets back, rightly, and nothing would have to stop.
    worker.signal('SIGCONT');
    for (const partition of [0, 1]) {
      const paused = await worker.waitFor((mark) => mark.mark === 'paused' && mark.partition === partition, 'pause');
      expect(paused).toMatchObject({ code: 'source.no_offset' });
    }
    await feed(stack, route, 120, 120, 2);
    worker.signal('SIGTERM');
    expect((await worker.exited).status).toBe(0);
    expect(await judge(stack, route, 240, 2)).toEqual({ ...EXACTLY_ONCE, missing: 120 });
  });
});
