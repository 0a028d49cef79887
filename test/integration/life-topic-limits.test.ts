import kafkajs from 'kafkajs';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { readAllCommitted } from '../../deploy/local/read-committed.ts';
import { readQuarantineMetadata } from '../../src/core/quarantine.ts';
import { plant, probe, probeSchema, registerSinks, registerSource, text, writePolicy } from './probe-records.ts';
import { createTopics, deleteTopics, type NewRecord, produce, withAdmin } from './topics.ts';
import {
  cleanUpRuns,
  createWorkspace,
  type LogLine,
  startRun,
  type WorkerRun,
  type Workspace,
  waitUntilCommitted,
  writeConfig,
} from './worker-run.ts';

const HOUR = 3_600_000;
const LONG = 'sem dor desde ontem. '.repeat(1_900);

const stack = inject('stack');
let topics: { source: string; sink: string; quarantine: string };
let workspace: Workspace;
let schemaId: number;
let run: WorkerRun;
let written = 0;

beforeAll(async () => {
  topics = await createTopics(stack, {
    source: { config: { 'message.timestamp.after.max.ms': String(100 * HOUR) } },
    sink: { config: { 'message.timestamp.after.max.ms': String(10 * HOUR) } },
    quarantine: { config: { 'max.message.bytes': '1100000' } },
  });
  [schemaId] = (await registerSource(stack, topics.source, [probeSchema()])) as [number];
  workspace = await createWorkspace();
  writeConfig(stack, workspace, { routes: [{ name: 'probe', ...topics, policies: [writePolicy(workspace)] }] });
  await registerSinks(workspace);
  run = startRun(workspace);
});

afterAll(async () => {
  await cleanUpRuns();
  if (topics) await deleteTopics(stack, Object.values(topics));
});

const short = (timestamp?: number): NewRecord => ({
  value: probe(schemaId, plant()),
  ...(timestamp ? { timestamp: String(timestamp) } : {}),
});
const long = (): NewRecord => ({ value: probe(schemaId, plant(), { text: text(LONG) }) });

const alter = (topic: string, settings: Readonly<Record<string, string>>) =>
  withAdmin(stack, async (admin) => {
    const configEntries = Object.entries(settings).map(([name, value]) => ({ name, value }));
    const resources = [{ type: kafkajs.ConfigResourceTypes.TOPIC, name: topic, configEntries }];
    await admin.alterConfigs({ validateOnly: false, resources });
  });

async function write(...records: readonly NewRecord[]): Promise<void> {
  await produce(stack, topics.source, records);
  written += records.length;
}

async function process(...records: readonly NewRecord[]): Promise<void> {
  await write(...records);
  await waitUntilCommitted(stack, workspace.groupId, { [topics.source]: [written] });
}

/** How many records the sink holds, and the open part of those in quarantine. */
async function results() {
  const records = await readAllCommitted(stack, [topics.sink, topics.quarantine]);
  const held = records.filter(({ topic }) => topic === topics.quarantine);
  return { sunk: records.length - held.length, held: held.map(({ value }) => readQuarantineMetadata(value!)) };
}

const refusals = (errorType: string) =>
  run.lines().filter((line: LogLine) => line.msg.startsWith('transaction failed') && line.errorType === errorType);

it('a record for which the sink has become too small is quarantined, and the ones around it go on', async () => {
  await process(short(), long());
  await alter(topics.sink, { 'max.message.bytes': '20000', 'message.timestamp.after.max.ms': String(10 * HOUR) });
  await process(short(), long(), short());
  expect(refusals('MESSAGE_TOO_LARGE')).toHaveLength(1);
  // The new limit is known now: no further send is refused.
  await process(long());
  expect(refusals('MESSAGE_TOO_LARGE')).toHaveLength(1);
  const { sunk, held } = await results();
  expect(sunk).toBe(4);
  expect(held).toMatchObject([
    { reason: 'record_too_large', payload: 'sealed', source: { offset: '3' } },
    { reason: 'record_too_large', payload: 'sealed', source: { offset: '5' } },
  ]);
});

it('a record for which the quarantine has become too small is kept as a reference, or stops its partition', async () => {
  await alter(topics.quarantine, { 'max.message.bytes': '20000' });
  await process(long());
  expect(refusals('MESSAGE_TOO_LARGE')).toHaveLength(2);

  await alter(topics.quarantine, { 'max.message.bytes': '200' });
  await write(short(), long());
  await run.waitForLine(({ msg, code }) => msg === 'partition paused' && code === 'quarantine.unfit', 'pause');
  expect(await run.metrics()).toContain('sigilo_partitions_paused{route="probe",reason="quarantine.unfit"} 1');
  const { sunk, held } = await results();
  expect(sunk).toBe(4);
  expect(held.at(-1)).toMatchObject({ reason: 'record_too_large', payload: 'omitted', source: { offset: '6' } });

  await alter(topics.quarantine, { 'max.message.bytes': '1100000' });
  await process();
  await run.waitForLine(({ msg }) => msg === 'partition resumed', 'end of the pause');
  expect(await run.metrics()).not.toContain('sigilo_partitions_paused{');
});

it('a record of the future stops no partition when the sink takes less of it than before', async () => {
  await process(short(Date.now() + 3 * HOUR));
  await alter(topics.sink, { 'message.timestamp.after.max.ms': '20000' });
  await process(short(), short(Date.now() + 3 * HOUR), short());
  expect(refusals('INVALID_TIMESTAMP')).toHaveLength(1);
  expect(await run.stop()).toEqual({ status: 0, signal: null });
  const { sunk, held } = await results();
  expect(sunk).toBe(8);
  expect(held.slice(-2)).toMatchObject([
    { reason: 'record_too_large', payload: 'sealed', source: { offset: '8' } },
    { reason: 'unexpected_shape', fieldPath: 'timestamp', source: { offset: '11' } },
  ]);
});
