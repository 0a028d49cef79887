import { afterAll, describe, expect, inject, it } from 'vitest';
import { createRoute, EXACTLY_ONCE, feed, judge } from './numbered-records.ts';
import { uniqueName } from './topics.ts';
import { killWorkerProcesses, startWorkerProcess, untilDone } from './worker-process.ts';

const RECORDS = 120;

afterAll(killWorkerProcesses);

describe.concurrent('a stop while no broker answers', () => {
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
    await next.waitFor(({ message }) => String(message).startsWith('joining the group'), 'word of the join');
    await untilDone(next, route.name, RECORDS, 1);
    next.signal('SIGTERM');
    expect((await next.exited).status).toBe(0);
    expect(await judge(stack, route, RECORDS, 1)).toEqual(EXACTLY_ONCE);
  });
});

describe.concurrent('brokers that fall silent while nothing is to be done', () => {
  it('are missed within 15 seconds by every partition, which go on when they answer again', async () => {
    const stack = inject('stack');
    const route = await createRoute(stack, 'silence', 2);
    const command = {
      brokers: stack.brokers,
      groupId: uniqueName('silence'),
      sessionTimeoutMs: 6_000,
      routes: [route],
    };
    const worker = startWorkerProcess(command);
    await feed(stack, route, 0, RECORDS, 2);
    await untilDone(worker, route.name, RECORDS / 2, 2);
    worker.signal('SIGUSR1');
    const said = await worker.waitFor(({ message }) => message === 'no broker answers', 'word of the outage', 15_000);
    expect(said).toMatchObject({ level: 'warn', code: 'kafka.unavailable' });
    const marks = (name: string) => worker.marks.filter(({ mark }) => mark === name);
    const paused = marks('paused').map(({ partition, code }) => [partition, code]);
    expect(paused).toEqual([0, 1].map((partition) => [partition, 'kafka.unavailable']));
    worker.signal('SIGUSR2');
    await worker.waitFor(({ message }) => message === 'the brokers answer again', 'end of the outage', 15_000);
    expect(marks('resumed').map(({ partition }) => partition)).toEqual([0, 1]);
    await feed(stack, route, RECORDS, RECORDS, 2);
    await untilDone(worker, route.name, RECORDS, 2);
    worker.signal('SIGTERM');
    expect((await worker.exited).status).toBe(0);
  });
});
