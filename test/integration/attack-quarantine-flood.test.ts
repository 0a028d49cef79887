import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { readAllCommitted, type TopicRecord } from '../../deploy/local/read-committed.ts';
import { foundNeedles, scanBytes, scanSegments } from '../../deploy/local/scan-segments.ts';
import { quarantineDigest, readQuarantine } from '../../src/core/quarantine.ts';
import { decodeQuarantinePlaintext, encodeQuarantinePlaintext } from '../../src/core/quarantine-plaintext.ts';
import { openQuarantine, unwrapDataKey } from '../../src/io/quarantine-open.ts';
import { type AttackStage, harmOf, setStage } from './attack-stage.ts';
import { frame } from './probe-records.ts';
import { deleteTopics, type NewRecord, produce } from './topics.ts';
import { cleanUpRuns, type Exit, metricOf, peakMemory, waitFor } from './worker-run.ts';

const stack = inject('stack');
const SMALL = 20_000;
const BIG = 200;
const BIG_BYTES = 64 * 1024;
const BUDGET = 2 * 1024 * 1024;
const ORDINARY = 20;
/** An ordinary record of the flooded partition waits behind what was written before it, and for no more. */
const BEHIND_MS = 100_000;
/** All others wait for their turn only. */
const LONGEST_MS = 30_000;
const MEMORY_MIB = 600;
/** What a reference takes: names and places, the wrapped key, the digest. */
const REFERENCE_BYTES = 1_500;

/** In the bodies of the malformed records, big and small. */
const planted = Array.from({ length: 20 }, () => `Planted-${randomBytes(6).toString('hex')}`);

let stage: AttackStage;
let page: string;
let exit: Exit;
let odd: number;
let peak: number | null;
const delays: number[] = [];
let quarantined: readonly TopicRecord[];
let sources: ReadonlyMap<string, TopicRecord>;

const malformed = (index: number, length: number): NewRecord => ({
  partition: 0,
  // The first length is beyond the end of the record.
  value: frame(stage.schemaId, Buffer.from([0xfe, 0xff, 0xff, 0x7f]), Buffer.alloc(length, planted[index % 20])),
});

beforeAll(async () => {
  stage = await setStage({ partitions: 2, settings: { quarantine: { budget: { bytes: BUDGET, seconds: 86_400 } } } });
  const { topics, run } = stage;
  const round = async (records: readonly NewRecord[]) => {
    await stage.writeOrdinary(ORDINARY);
    await produce(stack, topics.source, records);
    await stage.writeOrdinary(ORDINARY);
    delays.push(await stage.untilOthers(1, LONGEST_MS));
    await stage.untilForwarded(0, BEHIND_MS);
  };
  await round(Array.from({ length: BIG }, (_, index) => malformed(index, BIG_BYTES)));
  await round(Array.from({ length: SMALL }, (_, index) => malformed(index, 24)));
  page = await waitFor(async () => {
    const now = await run.metrics();
    return metricOf(now, 'sigilo_records_quarantined_total', { route: 'attacked' }) === SMALL + BIG ? now : null;
  }, 'end of the flood');
  peak = await peakMemory(run.pid);
  ({ exit, odd } = await stage.finish());
  quarantined = await readAllCommitted(stack, [topics.quarantine]);
  const all = await readAllCommitted(stack, [topics.source]);
  sources = new Map(all.map((record) => [`${record.topic}/${record.partition}/${record.offset}`, record]));
}, 300_000);

afterAll(async () => {
  await cleanUpRuns();
  if (stage) await deleteTopics(stack, stage.made);
});

/** The fate of the big records, which came first. */
const bigOnes = () =>
  quarantined.map(({ value }) => readQuarantine(value!)).filter(({ metadata }) => metadata.length! > BIG_BYTES);

