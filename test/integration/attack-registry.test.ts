import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { readAllCommitted } from '../../deploy/local/read-committed.ts';
import { readQuarantineMetadata } from '../../src/core/quarantine.ts';
import { type AttackStage, harmOf, setStage } from './attack-stage.ts';
import { openRegistryProxy, type RegistryProxy } from './registry-proxy.ts';
import { deleteTopics, type NewRecord, produce } from './topics.ts';
import { cleanUpRuns, type Exit, metricOf, peakMemory, waitFor } from './worker-run.ts';

const stack = inject('stack');
/** Half of them into each of two partitions. */
const MADE_UP = 30_000;
const SLOWLY = 5_000;
const ORDINARY = 10;
/** Asked about one by one, they would take a registry that answers at once four minutes. */
const BEHIND_MS = 100_000;
const LONGEST_MS = 30_000;
const MEMORY_MIB = 600;

let stage: AttackStage;
let proxy: RegistryProxy;
let page: string;
let exit: Exit;
let odd: number;
let peak: number | null;
let reasons: ReadonlySet<string>;
const delays: { readonly calm: number[]; readonly slow: number[] } = { calm: [], slow: [] };
/** An id that nobody has registered when its first record comes, and that is known later. */
const LATE = 900_001;
let late: readonly number[];

/** Ids that no registry ever gives; each one made up once. */
const flood = (count: number, from: number): NewRecord[] =>
  Array.from({ length: count }, (_, index) => {
    const value = Buffer.alloc(12, 1);
    value.writeUInt8(0, 0);
    value.writeUInt32BE(from + index * 17 + randomInt(17), 1);
    return { partition: index % 2, value };
  });

const lateRecord = (): NewRecord => {
  const value = Buffer.from(stage.bytesOf({}));
  value.writeUInt32BE(LATE, 1);
  return { partition: 2, value };
};

beforeAll(async () => {
  proxy = await openRegistryProxy(stack.registry);
  stage = await setStage({ partitions: 3, settings: { registry: { url: proxy.url } } });
  const { topics, run } = stage;
  let attacks = 0;
  const round = async (into: number[], count: number, from: number) => {
    await stage.writeOrdinary(ORDINARY);
    await produce(stack, topics.source, flood(count, from));
    await stage.writeOrdinary(ORDINARY);
    into.push(await stage.untilOthers(2, LONGEST_MS));
    await stage.untilForwarded(attacks, BEHIND_MS);
  };
  await produce(stack, topics.source, [lateRecord()]);
  const lateAt = performance.now();
  await round(delays.calm, MADE_UP - SLOWLY, 2 ** 25);
  // From now on the registry has the late one, as another id of the same schema.
  const lookups = () => proxy.seen.filter(({ path }) => path.startsWith(`/schemas/ids/${LATE}`)).length;
  const before = lookups();
  proxy.rewrite = (path) => path.replace(`/schemas/ids/${LATE}`, `/schemas/ids/${stage.schemaId}`);
  proxy.delayMs = 300;
  await round(delays.slow, SLOWLY, 2 ** 28);
  proxy.delayMs = 0;
  const forwardedLate = async () => {
    const was = metricOf(await run.metrics(), 'sigilo_records_forwarded_total', { route: 'attacked' });
    await produce(stack, topics.source, [lateRecord()]);
    attacks += 1;
    return waitFor(
      async () => {
        const now = metricOf(await run.metrics(), 'sigilo_records_forwarded_total', { route: 'attacked' });
        return now > was ? true : null;
      },
      'late schema',
      5_000,
    ).catch(() => false);
  };
  await waitFor(() => (performance.now() - lateAt > 31_000 ? true : null), 'end of the refusal', 40_000);
  expect(await forwardedLate()).toBe(true);
  late = [before, lookups()];
  page = await waitFor(async () => {
    const now = await run.metrics();
    return metricOf(now, 'sigilo_records_quarantined_total', { route: 'attacked' }) > MADE_UP ? now : null;
  }, 'end of the flood');
  peak = await peakMemory(run.pid);
  ({ exit, odd } = await stage.finish());
  const quarantined = await readAllCommitted(stack, [topics.quarantine]);
  reasons = new Set(quarantined.map(({ value }) => readQuarantineMetadata(value!).reason));
}, 300_000);

afterAll(async () => {
  await cleanUpRuns();
  await proxy?.close();
  if (stage) await deleteTopics(stack, stage.made);
});

describe('a flood of made-up schema ids', () => {
  it('happens, and all its records are quarantined for that', () => {
    expect(metricOf(page, 'sigilo_records_quarantined_total', { reason: 'unknown_schema' })).toBe(MADE_UP + 1);
    expect(reasons).toEqual(new Set(['unknown_schema']));
  });

  it('does not reach the registry in full', () => {
    const asked = metricOf(page, 'sigilo_registry_requests_total', { outcome: 'not_found' });
    const spared = metricOf(page, 'sigilo_registry_requests_total', { outcome: 'not_asked' });
    expect(asked).toBeGreaterThan(100);
    expect(asked).toBeLessThan(MADE_UP / 10);
    expect(spared).toBeGreaterThan(MADE_UP / 2);
    expect(proxy.seen.length).toBeLessThan(MADE_UP / 10);
  });

  it('does not hide a schema that becomes known', () => {
    expect(late[1]).toBe(late[0]! + 1);
  });

  it('does not stop the records of others, nor with a slow registry', () => {
    expect(odd).toBe(0);
    expect(Math.max(...delays.calm, ...delays.slow)).toBeLessThan(LONGEST_MS);
    expect(harmOf(stage.run, exit, page)).toEqual([]);
    if (peak !== null) expect(peak).toBeLessThan(MEMORY_MIB);
  });
});
