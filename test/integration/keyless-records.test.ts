import kafkajs, { type KafkaJSProtocolError } from 'kafkajs';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { readAllCommitted } from '../../deploy/local/read-committed.ts';
import { readQuarantineMetadata } from '../../src/core/quarantine.ts';
import { plant, probe, probeSchema, registerSinks, registerSource, writePolicy } from './probe-records.ts';
import { createTopics, deleteTopics, type NewRecord, produce, withAdmin } from './topics.ts';
import {
  cleanUpRuns,
  createWorkspace,
  startRun,
  type WorkerRun,
  type Workspace,
  waitFor,
  waitUntilCommitted,
  writeConfig,
} from './worker-run.ts';

const stack = inject('stack');
const COMPACT = { 'cleanup.policy': 'compact' };
const MODES = { strict: 'exactly_once', plain: 'at_least_once', late: 'exactly_once' } as const;
type Name = keyof typeof MODES;
const NAMES = Object.keys(MODES) as Name[];

let topics: Record<Name | `${Name}Sink` | 'quarantine', string>;
let workspace: Workspace;
let schemaId: number;
let run: WorkerRun;
const written: Record<Name, number> = { strict: 0, plain: 0, late: 0 };

beforeAll(async () => {
  topics = await createTopics(stack, {
    ...{ strict: {}, strictSink: { config: COMPACT } },
    ...{ plain: {}, plainSink: { config: { 'cleanup.policy': 'compact,delete' } } },
    ...{ late: {}, lateSink: {} },
    quarantine: { config: { 'max.message.bytes': '1100000' } },
  });
  for (const name of NAMES) [schemaId] = (await registerSource(stack, topics[name], [probeSchema()])) as [number];
  workspace = await createWorkspace();
  const policies = [writePolicy(workspace)];
  const routes = NAMES.map((name) => ({
    ...{ name, mode: MODES[name], policies },
    ...{ source: topics[name], sink: topics[`${name}Sink`], quarantine: topics.quarantine },
  }));
  writeConfig(stack, workspace, { routes });
  await registerSinks(workspace);
  run = startRun(workspace);
});

afterAll(async () => {
  await cleanUpRuns();
  if (topics) await deleteTopics(stack, Object.values(topics));
});

const keyed = (): NewRecord => {
  const planted = plant();
  return { key: planted.key, value: probe(schemaId, planted) };
};
const keyless = (): NewRecord => ({ key: null, value: probe(schemaId, plant()) });
const tombstone = (): NewRecord => ({ key: null, value: null });

async function process(name: Name, ...records: readonly NewRecord[]): Promise<void> {
  await produce(stack, topics[name], records);
  written[name] += records.length;
  await waitUntilCommitted(stack, workspace.groupId, { [topics[name]]: [written[name]] });
}

/** What a broker answers to a record without a key. */
const answerOf = (topic: string): Promise<string> =>
  produce(stack, topic, [{ key: null, value: 'from elsewhere' }]).then(
    () => 'accepted',
    (error: KafkaJSProtocolError) => error.type,
  );

/** Offsets of the source that arrived in the sink, in its order, and the open part of what is in quarantine. */
async function results(name: Name) {
  const records = await readAllCommitted(stack, [topics[`${name}Sink`], topics.quarantine]);
  const sunk = records
    .filter(({ topic }) => topic === topics[`${name}Sink`])
    .flatMap(({ headers }) => new Map(headers).get('sigilo-source')?.toString().split('/').slice(2) ?? []);
  const held = records
    .filter(({ topic }) => topic === topics.quarantine)
    .map(({ value }) => readQuarantineMetadata(value!))
    .filter(({ route }) => route === name);
  return { sunk, held };
}

const failed = (name: Name) =>
  run.lines().filter(({ msg, route }) => msg.startsWith('transaction failed') && route === name);

it.each(['strict', 'plain'] as const)(
  'go to the quarantine where the sink is compacted, and those behind them arrive: %s',
  async (name) => {
    expect(await answerOf(topics[`${name}Sink`])).toBe('INVALID_RECORD');
    await process(name, keyed(), keyless(), tombstone(), keyed());
    const { sunk, held } = await results(name);
    expect(sunk).toEqual(['0', '3']);
    const quarantined = { reason: 'unexpected_shape', fieldPath: 'key', payload: 'sealed', attempt: 1 };
    expect(held).toMatchObject([
      { ...quarantined, source: { offset: '1' } },
      { ...quarantined, source: { offset: '2' } },
    ]);
    expect(failed(name)).toEqual([]);
  },
);

it('stop no partition when its sink is compacted from now on', async () => {
  await process('late', keyed(), keyless(), tombstone());
  await withAdmin(stack, async (admin) => {
    const configEntries = Object.entries(COMPACT).map(([name, value]) => ({ name, value }));
    const resources = [{ type: kafkajs.ConfigResourceTypes.TOPIC, name: topics.lateSink, configEntries }];
    await admin.alterConfigs({ validateOnly: false, resources });
  });
  await waitFor(async () => (await answerOf(topics.lateSink)) === 'INVALID_RECORD' || null, 'compaction');
  await process('late', keyed(), keyless(), tombstone(), keyed());
  expect(failed('late')).toMatchObject([{ code: 'sink.unavailable', errorType: 'INVALID_RECORD' }]);
  // The new cleanup policy is known now: no further send is refused.
  await process('late', keyless(), keyed());
  expect(failed('late')).toHaveLength(1);
  expect(await run.stop()).toEqual({ status: 0, signal: null });
  const { sunk, held } = await results('late');
  expect(sunk).toEqual(['0', '1', '2', '3', '6', '8']);
  expect(held.map(({ reason, fieldPath, source }) => [reason, fieldPath, source.offset])).toEqual(
    ['4', '5', '7'].map((offset) => ['unexpected_shape', 'key', offset]),
  );
});
