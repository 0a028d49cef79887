import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { readAllCommitted, type TopicRecord } from '../../deploy/local/read-committed.ts';
import { readQuarantineMetadata } from '../../src/core/quarantine.ts';
import { plant, probe, probeSchema, registerSinks, registerSource, writePolicy } from './probe-records.ts';
import { openRegistryProxy, type RegistryFault, type RegistryProxy } from './registry-proxy.ts';
import { createTopics, deleteTopics, type NewRecord, produce } from './topics.ts';
import {
  cleanUpRuns,
  committedByJava,
  createWorkspace,
  type Exit,
  metricOf,
  startRun,
  type WorkerRun,
  type Workspace,
  waitFor,
  waitUntilCommitted,
  writeConfig,
} from './worker-run.ts';

const stack = inject('stack');
const PASSWORD = 'registry-password-8c1f';
const TIMEOUT_MS = 400;
const RECORDS = 5;

/** What each partition's schema meets, by its number; the first is known before anything goes wrong. */
const PARTITIONS: readonly (RegistryFault | 'healthy' | 'no sink lookup')[] = [
  'healthy',
  'unknown once',
  'unknown',
  'page not found',
  'unauthorized',
  'forbidden',
  'server error',
  'hang',
  'garbage',
  'other JSON',
  'redirect',
  'slow drip',
  'endless body',
  'broken off',
  'no sink lookup',
];
/** Those whose schema can be had in the end, and is not had while the fault lasts. */
const PAUSED = PARTITIONS.filter((fault) => !['healthy', 'unknown once', 'unknown'].includes(fault));
const numberOf = (fault: (typeof PARTITIONS)[number]) => PARTITIONS.indexOf(fault);

let workspace: Workspace;
let proxy: RegistryProxy;
let topics: { source: string; sink: string; quarantine: string };
let schemaIds: number[];
let run: WorkerRun;
let exit: Exit;
/** Pages and offsets: with the whole registry down, with faults by schema, and healed. */
let during: { metrics: string; committed: number[] };
let healed: { metrics: string; committed: number[] };
let logAtHealing: number;
let sinkRecords: TopicRecord[];
let quarantined: TopicRecord[];

const records = (partition: number): NewRecord[] =>
  Array.from({ length: RECORDS }, () => ({ value: probe(schemaIds[partition]!, plant()), partition }));

beforeAll(async () => {
  const count = PARTITIONS.length;
  proxy = await openRegistryProxy(stack.registry);
  topics = await createTopics(stack, {
    source: { partitions: count },
    sink: { partitions: count },
    quarantine: { partitions: 1, config: { 'max.message.bytes': '1100000' } },
  });
  workspace = await createWorkspace();
  writeFileSync(join(workspace.directory, 'registry.password'), PASSWORD, { mode: 0o600 });
  const auth = { username: 'sigilo', passwordFile: 'registry.password' };
  const routes = [{ name: 'probe', ...topics, policies: [writePolicy(workspace)] }];
  writeConfig(stack, workspace, { registry: { url: proxy.url, timeoutMs: TIMEOUT_MS, auth }, routes });
  schemaIds = await registerSource(stack, topics.source, PARTITIONS.map(probeSchema));
  await registerSinks(workspace);
  await produce(
    stack,
    topics.source,
    PARTITIONS.flatMap((_, partition) => records(partition)),
  );

  // The whole registry is down when the worker starts.
  proxy.script = () => 'server error';
  run = startRun(workspace);
  await run.waitForLine(({ msg }) => msg === 'partition paused', 'first pause');
  await run.waitForLine(({ msg }) => msg === 'worker started', 'start');

  // It comes back, but not for all schemas.
  const askedBefore = new Set<number>();
  proxy.script = ({ method, path, body }) => {
    const id = Number(/^\/schemas\/ids\/(\d+)/.exec(path)?.[1] ?? Number.NaN);
    const fault = PARTITIONS[schemaIds.indexOf(id)];
    if (method === 'POST' && body.includes('no sink lookup')) return 'server error';
    if (fault === undefined || fault === 'healthy' || fault === 'no sink lookup') return null;
    if (fault !== 'unknown once') return fault;
    if (askedBefore.has(id)) return null;
    askedBefore.add(id);
    return fault;
  };
  const wanted = PARTITIONS.map((fault) => (PAUSED.includes(fault) ? 0 : RECORDS));
  await waitUntilCommitted(stack, workspace.groupId, { [topics.source]: wanted });
  await waitFor(() => (PAUSED.every((fault) => timesMet(fault) >= 2) ? true : null), 'second try of all');
  // Traffic whose schema is known goes on, however the registry is.
  await produce(stack, topics.source, records(0));
  await waitUntilCommitted(stack, workspace.groupId, { [topics.source]: [2 * RECORDS] });
  during = { metrics: await run.metrics(), committed: await committedByJava(stack, workspace.groupId, topics.source) };

  logAtHealing = run.lines().length;
  proxy.script = () => null;
  const all = PARTITIONS.map((fault) => (fault === 'healthy' ? 2 * RECORDS : RECORDS));
  await waitUntilCommitted(stack, workspace.groupId, { [topics.source]: all });
  healed = { metrics: await run.metrics(), committed: await committedByJava(stack, workspace.groupId, topics.source) };
  exit = await run.stop();
  sinkRecords = await readAllCommitted(stack, [topics.sink]);
  quarantined = await readAllCommitted(stack, [topics.quarantine]);
});

