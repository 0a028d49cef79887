import { afterAll, describe, expect, inject, it } from 'vitest';
import { committedOffsets, countRecords, readAllCommitted, readExtents } from '../../deploy/local/read-committed.ts';
import type { WorkerCommand } from './exactly-once-worker.ts';
import { createRoute, feed, judge } from './numbered-records.ts';
import { uniqueName } from './topics.ts';
import { killWorkerProcesses, startWorkerProcess, untilDone } from './worker-process.ts';

const PARTITIONS = 2;
const RECORDS = 600;

describe.concurrent('a route in at_least_once mode', () => {
  afterAll(killWorkerProcesses);

  it('repeats what was sent but not committed when it is killed, loses nothing, and has no transactions', async () => {
    const stack = inject('stack');
    const route = { ...(await createRoute(stack, 'plain', PARTITIONS)), mode: 'at_least_once' as const };
    await feed(stack, route, 0, RECORDS, PARTITIONS);
    const command: WorkerCommand = {
      brokers: stack.brokers,
      groupId: uniqueName('plain'),
      sessionTimeoutMs: 2_000,
      routes: [route],
      maxBytesPerPartition: 4_096,
    };
    const first = startWorkerProcess({ ...command, commitDelayMs: 200 });
    // The first commits of all write where the partitions begin; then come those of batches that were sent.
    let later = 2 * PARTITIONS;
    await first.waitFor(
      ({ mark, request }) => mark === 'stage' && request === 'OffsetCommit' && later-- === 0,
      'commit',
    );
    first.signal('SIGKILL');
    await first.exited;
    const sent = await countRecords(stack, [route.sink, route.quarantine]);
    const committed = (await committedOffsets(stack, command.groupId)).reduce((sum, { offset }) => sum + offset, 0);
    const uncommitted = sent.reduce((sum, { count }) => sum + count, 0) - committed;
    expect(committed).toBeGreaterThan(0);
    expect(uncommitted).toBeGreaterThan(0);

    const last = startWorkerProcess({ ...command, maxBytesPerPartition: 65_536 });
    await untilDone(last, route.name, RECORDS / PARTITIONS, PARTITIONS);
    last.signal('SIGTERM');
    expect((await last.exited).status).toBe(0);

    // Readers that take everything see the same as those of committed records: nothing was ever part of a transaction.
    for (const isolation of ['read_committed', 'read_uncommitted'] as const) {
      const verdict = await judge(stack, route, RECORDS, PARTITIONS, isolation);
      expect(verdict).toMatchObject({ missing: 0, doubled: uncommitted, wrongPartition: 0, strange: 0 });
    }
    const extents = await readExtents(stack, [route.sink], 'read_uncommitted');
    const records = await readAllCommitted(stack, [route.sink], 'read_uncommitted');
    expect(extents.reduce((sum, { begin, end }) => sum + end - begin, 0)).toBe(records.length);
    // The source's place, which each record carries, tells repetitions from records.
    const places = new Set(
      records.map(({ headers }) => headers.find(([name]) => name === 'sigilo-source')?.[1]?.toString()),
    );
    expect(places.size).toBe(RECORDS - RECORDS / 50);
  });

  it('goes on as a member of its group when its offset is refused, having lost the partition meanwhile', async () => {
    const stack = inject('stack');
    const route = { ...(await createRoute(stack, 'zombie', 1)), mode: 'at_least_once' as const };
    await feed(stack, route, 0, RECORDS, 1);
    const command = { brokers: stack.brokers, groupId: uniqueName('zombie'), sessionTimeoutMs: 2_000, routes: [route] };
    const zombie = startWorkerProcess({ ...command, maxBytesPerPartition: 4_096, commitDelayMs: 100 });
    let later = 2;
    await zombie.waitFor(
      ({ mark, request }) => mark === 'stage' && request === 'OffsetCommit' && later-- === 0,
      'commit',
    );
    zombie.signal('SIGSTOP');
    const next = startWorkerProcess(command);
    await untilDone(next, route.name, RECORDS, 1);
    zombie.signal('SIGCONT');
    await zombie.waitFor(
      ({ mark, errorType }) =>
        mark === 'log' && ['ILLEGAL_GENERATION', 'UNKNOWN_MEMBER_ID'].includes(String(errorType)),
      'refusal',
    );
    const assigned = (): number => zombie.marks.filter(({ mark }) => mark === 'assigned').length;
    await zombie.waitFor(({ mark }) => mark === 'assigned' && assigned() > 1, 'second join');
    for (const worker of [next, zombie]) worker.signal('SIGTERM');
    for (const worker of [next, zombie]) expect((await worker.exited).status).toBe(0);
    expect(await judge(stack, route, RECORDS, 1)).toMatchObject({ missing: 0, strange: 0 });
  });

  it('commits what is under way before an orderly stop, and repeats nothing after it', async () => {
    const stack = inject('stack');
    const route = { ...(await createRoute(stack, 'stopped', PARTITIONS)), mode: 'at_least_once' as const };
    await feed(stack, route, 0, RECORDS, PARTITIONS);
    const command: WorkerCommand = {
      brokers: stack.brokers,
      groupId: uniqueName('stopped'),
      sessionTimeoutMs: 6_000,
      routes: [route],
      maxBytesPerPartition: 4_096,
    };
    const first = startWorkerProcess({ ...command, commitDelayMs: 100 });
    let later = 2 * PARTITIONS;
    await first.waitFor(
      ({ mark, request }) => mark === 'stage' && request === 'OffsetCommit' && later-- === 0,
      'commit',
    );
    first.signal('SIGTERM');
    expect((await first.exited).status).toBe(0);
    const last = startWorkerProcess({ ...command, maxBytesPerPartition: 65_536 });
    await untilDone(last, route.name, RECORDS / PARTITIONS, PARTITIONS);
    last.signal('SIGTERM');
    await last.exited;
    expect(await judge(stack, route, RECORDS, PARTITIONS)).toMatchObject({ missing: 0, doubled: 0, outOfOrder: 0 });
  });
});
