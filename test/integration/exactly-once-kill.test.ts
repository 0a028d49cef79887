import { randomInt } from 'node:crypto';
import { afterEach, describe, expect, inject, it } from 'vitest';
import { countRecords } from '../../deploy/local/read-committed.ts';
import { createRoute, EXACTLY_ONCE, feed, judge } from './numbered-records.ts';
import { uniqueName, withAdmin } from './topics.ts';
import { killWorkerProcesses, startWorkerProcess, untilDone } from './worker-process.ts';

const PARTITIONS = 4;
const RECORDS = 6_000;
const KILLS = 6;

/** Requests before which a transaction is open and undecided: its records are in the log, its end is not. */
const INSIDE = ['AddOffsetsToTxn', 'TxnOffsetCommit', 'EndTxn'];

describe('a worker killed inside open transactions', () => {
  afterEach(killWorkerProcesses);

  it('leaves each record exactly once and in order', async () => {
    const stack = inject('stack');
    const routes = await Promise.all(['first', 'second'].map((name) => createRoute(stack, name, PARTITIONS)));
    await Promise.all(routes.map((route) => feed(stack, route, 0, RECORDS, PARTITIONS)));
    const command = {
      brokers: stack.brokers,
      groupId: uniqueName('kill'),
      sessionTimeoutMs: 2_000,
      routes,
      maxBytesPerPartition: 4_096,
      delayMs: 25,
    };
    let kills = 0;
    for (; kills < KILLS; kills += 1) {
      const worker = startWorkerProcess(command);
      const stage = INSIDE[kills % INSIDE.length]!;
      // Later transactions, so that killed workers have committed some of their own before.
      let skip = randomInt(4, 24);
      await worker.waitFor(({ mark, request }) => mark === 'stage' && request === stage && skip-- === 0, stage);
      worker.signal('SIGKILL');
      expect((await worker.exited).signal).toBe('SIGKILL');
    }
    const last = startWorkerProcess({ ...command, delayMs: 0, maxBytesPerPartition: 65_536 });
    for (const route of routes) await untilDone(last, route.name, RECORDS / PARTITIONS, PARTITIONS);
    last.signal('SIGTERM');
    expect((await last.exited).status).toBe(0);

    for (const route of routes) expect(await judge(stack, route, RECORDS, PARTITIONS)).toEqual(EXACTLY_ONCE);
    // Each kill hit an open transaction: aborted records lie in the logs.
    const topics = routes.flatMap(({ sink, quarantine }) => [sink, quarantine]);
    const count = async (isolation: 'read_committed' | 'read_uncommitted') =>
      (await countRecords(stack, topics, isolation)).reduce((sum, each) => sum + each.count, 0);
    expect(await count('read_uncommitted')).toBeGreaterThanOrEqual((await count('read_committed')) + kills);
  });
});

describe('a worker killed as soon as its records are committed', () => {
  afterEach(killWorkerProcesses);

  it('has committed its offset with them', async () => {
    const stack = inject('stack');
    const count = 120;
    const route = await createRoute(stack, 'together', 1);
    await feed(stack, route, 0, count, 1);
    const groupId = uniqueName('together');
    const start = { groupId, topic: route.source, partitions: [{ partition: 0, offset: '0' }] };
    await withAdmin(stack, (admin) => admin.setOffsets(start));
    const command = { brokers: stack.brokers, groupId, sessionTimeoutMs: 2_000, routes: [route] };
    // Were the offset sent beside the transaction, it would wait here until the worker is dead.
    const first = startWorkerProcess({ ...command, maxBytesPerPartition: 2_048, commitDelayMs: 3_600_000 });
    await first.waitFor(({ mark, request }) => mark === 'committed' || request === 'OffsetCommit', 'a commit');
    first.signal('SIGKILL');
    await first.exited;
    const second = startWorkerProcess(command);
    await untilDone(second, route.name, count, 1);
    second.signal('SIGTERM');
    expect((await second.exited).status).toBe(0);
    expect(await judge(stack, route, count, 1)).toEqual(EXACTLY_ONCE);
  });
});
