import { afterEach, describe, expect, inject, it } from 'vitest';
import { committedOffsets } from '../../deploy/local/read-committed.ts';
import { createRoute, EXACTLY_ONCE, feed, judge } from './numbered-records.ts';
import { uniqueName } from './topics.ts';
import { killWorkerProcesses, type Mark, startWorkerProcess, type WorkerProcess } from './worker-process.ts';

const PARTITIONS = 4;
const RECORDS = 6_000;

describe('two workers of one group', () => {
  afterEach(killWorkerProcesses);

  it('share the partitions as they come and go, and each record is there exactly once', async () => {
    const stack = inject('stack');
    const route = await createRoute(stack, 'shared', PARTITIONS);
    await feed(stack, route, 0, RECORDS, PARTITIONS);
    const groupId = uniqueName('rebalance');
    const command = { brokers: stack.brokers, groupId, sessionTimeoutMs: 6_000, routes: [route] };
    const slow = { ...command, maxBytesPerPartition: 4_096, delayMs: 15 };
    const isCommit = ({ mark }: Mark): boolean => mark === 'committed';

    const first = startWorkerProcess(slow);
    await first.waitFor(isCommit, 'a commit of the first');
    const second = startWorkerProcess(slow);
    await second.waitFor(isCommit, 'a commit of the second');
    expect(assignedTo(second)).toBe(2);
    await leave(first);
    await second.waitFor((mark) => mark.mark === 'assigned' && partitionsOf(mark) === PARTITIONS, 'all partitions');
    const third = startWorkerProcess(slow);
    await third.waitFor(isCommit, 'a commit of the third');
    await leave(second);
    await leave(third);

    const last = startWorkerProcess(command);
    const isDone = async (): Promise<boolean> => {
      const offsets = await committedOffsets(stack, groupId);
      return offsets.length === PARTITIONS && offsets.every(({ offset }) => offset === RECORDS / PARTITIONS);
    };
    while (!(await isDone())) await new Promise((resolve) => setTimeout(resolve, 300));
    await leave(last);
    for (const worker of [first, second, third]) expect(openedAnew(worker)).not.toContain(false);
    expect(openedAnew(second).length).toBeGreaterThan(1);
    expect(await judge(stack, route, RECORDS, PARTITIONS)).toEqual(EXACTLY_ONCE);
  });
});

/**
 * For each generation in which a worker committed: whether it opened partitions in it, also those that it had before.
 * What was known of them is void: others may have had them, and an offset that was read at the join may be old.
 */
function openedAnew({ marks }: WorkerProcess): boolean[] {
  const generations = marks.reduce<Mark[][]>((found, mark) => {
    if (mark.mark === 'assigned') found.push([]);
    else found.at(-1)?.push(mark);
    return found;
  }, []);
  const has = (generation: readonly Mark[], name: string) => generation.some(({ mark }) => mark === name);
  const worked = generations.filter((generation) => has(generation, 'committed'));
  return worked.map((generation) => has(generation.slice(0, indexOfCommit(generation)), 'opening'));
}

function indexOfCommit(generation: readonly Mark[]): number {
  return generation.findIndex(({ mark }) => mark === 'committed');
}

async function leave(worker: WorkerProcess): Promise<void> {
  worker.signal('SIGTERM');
  expect(await worker.exited).toEqual({ status: 0, signal: null });
}

function assignedTo(worker: WorkerProcess): number {
  return partitionsOf(worker.marks.findLast(({ mark }) => mark === 'assigned'));
}

function partitionsOf(mark: Mark | undefined): number {
  return (mark?.partitions as readonly number[] | undefined)?.length ?? 0;
}
