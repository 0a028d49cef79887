import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import avsc from 'avsc';
import { CompressionTypes } from 'kafkajs';
import { afterAll, expect, inject, it } from 'vitest';
import type { PlantedValue } from '../chaos/load/planted.ts';
import { runOracle } from '../chaos/oracle/run-oracle.ts';
import { scanRun } from '../chaos/oracle/scan-run.ts';
import { badRecord, pass, record, sealed } from '../chaos/oracle/test-records.ts';
import {
  createTopics,
  deleteTopics,
  kafkaClient,
  produce,
  produceInTransaction,
  uniqueName,
  withAdmin,
} from './topics.ts';

const stack = inject('stack');
const directory = mkdtempSync(join(tmpdir(), 'sigilo-oracle-'));
/** On a machine that many share the programs in Java are slow. */
const PATIENCE = { timeout: 300_000 };
const created: string[] = [];
const ends: (() => Promise<void>)[] = [];

afterAll(async () => {
  for (const end of ends) await end();
  await deleteTopics(stack, created);
  rmSync(directory, { recursive: true });
});

async function createRoute() {
  const route = await createTopics(stack, {
    source: { partitions: 2 },
    sink: { partitions: 2 },
    quarantine: { partitions: 2 },
  });
  created.push(...Object.values(route));
  return route;
}

async function commit(groupId: string, topic: string, offsets: readonly number[]): Promise<void> {
  const partitions = offsets.map((offset, partition) => ({ partition, offset: String(offset) }));
  await withAdmin(stack, (admin) => admin.setOffsets({ groupId, topic, partitions }));
}

/** Leaves a transaction open in a topic until the tests are over. */
async function leaveOpen(transactionalId: string, topic: string): Promise<void> {
  const producer = kafkaClient(stack).producer({ transactionalId, idempotent: true, maxInFlightRequests: 1 });
  await producer.connect();
  const transaction = await producer.transaction();
  await transaction.send({ topic, acks: -1, messages: [{ value: 'open', partition: 1 }] });
  ends.push(async () => {
    await transaction.abort();
    await producer.disconnect();
  });
}

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);

it('tells each way in which a run can fail from every other', PATIENCE, async () => {
  const { source, sink, quarantine } = await createRoute();
  const groupId = uniqueName('group');
  const good = (number: number, partition = 0) => record(number, partition);
  const sent = (number: number, partition = 0) => pass(source, good(number, partition), partition, number);

  // Partition 0: 30 records, of which 20 to 23 are bad. Partition 1: two aborted ones, their marker, five others.
  const isBad = (number: number) => number >= 20 && number < 24;
  await produce(
    stack,
    source,
    range(0, 30).map((number) => (isBad(number) ? badRecord(number, 0) : good(number))),
  );
  await produceInTransaction(stack, source, [good(0, 1), good(1, 1)], 'abort');
  await produce(
    stack,
    source,
    [3, 4, 5, 6, 6].map((number) => good(number, 1)),
  );

  await produce(stack, sink, [
    // 4, 9 and 17 are lost; 5 comes three times; 7 comes after 8.
    ...[0, 1, 2, 3, 5, 6, 8, 7, 5, 10, 5, 11, 12, 13, 14, 15, 16, 18, 19].map((number) => sent(number)),
    // Another record at the place of 17, one in the wrong partition, one beyond the end, an aborted one.
    pass(source, good(18), 0, 17),
    { ...sent(16), partition: 1 },
    sent(99),
    sent(0, 1),
    // No place, and a place of another topic.
    { ...good(18), headers: {} },
    pass('elsewhere', good(18), 0, 18),
    // A bad record in the sink.
    pass(source, badRecord(23, 0), 0, 23),
    ...[25, 26, 27, 28, 29].map((number) => sent(number)),
    ...[3, 4, 5, 6].map((number) => sent(number, 1)),
    pass(source, good(6, 1), 1, 7),
  ]);
  await produce(stack, quarantine, [
    // 20 comes after 21; 12 is in the sink too; 24 is good; an aborted one; one in the wrong partition; one without a seal.
    ...[21, 20, 22, 12, 24].map((number) => sealed(source, 0, number)),
    sealed(source, 1, 1),
    { ...sealed(source, 0, 22), partition: 1 },
    { ...sealed(source, 0, 22), value: 'no seal' },
  ]);
  await commit(groupId, source, [28, 8]);
  await leaveOpen(`sigilo:${groupId}:${source}:1`, sink);
  await leaveOpen(uniqueName('another'), quarantine);

  expect(await runOracle({ stack, groupId, routes: [{ source, sink, quarantine }] })).toEqual({
    ...{ records: 35, sinkRecords: 36, quarantineRecords: 8, excused: 0 },
    ...{ lost: 3, doubled: 3, outOfOrder: 2, wrongPlace: 6, strange: 3, sourceRepeated: 1 },
    ...{ lag: 2, hangingTransactions: 2 },
    quarantined: { malformed_avro: 7 },
    // Of the good ones 12 had arrived before.
    unexpected: { malformed_avro: 1, sink: 1 },
  });
});

