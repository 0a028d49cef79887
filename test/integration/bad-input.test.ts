import { SchemaRegistry as RegistryClient } from '@kafkajs/confluent-schema-registry';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Needle, NeedleForm } from '../../deploy/local/needle-forms.ts';
import { readAllCommitted, type TopicRecord } from '../../deploy/local/read-committed.ts';
import { foundNeedles, scanBytes, scanSegments } from '../../deploy/local/scan-segments.ts';
import { readQuarantineMetadata } from '../../src/core/quarantine.ts';
import { FUTURE } from './bad-row.ts';
import { BAD_ROWS, CANONICAL_NAN, letterNaN, nanLetters } from './bad-rows.ts';
import { type Opened, openAll } from './open-quarantine.ts';
import { headersOf, type PlacedRow, placeRows, writeRows } from './place-rows.ts';
import { plant, probe, probeSchema, registerSinks, registerSource, varint, writePolicy } from './probe-records.ts';
import { createTopics, deleteTopics, produce } from './topics.ts';
import {
  cleanUpRuns,
  createWorkspace,
  type Exit,
  metricOf,
  startRun,
  type WorkerRun,
  waitFor,
  waitUntilCommitted,
  writeConfig,
} from './worker-run.ts';

const stack = inject('stack');
const PARTITIONS = 4;
const SOURCE_LIMIT = 22 * 1024 * 1024;
const HOUR_MS = 3_600_000;

let topics: { source: string; sink: string; quarantine: string };
/** Of a second route, whose sink takes no times beyond the next hour. */
let strict: typeof topics;
let placed: PlacedRow[];
let run: WorkerRun;
let exit: Exit;
let metrics: string;
let sinks: Map<string, TopicRecord[]>;
let quarantined: Map<string, Opened[]>;
let sinkRecords: TopicRecord[];

const sourceOf = ({ record, offset }: PlacedRow) => `${topics.source}/${record.partition}/${offset}`;
const needles = (): Needle[] => placed.flatMap(({ planted: { key, header, name, cpf } }) => [key, header, name, cpf]);

beforeAll(async () => {
  const anyTime = { 'message.timestamp.after.max.ms': '9223372036854775807' };
  const limit = (bytes: number) => ({ 'max.message.bytes': String(bytes), 'retention.ms': '-1' });
  topics = await createTopics(stack, {
    source: { partitions: PARTITIONS, config: { ...anyTime, ...limit(SOURCE_LIMIT) } },
    sink: { partitions: PARTITIONS, config: { ...anyTime, ...limit(SOURCE_LIMIT) } },
    quarantine: { partitions: 2, config: limit(SOURCE_LIMIT + 16 * 1024) },
  });
  strict = await createTopics(stack, {
    source: { partitions: 2, config: anyTime },
    sink: { partitions: 2 },
    quarantine: { partitions: 1, config: limit(1_100_000) },
  });
  const workspace = await createWorkspace();
  const policies = [writePolicy(workspace)];
  writeConfig(stack, workspace, {
    routes: [
      { name: 'probe', ...topics, policies },
      { name: 'strict', ...strict, policies },
    ],
  });
  const [strictId] = await registerSource(stack, strict.source, [probeSchema()]);
  await produce(stack, strict.source, [
    { value: probe(strictId!, plant()), partition: 0 },
    { value: probe(strictId!, plant()), partition: 0, timestamp: FUTURE.toString() },
    { value: probe(strictId!, plant()), partition: 0 },
    { value: probe(strictId!, plant()), partition: 1 },
  ]);
  const [schemaId] = await registerSource(stack, topics.source, [probeSchema()]);
  await registerSinks(workspace);
  placed = placeRows(BAD_ROWS, schemaId!, PARTITIONS);
  await writeRows(stack, topics.source, placed);
  run = startRun(workspace);
  const ends = Array.from({ length: PARTITIONS }, (_, partition) => countOf(partition));
  await waitUntilCommitted(stack, workspace.groupId, { [topics.source]: ends });
  metrics = await waitFor(async () => {
    const page = await run.metrics();
    return metricOf(page, 'sigilo_records_consumed_total', { route: 'probe' }) < placed.length ? null : page;
  }, 'metrics of all records');
  await waitUntilCommitted(stack, workspace.groupId, { [strict.source]: [3, 1] });
  exit = await run.stop();
  sinkRecords = await readAllCommitted(stack, [topics.sink]);
  sinks = Map.groupBy(sinkRecords, ({ headers }) => new Map(headers).get('sigilo-source')?.toString() ?? '');
  quarantined = await openAll(await readAllCommitted(stack, [topics.quarantine]), workspace.identity);
});