describe('a flood of the quarantine', () => {
  it('happens, and each of its records is quarantined once', () => {
    expect(quarantined.length).toBe(SMALL + BIG);
    expect(new Set(quarantined.map(({ key }) => key!.toString())).size).toBe(SMALL + BIG);
    const reason = { route: 'attacked', reason: 'malformed_avro' };
    expect(metricOf(page, 'sigilo_records_quarantined_total', reason)).toBe(SMALL + BIG);
  });

  it('is kept whole within the budget, and by references above it', () => {
    const sealed = bigOnes().filter(({ metadata }) => metadata.payload === 'sealed').length;
    expect(sealed).toBeGreaterThan(BUDGET / BIG_BYTES - 4);
    expect(sealed * BIG_BYTES).toBeLessThanOrEqual(BUDGET);
    const references = quarantined.filter(({ value }) => readQuarantine(value!).metadata.payload === 'omitted').length;
    expect(references).toBeGreaterThan(BIG - sealed);
    expect(metricOf(page, 'sigilo_quarantine_payloads_omitted_total', { route: 'attacked', cause: 'budget' })).toBe(
      references,
    );
    expect(metricOf(page, 'sigilo_quarantine_payloads_omitted_total', { cause: 'size' })).toBe(0);
    const bytes = quarantined.reduce((sum, { value }) => sum + value!.length, 0);
    expect(bytes).toBeLessThan(BUDGET + quarantined.length * REFERENCE_BYTES);
  });

  it('can be recovered from the source: each reference fits the record that it names, and no other', async () => {
    const keys = new Map<string, Buffer>();
    let [whole, fitting, misfitting] = [0, 0, 0];
    for (const { key, value } of quarantined.filter((_, index) => index < 2 * BIG || index % 50 === 0)) {
      const sealed = readQuarantine(value!);
      const { keyWrap, payload } = sealed.metadata;
      const dataKey = keys.get(keyWrap) ?? (await unwrapDataKey(keyWrap, [stage.workspace.identity]));
      keys.set(keyWrap, dataKey);
      const opened = openQuarantine(sealed, dataKey);
      const record = sources.get(key!.toString())!;
      if (payload === 'sealed') {
        expect(decodeQuarantinePlaintext(opened).value!.equals(record.value!)).toBe(true);
        whole += 1;
        continue;
      }
      const { value: bytes, timestamp } = record;
      const read = { key: null, value: bytes, headers: {}, timestamp: String(timestamp), offset: '0' };
      const digest = (changed: object) =>
        quarantineDigest(encodeQuarantinePlaintext({ ...read, ...changed }), dataKey).equals(opened);
      if (digest({})) fitting += 1;
      if (digest({ timestamp: String(timestamp + 1) }) || digest({ value: Buffer.alloc(9) })) misfitting += 1;
    }
    expect(whole).toBeGreaterThan(10);
    expect(fitting).toBeGreaterThan(BIG);
    expect(fitting + whole).toBe(2 * BIG + Math.ceil(quarantined.length / 50) - Math.ceil((2 * BIG) / 50));
    expect(misfitting).toBe(0);
  });

  it('does not stop the records of others', () => {
    expect(odd).toBe(0);
    expect(Math.max(...delays)).toBeLessThan(LONGEST_MS);
    expect(harmOf(stage.run, exit, page)).toEqual([]);
    if (peak !== null) expect(peak).toBeLessThan(MEMORY_MIB);
  });

  it('is told in a line a batch and a warning, not in a line a record', () => {
    const lines = stage.run.lines();
    const told = lines.filter(({ msg }) => msg === 'batch committed' || msg.startsWith('of quarantined records'));
    expect(told.length).toBeLessThan(SMALL / 50);
    const warnings = lines.filter(({ code }) => code === 'quarantine.payloads_omitted');
    expect(warnings[0]).toMatchObject({ level: 'warn', route: 'attacked', setting: 'quarantine.budget.bytes' });
    expect(warnings.length).toBeLessThan(5);
  });

  it('leaves none of its values outside of the source', async () => {
    const { source, sink, quarantine } = stage.topics;
    const scan = await scanSegments(stack.dataDirectories, [source, sink, quarantine], planted);
    expect(scan.hits.filter(({ topic }) => topic !== source)).toEqual([]);
    expect(foundNeedles(scan.hits, source).size).toBe(planted.length);
    for (const [place, content] of Object.entries({ log: stage.run.stdout(), page }))
      expect(scanBytes(place, Buffer.from(content), planted)).toEqual([]);
  });
});