afterAll(async () => {
  await cleanUpRuns();
  await proxy?.close();
  if (topics) await deleteTopics(stack, Object.values(topics));
});

/** How often a partition's own fault has answered; not counting the time when the whole registry was down. */
const timesMet = (fault: (typeof PAUSED)[number]) =>
  proxy.seen.filter((each) => {
    if (fault === 'no sink lookup') return each.body.includes(fault) && each.fault !== null;
    return each.fault === fault && each.path.startsWith(`/schemas/ids/${schemaIds[numberOf(fault)]}`);
  }).length;

const pausesOf = (partition: number) =>
  run.lines().filter((line) => line.msg === 'partition paused' && line.partition === partition);

describe('a registry in trouble', () => {
  it.each(PAUSED)('%s: the partition waits at its first record, and goes on by itself later', (fault) => {
    const partition = numberOf(fault);
    expect(during.committed[partition] ?? 0).toBe(0);
    expect(healed.committed[partition]).toBe(RECORDS);
    const code = fault === 'unauthorized' || fault === 'forbidden' ? 'registry.unauthorized' : 'registry.unavailable';
    const codes = new Set(pausesOf(partition).map((line) => line.code));
    expect(codes).toContain(code);
    // From the time when the whole registry was down.
    codes.delete('registry.unavailable');
    expect([...codes].filter((other) => other !== code)).toEqual([]);
  });

  it('does not stop partitions whose schema is known', () => {
    expect(during.committed[0]).toBe(2 * RECORDS);
  });

  it('is asked once more before a schema counts as unknown', () => {
    const asksFor = (fault: RegistryFault) => {
      const path = `/schemas/ids/${schemaIds[numberOf(fault)]}`;
      return proxy.seen.filter((each) => each.path.startsWith(path) && each.fault !== 'server error');
    };
    expect(asksFor('unknown once').map(({ fault }) => fault)).toEqual(['unknown once', null]);
    expect(asksFor('unknown').map(({ fault }) => fault)).toEqual(['unknown', 'unknown']);
  });

  it('makes records of an unknown schema go to the quarantine, each once, and no others', () => {
    const found = quarantined.map(({ value }) => readQuarantineMetadata(value!));
    expect(found.map(({ reason, source }) => [reason, source.partition, source.offset])).toEqual(
      Array.from({ length: RECORDS }, (_, offset) => ['unknown_schema', numberOf('unknown'), String(offset)]),
    );
  });

  it('loses, doubles and reorders nothing', () => {
    const found = PARTITIONS.map((_, partition) =>
      sinkRecords
        .filter((record) => record.partition === partition)
        .map(({ headers }) => new Map(headers).get('sigilo-source')?.toString()),
    );
    const places = PARTITIONS.map((fault, partition) => {
      const count = fault === 'unknown' ? 0 : fault === 'healthy' ? 2 * RECORDS : RECORDS;
      return Array.from({ length: count }, (_, offset) => `${topics.source}/${partition}/${offset}`);
    });
    expect(found).toEqual(places);
  });

  it('shows in the metrics', () => {
    const requests = (page: string, outcome: string) => metricOf(page, 'sigilo_registry_requests_total', { outcome });
    expect(requests(during.metrics, 'unavailable')).toBeGreaterThan(PAUSED.length);
    expect(requests(during.metrics, 'unauthorized')).toBeGreaterThanOrEqual(4);
    expect(requests(during.metrics, 'not_found')).toBe(3);
    expect(requests(healed.metrics, 'ok')).toBeGreaterThan(requests(during.metrics, 'ok'));
    expect(metricOf(healed.metrics, 'sigilo_transactions_total', { outcome: 'failed' })).toBe(0);
  });

  it('never gets the password by a redirect, and never shows it', () => {
    expect(proxy.seen.filter(({ path }) => path === '/redirected')).toEqual([]);
    const basic = Buffer.from(`sigilo:${PASSWORD}`).toString('base64');
    expect(new Set(proxy.seen.map(({ authorization }) => authorization))).toEqual(new Set([`Basic ${basic}`]));
    for (const shown of [run.stdout(), run.stderr(), healed.metrics]) {
      expect(shown.includes(PASSWORD) || shown.includes(basic)).toBe(false);
    }
  });

  it('leaves a clean log behind: each waiting partition is said to go on', () => {
    const resumed = run
      .lines()
      .slice(logAtHealing)
      .filter(({ msg }) => msg === 'partition resumed');
    expect(new Set(resumed.map(({ partition }) => partition))).toEqual(new Set(PAUSED.map(numberOf)));
    expect(exit).toEqual({ status: 0, signal: null });
    expect(run.stderr()).toBe('');
  });
});
