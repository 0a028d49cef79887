import { zstdCompressSync } from 'node:zlib';
import kafkajs from 'kafkajs';
import { afterAll, describe, expect, inject, it } from 'vitest';
import { committedOffsets, readAllCommitted } from '../../deploy/local/read-committed.ts';
import type { WorkerCommand } from './exactly-once-worker.ts';
import { createRoute, EXACTLY_ONCE, feed, judge, type TestRoute } from './numbered-records.ts';
import { kafkaClient, uniqueName, withAdmin } from './topics.ts';
import { killWorkerProcesses, startWorkerProcess, untilDone } from './worker-process.ts';

const PARTITIONS = 2;
const RECORDS = 120;

async function prepare(name: string): Promise<{ route: TestRoute; command: WorkerCommand }> {
  const stack = inject('stack');
  const route = await createRoute(stack, name, PARTITIONS);
  const groupId = uniqueName(name);
  return { route, command: { brokers: stack.brokers, groupId, sessionTimeoutMs: 6_000, routes: [route] } };
}

async function send(topic: string, partition: number, values: readonly (string | Buffer)[], compression = 0) {
  const producer = kafkaClient(inject('stack')).producer({ allowAutoTopicCreation: false });
  await producer.connect();
  await producer.send({ topic, compression, messages: values.map((value) => ({ value, partition })) });
  await producer.disconnect();
}

