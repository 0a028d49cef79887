import type { KafkaMessage } from 'kafkajs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createConversationMemory, recall, stage } from '../../src/core/conversation-memory.ts';
import type { BatchCounts, RoutePipeline } from '../../src/route-pipeline.ts';
import { commitPayloads } from '../../src/worker/payload-budget.ts';
import { type SanitizedBatch, sanitizeBatch } from '../../src/worker/sanitize-batch.ts';
import { scriptedWorker } from './scripted-worker.ts';

function records(...values: readonly (string | null)[]): KafkaMessage[] {
  return values.map((value, index) => ({
    key: Buffer.from('key'),
    value: value === null ? null : Buffer.from(value),
    headers: {},
    timestamp: '1700000000000',
    attributes: 0,
    offset: String(index),
  })) as unknown as KafkaMessage[];
}

function countsOf(headersDropped: number): BatchCounts {
  const findings = new Map([['CPF|redact', 1]]);
  return {
    findings,
    leaksBlocked: new Map(),
    headersDropped,
    recalled: 0,
    uncoveredDropped: 0,
    otherLanguage: 0,
    guardSeconds: 0.5,
  };
}

afterEach(() => vi.restoreAllMocks());

describe('sanitizeBatch', () => {
  it('keeps order and partition of the sink, and puts quarantined records apart', async () => {
    const { worker } = scriptedWorker();
    const route = worker.routes.get('raw')!;
    const batch = await sanitizeBatch(route, 5, records('1', 'Q2', '3', null), 1, () => true);
    expect(batch).toMatchObject({
      sink: [
        { value: Buffer.from('T:1'), partition: 5 },
        { value: Buffer.from('T:3'), partition: 5 },
        { value: null, partition: 5 },
      ],
      quarantine: [{ key: 'raw/5/1', partition: 1 }],
      reasons: new Map([['malformed_avro', { count: 1, fieldPath: null, schemaId: null }]]),
      bytes: 4 * 3 + 1 + 2 + 1,
    });
  });

  it('quarantines what stands for a batch that cannot be read, without having it sanitized', async () => {
    const sanitized: string[] = [];
    const pipeline: Partial<RoutePipeline> = {
      sanitize: ({ offset }) => {
        sanitized.push(offset);
        return { kind: 'quarantine', reason: 'internal' };
      },
    };
    const { worker } = scriptedWorker({ pipeline });
    const batch = records('1', null, '3');
    Object.assign(batch[1]!, { key: null, unreadable: { firstOffset: '1', bytes: Buffer.alloc(500) } });
    const outcome = await sanitizeBatch(worker.routes.get('raw')!, 0, batch, 1, () => true);
    expect(sanitized).toEqual(['0', '2']);
    expect(outcome).toMatchObject({
      sink: [],
      quarantine: [{}, {}, {}],
      reasons: new Map([
        ['internal', { count: 2, fieldPath: null, schemaId: null }],
        ['unreadable_batch', { count: 1, fieldPath: null, schemaId: null }],
      ]),
      omitted: { size: 0, budget: 0 },
      bytes: 4 + 500 + 4,
    });
  });

  it('quarantines a record that has outgrown the sink', async () => {
    const { worker } = scriptedWorker({ sinkLimit: 1_000 });
    const batch = await sanitizeBatch(worker.routes.get('raw')!, 0, records('1', '2'.repeat(900), '3'), 1, () => true);
    expect(batch).toMatchObject({
      sink: [{}, {}],
      reasons: new Map([['record_too_large', { count: 1, fieldPath: null, schemaId: null }]]),
    });
  });

  it('quarantines records and tombstones without a key where the sink needs keys', async () => {
    const { worker } = scriptedWorker({ sinkNeedsKeys: true });
    const keyless = records('1', null).map((each) => ({ ...each, key: null }));
    const emptyKey = { ...records('3')[0]!, key: Buffer.alloc(0) };
    const batch = await sanitizeBatch(worker.routes.get('raw')!, 0, [...keyless, emptyKey], 1, () => true);
    const reasons = new Map([['unexpected_shape', { count: 2, fieldPath: 'key', schemaId: null }]]);
    expect(batch).toMatchObject({ sink: [{ value: Buffer.from('T:3') }], quarantine: [{}, {}], reasons });
  });

  it('quarantines a record whose time the sink would refuse', async () => {
    const now = Date.now();
    const hour = 3_600_000;
    const { worker } = scriptedWorker({ sinkTimes: { pastMs: 10 * hour, futureMs: hour } });
    const times = [now + 2 * hour, now + hour / 2, now - 9 * hour, now - 11 * hour, -1];
    const batch = records('1', '2', '3', '4', '5').map((each, index) => ({ ...each, timestamp: String(times[index]) }));
    const outcome = await sanitizeBatch(worker.routes.get('raw')!, 0, batch, 1, () => true);
    expect(outcome).toMatchObject({
      sink: [{ value: Buffer.from('T:2') }, { value: Buffer.from('T:3') }, { value: Buffer.from('T:5') }],
      reasons: new Map([['unexpected_shape', { count: 2, fieldPath: 'timestamp', schemaId: null }]]),
    });
  });

  it('keeps a small bound on times apart from the clock by half of it, then by all of it', async () => {
    const now = Date.now();
    const { worker } = scriptedWorker({ sinkTimes: { pastMs: 1e12, futureMs: 20_000 } });
    const times = [now, now + 8_000, now + 15_000];
    const batch = records('1', '2', '3').map((each, index) => ({ ...each, timestamp: String(times[index]) }));
    const sunk = async (refusals: number) => {
      const outcome = await sanitizeBatch(worker.routes.get('raw')!, 0, batch, 1, () => true, refusals);
      return (outcome as SanitizedBatch).sink.map(({ value }) => value!.toString());
    };
    expect(await sunk(0)).toEqual(['T:1', 'T:2']);
    for (const refusals of [1, 5]) expect(await sunk(refusals)).toEqual(['T:1']);
  });

  describe('with a clock that has jumped', () => {
    const hour = 3_600_000;
    const sinkTimes = { pastMs: 10 * hour, futureMs: hour };
    const jumpedBy = (jump: number) => {
      const now = Date.now();
      vi.spyOn(Date, 'now').mockImplementation(() => now + jump);
      return { worker: scriptedWorker({ sinkTimes }).worker, now };
    };

    it.each([
      ['back', -2 * hour],
      ['forward', 20 * hour],
    ])('%s, quarantines no record of the present for its time', async (_name, jump) => {
      const { worker, now } = jumpedBy(jump);
      const batch = records('1', '2').map((each) => ({ ...each, timestamp: String(now - 1_000) }));
      const outcome = await sanitizeBatch(worker.routes.get('raw')!, 0, batch, 1, () => true);
      expect(outcome).toMatchObject({ sink: [{}, {}], quarantine: [] });
    });

    it('forward, still tells a record that the brokers have refused', async () => {
      const { worker, now } = jumpedBy(2 * hour);
      const batch = records('1', '2').map((each, index) => ({ ...each, timestamp: String(now + 1.5 * index * hour) }));
      const route = worker.routes.get('raw')!;
      expect(await sanitizeBatch(route, 0, batch, 1, () => true)).toMatchObject({ sink: [{}, {}] });
      expect(await sanitizeBatch(route, 0, batch, 2, () => true, 5)).toMatchObject({ sink: [{}], quarantine: [{}] });
    });

    it('writes quarantine records under a time that brokers take', async () => {
      const { worker, now } = jumpedBy(2 * hour);
      const route = worker.routes.get('raw')!;
      const timeOf = async (refusals: number) => {
        const outcome = await sanitizeBatch(route, 0, records('Q'), 1, () => true, refusals);
        return Number((outcome as SanitizedBatch).quarantine[0]?.timestamp);
      };
      expect(await timeOf(0)).toBeLessThan(now + hour / 2);
      expect(await timeOf(0)).toBeGreaterThan(now - hour / 2);
      expect(await timeOf(1)).toBe(-1);
    });
  });

  it('takes only the first records of a batch that takes long, and all of any other', async () => {
    const pipeline: Partial<RoutePipeline> = {
      sanitize: () => {
        passed += 2_600;
        return { kind: 'quarantine', reason: 'internal' };
      },
    };
    let passed = 0;
    const real = performance.now.bind(performance);
    vi.spyOn(performance, 'now').mockImplementation(() => real() + passed);
    const slow = scriptedWorker({ pipeline }).worker.routes.get('raw')!;
    const batch = await sanitizeBatch(slow, 0, records('1', '2', '3'), 1, () => true);
    expect(batch).toMatchObject({ taken: 2, quarantine: [{ key: 'raw/0/0' }, { key: 'raw/0/1' }] });
    const route = scriptedWorker().worker.routes.get('raw')!;
    expect(await sanitizeBatch(route, 0, records('1', '2', '3'), 1, () => true)).toMatchObject({ taken: 3 });
  });

  it('begins a try of a batch without what an earlier one staged, and keeps nothing before the commit', async () => {
    const memory = createConversationMemory({ conversations: 10, bytes: 1e6 });
    const seen: (number | undefined)[] = [];
    const pipeline: Partial<RoutePipeline> = {
      sanitize: ({ offset }, _partition, given) => {
        seen.push(recall(given!, 'conversation')?.known.length);
        stage(given!, 'conversation', [{ entity: 'PERSON', text: `Nome ${offset}`, domain: null }], null);
        return { kind: 'quarantine', reason: 'internal' };
      },
    };
    const { worker } = scriptedWorker({ pipeline });
    const attempt = () => sanitizeBatch(worker.routes.get('raw')!, 0, records('1', '2', '3'), 1, () => true, 0, memory);
    await attempt();
    await attempt();
    expect(seen).toEqual([undefined, 1, 2, undefined, 1, 2]);
    expect(memory.committed.size).toBe(0);
  });

  it('keeps references only above the budget, and gives back what an earlier try had staged', async () => {
    const { worker } = scriptedWorker({ route: { payloads: { bytes: 1_000, seconds: 86_400 } } });
    const route = worker.routes.get('raw')!;
    const flood = records('1', `Q${'x'.repeat(699)}`, '2', `Q${'y'.repeat(399)}`, `Q${'z'.repeat(299)}`, '3');
    const attempt = async (partition = 0) =>
      (await sanitizeBatch(route, partition, flood, 1, () => true)) as SanitizedBatch;
    const lengths = ({ quarantine }: SanitizedBatch) => quarantine.map(({ value }) => value!.length);
    const reason = 'malformed_avro:'.length;
    for (let tries = 0; tries < 2; tries += 1) {
      const batch = await attempt();
      // The one in the midst has no room; a smaller one after it has.
      expect(lengths(batch)).toEqual([reason + 700, reason, reason + 300]);
      expect(batch).toMatchObject({ sink: [{}, {}, {}], omitted: { size: 0, budget: 1 } });
    }
    // Another partition finds what this one has staged taken.
    expect(await attempt(1)).toMatchObject({ omitted: { size: 0, budget: 3 } });
    commitPayloads(route.payloads, 0, performance.now());
    expect(await attempt()).toMatchObject({ sink: [{}, {}, {}], omitted: { size: 0, budget: 3 } });
  });

  it('sends nothing when the quarantine does not even take what stands for a record', async () => {
    const { worker } = scriptedWorker({ quarantineLimit: 150 });
    const batch = await sanitizeBatch(worker.routes.get('raw')!, 0, records('1', 'Q2', '3'), 1, () => true);
    expect(batch).toBe('quarantine_too_small');
  });

  it('ends at a fault of the guard, with nothing to send', async () => {
    const { worker } = scriptedWorker();
    const outcome = await sanitizeBatch(worker.routes.get('raw')!, 0, records('1', 'F2', '3'), 1, () => true);
    expect(outcome).toMatchObject({ fault: { check: 'untreated' } });
  });

  it('yields in long batches, stops when told, and counts only its own slices', async () => {
    let taken = 0;
    const pipeline = {
      sanitize: () => {
        const end = performance.now() + 21;
        while (performance.now() < end);
        return { kind: 'quarantine', reason: 'internal' } as const;
      },
      takeCounts: () => countsOf(++taken),
    };
    const { worker } = scriptedWorker({ pipeline });
    let turns = 0;
    setImmediate(() => {
      turns += 1;
    });
    const batch = await sanitizeBatch(worker.routes.get('raw')!, 0, records('1', '2'), 1, () => true);
    expect(turns).toBe(1);
    // One slice a record, and what is left at the end.
    expect(batch).toMatchObject({ counts: { headersDropped: 1 + 2 + 3, guardSeconds: 1.5 } });
    expect(await sanitizeBatch(worker.routes.get('raw')!, 0, records('1', '2'), 1, () => false)).toBe('interrupted');
  });
});
