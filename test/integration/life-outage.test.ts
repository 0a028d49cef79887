import { afterAll, describe, expect, inject, it } from 'vitest';
import { createRoute, EXACTLY_ONCE, feed, judge } from './numbered-records.ts';
import { uniqueName } from './topics.ts';
import { killWorkerProcesses, startWorkerProcess, untilDone } from './worker-process.ts';

const RECORDS = 120;

describe.concurrent('a stop while no broker answers', () => {
  afterAll(killWorkerProcesses);

  it.each([
    ['ends cleanly within seconds when nothing is under way', 0],
    ['ends within seconds when a batch is under way, which the next owner repeats', 1],
  ])('%s', async (_name, status) => {
    const stack = inject('stack');
    const route = await createRoute(stack, 'outage', 1);
    await feed(stack, route, 0, RECORDS, 1);
    const command = { brokers: stack.brokers, groupId: uniqueName('outage'), sessionTimeoutMs: 2_000, routes: [route] };
    // A batch is under way for as long as its requests wait.
    const worker = startWorkerProcess({ ...command, delayMs: status === 0 ? 0 : 200 });
    if (status === 0) await untilDone(worker, route.name, RECORDS, 1);
    else await worker.waitFor(({ mark, request }) => mark === 'stage' && request === 'TxnOffsetCommit', 'transaction');
    worker.signal('SIGUSR1');
    worker.signal('SIGTERM');
    expect((await worker.exited).status).toBe(status);
    const said = worker.marks.filter(
      ({ mark, message }) => mark === 'log' && String(message).includes('without leaving'),
    );
    expect(said).toHaveLength(status === 0 ? 1 : 0);
    if (status === 0) return;

    const next = startWorkerProcess(command);
    await untilDone(next, route.name, RECORDS, 1);
    next.signal('SIGTERM');
    expect((await next.exited).status).toBe(0);
    expect(await judge(stack, route, RECORDS, 1)).toEqual(EXACTLY_ONCE);
  });
});