describe.concurrent('a partition that holds poison', () => {
  afterAll(killWorkerProcesses);

  it('goes on behind a batch that unfolds beyond the limit, of which one reference is kept', async () => {
    const stack = inject('stack');
    const { route, command } = await prepare('bomb');
    await feed(stack, route, 0, RECORDS, PARTITIONS);
    kafkajs.CompressionCodecs[kafkajs.CompressionTypes.ZSTD] = () => ({
      compress: async (encoder: { buffer: Buffer }) => zstdCompressSync(encoder.buffer),
      decompress: async (bytes: Buffer) => bytes,
    });
    await send(route.source, 0, [Buffer.alloc(200 * 1024 * 1024)], kafkajs.CompressionTypes.ZSTD);
    await feed(stack, route, RECORDS, RECORDS, PARTITIONS);

    const worker = startWorkerProcess(command);
    const last = (partition: number) => RECORDS - (partition === 0 ? 0 : 1);
    for (const partition of [0, 1]) {
      await worker.waitFor(
        (mark) =>
          mark.mark === 'committed' && mark.partition === partition && mark.lastOffset === String(last(partition)),
        `last record of ${partition}`,
      );
    }
    worker.signal('SIGTERM');
    expect((await worker.exited).status).toBe(0);
    expect(worker.marks.filter(({ mark }) => mark === 'paused' || mark === 'failed')).toEqual([]);
    const commits = worker.marks.filter(({ mark }) => mark === 'committed');
    const reasons = commits.flatMap((mark) => mark.reasons as [string, number][]);
    expect(reasons.filter(([reason]) => reason === 'unreadable_batch')).toEqual([['unreadable_batch', 1]]);
    const consumed = commits.reduce((sum, mark) => sum + Number(mark.consumed), 0);
    const forwarded = commits.reduce((sum, mark) => sum + Number(mark.forwarded), 0);
    expect(consumed).toBe(forwarded + reasons.reduce((sum, [, count]) => sum + count, 0));
    // The reference is what the judge does not know.
    expect(await judge(stack, route, 2 * RECORDS, PARTITIONS)).toEqual({ ...EXACTLY_ONCE, strange: 1 });
    const held = await readAllCommitted(stack, [route.quarantine]);
    const references = held.filter(({ value }) => value?.toString() === 'unreadable_batch:');
    expect(references.map(({ key }) => key?.toString())).toEqual([`${route.source}/0/${RECORDS / PARTITIONS}`]);
    expect(await committedOffsets(stack, command.groupId)).toContainEqual({
      topic: route.source,
      partition: 0,
      offset: RECORDS + 1,
    });
  });

  it('stops alone when its offset is no longer in the log, and counts what expired', async () => {
    const stack = inject('stack');
    const { route, command } = await prepare('expired');
    await feed(stack, route, 0, RECORDS, PARTITIONS);
    const first = startWorkerProcess(command);
    await untilDone(first, route.name, RECORDS / PARTITIONS, PARTITIONS);
    first.signal('SIGTERM');
    await first.exited;
    await feed(stack, route, RECORDS, RECORDS, PARTITIONS);
    await withAdmin(stack, async (admin) => {
      // kafkajs loads a topic's metadata here, and not in the deletion.
      await admin.fetchTopicOffsets(route.source);
      await admin.deleteTopicRecords({ topic: route.source, partitions: [{ partition: 0, offset: '75' }] });
    });
    const second = startWorkerProcess(command);
    const paused = await second.waitFor(({ mark }) => mark === 'paused', 'pause');
    expect(paused).toMatchObject({ partition: 0, code: 'source.offset_lost' });
    expect(await second.waitFor(({ mark }) => mark === 'expired', 'count')).toMatchObject({ partition: 0, count: 15 });
    await second.waitFor((mark) => mark.mark === 'committed' && mark.partition === 1, 'other partition');
    second.signal('SIGTERM');
    expect((await second.exited).status).toBe(0);
    expect(await committedOffsets(stack, command.groupId)).toContainEqual({
      topic: route.source,
      partition: 0,
      offset: RECORDS / PARTITIONS,
    });
  });

  it('sends nothing of a batch in which the guard finds a fault, and stops the whole route', async () => {
    const stack = inject('stack');
    const { route, command } = await prepare('fault');
    await send(route.source, 0, ['1:good', 'F:fault', '2:good']);
    const worker = startWorkerProcess(command);
    await worker.waitFor(({ mark }) => mark === 'breaker', 'breaker');
    await feed(stack, route, 0, RECORDS, PARTITIONS);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    worker.signal('SIGTERM');
    expect((await worker.exited).status).toBe(0);
    expect(await readAllCommitted(stack, [route.sink, route.quarantine], 'read_uncommitted')).toEqual([]);
  });

  it('quarantines a record that has outgrown the sink, and goes on', async () => {
    const stack = inject('stack');
    const { route, command } = await prepare('large');
    await send(route.source, 0, ['1:good', 'X:grows', '2:good']);
    const worker = startWorkerProcess(command);
    const committed = await worker.waitFor(({ mark }) => mark === 'committed', 'commit');
    expect(committed).toMatchObject({ consumed: 3, forwarded: 2, reasons: [['record_too_large', 1]] });
    worker.signal('SIGTERM');
    await worker.exited;
    const [quarantined] = await readAllCommitted(stack, [route.quarantine]);
    expect(quarantined?.key?.toString()).toBe(`${route.source}/0/1`);
  });

  it('sends more than a batch may hold in several parts of one transaction', async () => {
    const stack = inject('stack');
    const { route, command } = await prepare('many');
    const value = '1'.repeat(300_000);
    await send(route.source, 0, [value, value, value]);
    await send(route.source, 0, [value, value, value]);
    const worker = startWorkerProcess({ ...command, maxBytesPerPartition: 4_000_000 });
    await worker.waitFor((mark) => mark.mark === 'committed' && mark.lastOffset === '5', 'commit');
    worker.signal('SIGTERM');
    await worker.exited;
    const lengths = (await readAllCommitted(stack, [route.sink])).map((record) => record.value?.length);
    expect(lengths).toEqual(Array(6).fill(300_002));
    const produced = worker.marks.filter(({ mark, request }) => mark === 'stage' && request === 'Produce').length;
    const commits = worker.marks.filter(({ mark }) => mark === 'committed').length;
    expect(produced).toBeGreaterThan(commits);
  });
});