afterAll(async () => {
  await cleanUpRuns();
  if (strict) await deleteTopics(stack, [...Object.values(topics), ...Object.values(strict)]);
});

const countOf = (partition: number) => placed.filter(({ record }) => record.partition === partition).length;

describe('each bad input', () => {
  it.each(BAD_ROWS.map((row) => [row.name, row.expected, row] as const))('%s: %s', (_name, expected, row) => {
    const one = placed.find((each) => each.row === row)!;
    const forwards = sinks.get(sourceOf(one)) ?? [];
    const seals = quarantined.get(sourceOf(one)) ?? [];
    expect(seals.map(({ metadata }) => metadata.reason)).toEqual(expected === 'forward' ? [] : [expected]);
    expect(forwards).toHaveLength(expected === 'forward' ? 1 : 0);
    for (const { metadata, record } of seals) {
      expect(metadata).toMatchObject({ payload: 'sealed', attempt: 1, route: 'probe' });
      // Compared as a whole first: a difference in 20 MB would take minutes to print.
      expect(record.value?.equals(one.record.value as Buffer)).toBe(true);
      expect(record.key).toEqual(Buffer.from(one.record.key as string));
      expect({ ...record.headers }).toEqual(headersOf(one));
      if (one.record.timestamp) expect(record.timestamp).toBe(one.record.timestamp);
    }
    for (const sink of forwards) {
      expect(sink.partition).toBe(one.record.partition);
      expect(sink.value === null).toBe(one.record.value === null);
    }
  });

  it('leaves the good records before and after it alone', () => {
    const good = placed.filter(({ row }) => !BAD_ROWS.includes(row));
    expect(good.filter((each) => sinks.get(sourceOf(each))?.length !== 1)).toEqual([]);
    expect(good).toHaveLength(BAD_ROWS.length + PARTITIONS);
  });
});

describe('a time in the future, in a route whose sink refuses such times', () => {
  it('is quarantined, and does not stop its partition', async () => {
    const records = await readAllCommitted(stack, [strict.sink, strict.quarantine]);
    expect(
      records
        .filter(({ topic }) => topic === strict.sink)
        .map(({ partition }) => partition)
        .sort(),
    ).toEqual([0, 0, 1]);
    const [sealed, ...others] = records.filter(({ topic }) => topic === strict.quarantine);
    expect(readQuarantineMetadata(sealed!.value!)).toMatchObject({
      reason: 'unexpected_shape',
      fieldPath: 'timestamp',
      source: { topic: strict.source, partition: 0, offset: '1' },
    });
    expect(others).toEqual([]);
  });
});

describe('all of them together', () => {
  it('are in sink or quarantine exactly once, and nothing else is', () => {
    const found = [...sinks, ...quarantined].flatMap(([place, records]) => records.map(() => place));
    expect(found.sort()).toEqual(placed.map(sourceOf).sort());
  });

  it('keep the order of their partition in the sink', () => {
    const last = new Map<number, number>();
    for (const { partition, headers } of sinkRecords) {
      const offset = Number(new Map(headers).get('sigilo-source')!.toString().split('/')[2]);
      expect(offset).toBeGreaterThan(last.get(partition) ?? -1);
      last.set(partition, offset);
    }
  });

  it('are counted by reason, and the worker ends cleanly', () => {
    const route = 'probe';
    const reasons = Map.groupBy(placed, ({ row }) => row.expected);
    for (const [reason, rows] of reasons) {
      if (reason === 'forward')
        expect(metricOf(metrics, 'sigilo_records_forwarded_total', { route })).toBe(rows.length);
      else expect(metricOf(metrics, 'sigilo_records_quarantined_total', { route, reason })).toBe(rows.length);
    }
    expect(metricOf(metrics, 'sigilo_records_consumed_total', { route })).toBe(placed.length);
    expect(metricOf(metrics, 'sigilo_transactions_total', { outcome: 'failed' })).toBe(0);
    expect(exit).toEqual({ status: 0, signal: null });
    expect(run.stderr()).toBe('');
  });

  it('can be decoded from the sink by another Avro library', async () => {
    const client = new RegistryClient({ host: stack.registry });
    for (const { value } of sinkRecords) {
      if (value === null) continue;
      const decoded = await client.decode(value);
      expect(decoded.contact).toBe('[OTHER_ID]');
      expect(decoded.tree).toEqual({ label: '[OTHER_ID]', child: null });
    }
  });
});

