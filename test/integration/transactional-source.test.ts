import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { readAllCommitted, readExtents } from '../../deploy/local/read-committed.ts';
import { createRoute, type TestRoute } from './numbered-records.ts';
import { uniqueName } from './topics.ts';
import { startTransactionWriter, type TransactionWriter, type WriterStep } from './transaction-writer.ts';
import { killWorkerProcesses, type Mark, startWorkerProcess, type WorkerProcess } from './worker-process.ts';

const stack = inject('stack');
const PARTITIONS = 3;
/** The bytes by which kafkajs' own filter tells the marker of an aborted transaction. */
const KEY_OF_A_MARKER = Buffer.alloc(4);

let writer: TransactionWriter;
let number = 0;

beforeAll(() => {
  writer = startTransactionWriter(stack);
});
afterAll(async () => {
  await killWorkerProcesses();
  await writer.end();
});

const begin = (by: string): WriterStep => ({ by, does: 'begin' });
const commit = (by: string): WriterStep => ({ by, does: 'commit' });
const abort = (by: string): WriterStep => ({ by, does: 'abort' });

function sendTo(topic: string, partition: number) {
  return (by: string, key: Buffer | null = null): WriterStep => {
    number += 1;
    return { by, does: 'send', topic, partition, key, value: `${by} ${number}` };
  };
}

/** Several producers take turns on one partition, each with short transactions of either end. */
function interleaved(topic: string, partition: number, rounds: number): WriterStep[] {
  const send = sendTo(topic, partition);
  const steps: WriterStep[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const names = ['one', 'two', 'three'].map((name) => `${name}-${partition}`);
    steps.push(...names.map(begin));
    for (const turn of [0, 1, 2]) {
      for (const [index, name] of names.entries()) if ((round + turn + index) % 3 !== 0) steps.push(send(name));
      if (turn === 1) steps.push(send(`plain-${partition}`));
    }
    for (const [index, name] of names.entries()) steps.push(((round >> index) & 1) === 0 ? abort(name) : commit(name));
  }
  return steps;
}

/** What lies in source and sink by partition, in order, as Kafka's own client reads it. */
async function readBoth({ source, sink }: TestRoute, isolation?: 'read_uncommitted') {
  const texts = { [source]: noTexts(), [sink]: noTexts() };
  for (const { topic, partition, value } of await readAllCommitted(stack, [source, sink], isolation)) {
    texts[topic]![partition]!.push(value!.toString().replace(/^T:/, ''));
  }
  return { source: texts[source]!, sink: texts[sink]! };
}

const noTexts = (): string[][] => Array.from({ length: PARTITIONS }, () => []);

/** Waits until nothing waits in any partition, after the marks that are there already. */
async function untilSettled(worker: WorkerProcess): Promise<void> {
  const from = worker.marks.length;
  const isSettled = (partition: number) => (mark: Mark) =>
    mark.mark === 'lag' && mark.partition === partition && mark.records === 0;
  for (let partition = 0; partition < PARTITIONS; partition += 1) {
    const fits = isSettled(partition);
    await worker.waitFor((mark) => worker.marks.indexOf(mark) >= from && fits(mark), `end of lag ${partition}`, 60_000);
  }
}

async function stop(worker: WorkerProcess): Promise<void> {
  worker.signal('SIGTERM');
  expect((await worker.exited).status).toBe(0);
}

/** Compares the sink with what was committed to the source. @returns how many records that were */
async function expectCommittedOnly(route: TestRoute): Promise<number> {
  const { source, sink } = await readBoth(route);
  expect(sink).toEqual(source);
  return source.flat().length;
}

describe('a source that is written in transactions', () => {
  it('gives each committed record once and in order, never an aborted one, and no lag stays', async () => {
    const route = await createRoute(stack, 'transactional', PARTITIONS);
    const { source } = route;
    const [sendFirst, sendSecond, sendThird] = [0, 1, 2].map((partition) => sendTo(source, partition)) as [
      ReturnType<typeof sendTo>,
      ReturnType<typeof sendTo>,
      ReturnType<typeof sendTo>,
    ];
    await writer.take([
      ...interleaved(source, 0, 9),
      // Two transactions that end aborted lie open at the position from which a worker fetches.
      ...['left', 'right'].map(begin),
      ...['left', 'right', 'left', 'right'].map((by) => sendSecond(by)),
      abort('left'),
      sendSecond('right'),
      abort('right'),
      // A record like a marker, inside a transaction that ends aborted.
      begin('left'),
      sendSecond('left', KEY_OF_A_MARKER),
      sendSecond('left'),
      sendSecond('aside', KEY_OF_A_MARKER),
      sendSecond('left'),
      abort('left'),
      begin('left'),
      sendSecond('left', KEY_OF_A_MARKER),
      commit('left'),
      // Nothing of the third partition is ever committed, and one transaction holds nothing at all.
      ...[1, 2, 3].flatMap(() => [begin('left'), sendThird('left'), abort('left')]),
      begin('left'),
      commit('left'),
    ]);
    const command = {
      brokers: stack.brokers,
      groupId: uniqueName('transactional'),
      sessionTimeoutMs: 6_000,
      routes: [route],
      maxBytesPerPartition: 2_048,
      lagIntervalMs: 200,
    };
    const worker = startWorkerProcess(command);
    await untilSettled(worker);
    await expectCommittedOnly(route);

    // A transaction that stays open holds back what comes after it, also of others; such records are no lag yet.
    await writer.take([begin('slow'), sendFirst('slow'), ...[1, 2, 3].map(() => sendFirst('plain-0'))]);
    const [stable] = await readExtents(stack, [source]);
    const [written] = await readExtents(stack, [source], 'read_uncommitted');
    expect(written!.end - stable!.end).toBe(4);
    const last = worker.marks.length;
    await writer.take([sendSecond('aside')]);
    const isSecond = (mark: Mark): boolean => mark.mark === 'committed' && mark.partition === 1;
    await worker.waitFor((mark) => worker.marks.indexOf(mark) >= last && isSecond(mark), 'a commit beside it', 60_000);
    await untilSettled(worker);
    await expectCommittedOnly(route);
    await writer.take([sendFirst('slow'), commit('slow'), ...interleaved(source, 0, 3)]);
    await untilSettled(worker);

    // The log ends with what was aborted; who comes next has nothing to do and no lag.
    await writer.take([begin('left'), ...[1, 2, 3].map(() => sendFirst('left')), abort('left')]);
    await untilSettled(worker);
    await stop(worker);
    const next = startWorkerProcess(command);
    await untilSettled(next);
    expect(next.marks.filter(({ mark }) => mark === 'committed')).toEqual([]);
    await writer.take([begin('right'), sendFirst('right'), sendThird('right'), commit('right')]);
    await next.waitFor(({ mark, partition }) => mark === 'committed' && partition === 2, 'a commit', 60_000);
    await untilSettled(next);
    await stop(next);
    const forwarded = await expectCommittedOnly(route);
    expect((await readBoth(route, 'read_uncommitted')).source.flat().length).toBeGreaterThan(forwarded + 50);
  });
});
