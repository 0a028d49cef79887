import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readAllCommitted } from '../../deploy/local/read-committed.ts';
import { type StackState, startStack, stopStack } from '../../deploy/local/stack-control.ts';
import { plant, probe, probeSchema, registerSinks, registerSource, writePolicy } from '../integration/probe-records.ts';
import { openRegistryProxy, type RegistryProxy } from '../integration/registry-proxy.ts';
import { createTopics, produce } from '../integration/topics.ts';
import {
  cleanUpRuns,
  createWorkspace,
  metricOf,
  startRun,
  type Workspace,
  waitUntilCommitted,
  writeConfig,
} from '../integration/worker-run.ts';

/** Longer than several sessions, transactions' first time-outs and the pause between two tries; fault runs take minutes. */
const AWAY_MS = 45_000;
const RECORDS = 20;
const SESSION_MS = 6_000;

const directory = mkdtempSync(join(tmpdir(), 'sigilo-registry-away-'));
let stack: StackState;
let proxy: RegistryProxy;
let workspace: Workspace;
let topics: { source: string; sink: string; quarantine: string };
let schemaIds: number[];

beforeAll(async () => {
  stack = await startStack({ directory: join(directory, 'stack'), nodes: 1 });
  proxy = await openRegistryProxy(stack.registry);
  const quarantine = { config: { 'max.message.bytes': '1100000' } };
  topics = await createTopics(stack, { source: { partitions: 2 }, sink: { partitions: 2 }, quarantine });
  workspace = await createWorkspace();
  const kafka = { sessionTimeoutMs: SESSION_MS };
  const routes = [{ name: 'probe', ...topics, policies: [writePolicy(workspace)] }];
  writeConfig(stack, workspace, { kafka, registry: { url: proxy.url }, routes });
  schemaIds = await registerSource(stack, topics.source, [probeSchema('known'), probeSchema('unknown yet')]);
  await registerSinks(workspace);
}, 300_000);

afterAll(async () => {
  await cleanUpRuns();
  await proxy?.close();
  await stopStack(join(directory, 'stack'));
  rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
});

const write = (partition: number, schemaId: number) =>
  produce(
    stack,
    topics.source,
    Array.from({ length: RECORDS }, () => ({ value: probe(schemaId, plant()), partition })),
  );

it('a registry that is away loses nothing, stops only what needs it, and all goes on by itself', async () => {
  const [known, unknown] = schemaIds as [number, number];
  const committed = (offsets: readonly number[]) =>
    waitUntilCommitted(stack, workspace.groupId, { [topics.source]: offsets }, 120_000);
  const run = startRun(workspace);
  await write(0, known);
  await committed([RECORDS, 0]);

  await proxy.shut();
  await write(1, unknown);
  const paused = await run.waitForLine(({ msg }) => msg === 'partition paused', 'pause', 120_000);
  expect(paused).toMatchObject({ partition: 1, code: 'registry.unavailable' });
  await sleep(AWAY_MS / 2);
  await write(0, known);
  await committed([2 * RECORDS, 0]);
  await sleep(AWAY_MS / 2);
  const page = await run.metrics();
  expect(page).toContain('sigilo_partitions_paused{route="probe",reason="registry.unavailable"} 1');
  expect(metricOf(page, 'sigilo_records_consumed_total')).toBe(2 * RECORDS);
  // A worker that is restarted in the meantime waits as well; it knows no schema at all.
  expect(await run.stop()).toEqual({ status: 0, signal: null });
  const second = startRun(workspace);
  await second.waitForLine(({ msg }) => msg === 'partition paused', 'pause of the second', 120_000);

  await proxy.open();
  await committed([2 * RECORDS, RECORDS]);
  expect(await second.stop()).toEqual({ status: 0, signal: null });
  const found = (await readAllCommitted(stack, [topics.sink])).map(({ headers }) =>
    new Map(headers).get('sigilo-source')?.toString(),
  );
  const expected = [2 * RECORDS, RECORDS].flatMap((count, partition) =>
    Array.from({ length: count }, (_, offset) => `${topics.source}/${partition}/${offset}`),
  );
  expect(found.sort()).toEqual(expected.sort());
  expect(await readAllCommitted(stack, [topics.quarantine])).toEqual([]);
}, 600_000);