describe('what a row may leave in the sink', () => {
  const sinkOf = (name: string) => sinks.get(sourceOf(placed.find(({ row }) => row.name === name)!))![0]!;
  const plantedOf = (name: string) => placed.find(({ row }) => row.name === name)!.planted;

  it('is one form of what is no number, without the bits that could carry letters', () => {
    const name = 'double that is no number';
    expect(sinkOf(name).value!.includes(CANONICAL_NAN)).toBe(true);
    expect(sinkOf(name).value!.includes(letterNaN(nanLetters(plantedOf(name))).subarray(0, 6))).toBe(false);
    expect(sinkOf('float that is no number').value!.includes(Buffer.of(0, 0, 0xc0, 0x7f))).toBe(true);
  });

  it('are the headers that the policy lists, once each and in their form', () => {
    const namesOf = (name: string) => sinkOf(name).headers.map(([header]) => header);
    const ours = ['sigilo-plan', 'sigilo-source'];
    for (const { name } of BAD_ROWS.filter((row) => row.expected === 'forward')) {
      expect(namesOf(name)).toEqual(ours);
    }
    const plan = new Map(sinkOf('header that claims to be ours').headers).get('sigilo-plan')?.toString();
    expect(plan).toBe(new Map(sinkOf('null header').headers).get('sigilo-plan')?.toString());
  });

  it('is a time cut to hours', () => {
    expect(sinkOf('time in the future').timestamp).toBe(Math.floor(FUTURE / HOUR_MS) * HOUR_MS);
  });

  it('is a map key __proto__ like any other', async () => {
    const client = new RegistryClient({ host: stack.registry });
    const decode = async (name: string) =>
      (await client.decode(sinkOf(name).value as Buffer)) as Record<string, object>;
    expect(sinkOf('map key __proto__, kept').value!.includes('__proto__')).toBe(true);
    expect(Object.keys((await decode('map key __proto__ under a token')).notes!)).toEqual([
      expect.stringMatching(/^\[OTHER_ID~k1~/),
    ]);
  });
});

describe('a planted value', () => {
  it('is nowhere in the bytes of sink and quarantine, in whatever form, but in those of the source', async () => {
    const all = needles();
    const { source, sink, quarantine } = topics;
    const scan = await scanSegments(stack.dataDirectories, [source, sink, quarantine], all);
    expect(scan.hits.filter(({ topic }) => topic !== source)).toEqual([]);
    const control = scan.hits.filter(({ topic }) => topic === source);
    const found = foundNeedles(control, source);
    // Four needles a record, in the order of `needles`.
    for (const [index, { record, planted }] of placed.entries()) {
      const [key, header, name, cpf] = [0, 1, 2, 3].map((each) => found.has(4 * index + each));
      expect(key || header).toBe(true);
      if (record.value?.includes(planted.name)) expect(name).toBe(true);
      if (record.value?.includes(varint(planted.cpf))) expect(cpf).toBe(true);
    }
    expect(found.size).toBeGreaterThan(3.5 * placed.length);
    const forms = new Set(control.map(({ form }) => form));
    expect(forms).toEqual(new Set<NeedleForm>(['utf8', 'utf16le', 'base64', 'varint']));
  });

  it('is nowhere in stdout, stderr, the metrics page and the clear part of quarantine records', () => {
    const all = needles();
    const clear = Buffer.concat([...quarantined.values()].flat().map((each) => each.clear));
    const places = { stdout: run.stdout(), stderr: run.stderr(), metrics, clear };
    for (const [place, content] of Object.entries(places))
      expect(scanBytes(place, typeof content === 'string' ? Buffer.from(content) : content, all)).toEqual([]);
    expect(run.lines().length).toBeGreaterThan(10);
    expect(clear.length).toBeGreaterThan(1_000);
  });
});