it('excuses records that were deleted on purpose, once, and no others', PATIENCE, async () => {
  const [excused, silent] = [await createRoute(), await createRoute()];
  const groupId = uniqueName('group');
  for (const route of [excused, silent]) {
    const { source, sink, quarantine } = route;
    await produce(
      stack,
      source,
      range(0, 20).map((number) => record(number, 0)),
    );
    const arrived = [0, 1, 2, ...range(10, 20), ...(route === excused ? [1] : [])];
    await produce(
      stack,
      sink,
      arrived.map((number) => pass(source, record(number, 0), 0, number)),
    );
    await produce(stack, quarantine, [sealed(source, 0, 3)]);
    await commit(groupId, source, [20, 0]);
    await withAdmin(stack, async (admin) => {
      // kafkajs loads a topic's metadata here, and not in the deletion.
      await admin.fetchTopicOffsets(source);
      await admin.deleteTopicRecords({ topic: source, partitions: [{ partition: 0, offset: '10' }] });
    });
  }
  const deleted = [{ topic: excused.source, partition: 0, before: 10 }];
  const verdict = await runOracle({ stack, groupId, routes: [excused, silent], deleted });
  // The silent source misses 4 to 9.
  expect(verdict).toMatchObject({ records: 20, excused: 4, lost: 6, doubled: 1, outOfOrder: 0, wrongPlace: 0, lag: 0 });
});

it('finds a planted value in each form, in sink, quarantine and file, and says when it cannot search', async () => {
  const { source, sink, quarantine } = await createRoute();
  const { packed } = await createTopics(stack, { packed: {} });
  created.push(packed);
  const [name, cpf] = ['Zulmira Quaresma Tavares', 98_765_432_100n];
  const planted: PlantedValue[] = [
    { needle: name, forms: ['utf8'] },
    { needle: cpf, forms: ['varint'] },
    { needle: 'never written', forms: ['utf8'] },
    { needle: 'only looked for', forms: [] },
  ];
  const varint = avsc.Type.forSchema('long').toBuffer(Number(cpf));
  const utf16 = Buffer.from(name, 'utf16le');
  const number = Buffer.alloc(8);
  number.writeBigInt64BE(cpf);
  await produce(stack, source, [{ value: name }, { value: varint }]);
  const headers = { 'sigilo-source': 'x' };
  await produce(stack, sink, [
    { value: name, headers },
    { value: utf16, headers },
    { value: Buffer.from(utf16).swap16(), headers },
    { value: Buffer.from(name).toString('hex'), headers },
    ...['', '1', '12'].map((before) => ({ value: Buffer.from(before + name).toString('base64'), headers })),
    { value: varint, headers },
    { value: number, headers },
    { value: Buffer.from(number).swap64(), headers },
  ]);
  await produceInTransaction(stack, quarantine, [{ value: `{"keyWrap":"","leak":"${name}"}` }], 'abort');
  const file = join(directory, 'worker.log');
  writeFileSync(file, `a line\nwith ${cpf}\n`);
  const producer = kafkaClient(stack).producer();
  await producer.connect();
  const message = { value: 'sigilo-source '.repeat(20), headers };
  await producer.send({ topic: packed, compression: CompressionTypes.GZIP, messages: [message, message] });
  await producer.disconnect();

  const scan = await scanRun({
    dataDirectories: stack.dataDirectories,
    routes: [
      { source, sink, quarantine },
      { source, sink: packed, quarantine },
    ],
    files: [file],
    planted,
  });
  const found = scan.hits.map(({ place, needle, form, count }) => `${place} ${needle} ${form} ${count}`);
  expect(found.sort()).toEqual(
    [
      ...['utf8', 'utf16le', 'utf16be', 'hex'].map((form) => `${sink} 0 ${form} 1`),
      `${sink} 0 base64 3`,
      ...['varint', 'int64be', 'int64le'].map((form) => `${sink} 1 ${form} 1`),
      `${quarantine} 0 utf8 1`,
      `${file} 1 utf8 1`,
    ].sort(),
  );
  expect(scan.plantedBytes).toBe(12);
  expect(scan.controls).toEqual({
    ...{ planted: 4, wanted: 3, found: 2, forms: { utf8: 1, varint: 1 }, unreadable: [packed] },
  });
});

it('refuses to search files or topics that are not there', async () => {
  const { source, sink, quarantine } = await createRoute();
  const options = { dataDirectories: stack.dataDirectories, planted: [], routes: [{ source, sink, quarantine }] };
  await expect(scanRun({ ...options, files: [join(directory, 'absent.log')] })).rejects.toThrow('absent.log');
  const routes = [{ source, sink: 'absent-topic', quarantine }];
  await expect(scanRun({ ...options, routes, files: [] })).rejects.toThrow('absent-topic');
});
