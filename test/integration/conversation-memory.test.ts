import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { readAllCommitted } from '../../deploy/local/read-committed.ts';
import { buildPipelines } from '../../src/build-pipelines.ts';
import { loadConfig } from '../../src/config.ts';
import { FRAME_BYTES } from '../../src/core/avro/wire-format.ts';
import { createKafkaPorts } from '../../src/io/kafka-client.ts';
import { openRegistry } from '../../src/open-registry.ts';
import { startWorker } from '../../src/worker.ts';
import { exactType } from '../scenarios/exact-long.ts';
import { frame, registerSinks, registerSource, text, writePolicy } from './probe-records.ts';
import { recordingTelemetry } from './recording-telemetry.ts';
import { createTopics, deleteTopics, type NewRecord, produce } from './topics.ts';
import {
  cleanUpRuns,
  createWorkspace,
  metricOf,
  startRun,
  type Workspace,
  waitUntilCommitted,
  writeConfig,
} from './worker-run.ts';

const FIELDS = ['id', 'tenant', 'talk', 'mrn', 'text'] as const;
const fields = FIELDS.map((name) => ({ name, type: 'string' }));
const SCHEMA = { type: 'record', name: 'Talk', namespace: 'br.sigilo.test', fields };
const SINK = exactType({ ...SCHEMA, name: 'Sink' });
const POLICY = `policy: talk
record: br.sigilo.test.Talk
profile: lgpd
tenant: { field: tenant }
key: { as: none }
conversation: talk
fields:
  id: { keep: { pattern: '[a-z0-9-]+', max: 20 } }
  tenant: { keep: { pattern: '[a-z]+', max: 20 } }
  talk: { tokenize: { type: OTHER_ID, domain: talk } }
  mrn: { tokenize: MRN }
  text: { detect: { MRN: tokenize, '*': redact } }
`;
/** Found in no text by itself. */
const MRN = '483920';
const MENTION = 'o 483920 chegou';

const stack = inject('stack');
const made: string[] = [];

interface Route {
  readonly workspace: Workspace;
  readonly source: string;
  readonly sink: string;
  readonly message: (id: string, more: Partial<Record<(typeof FIELDS)[number], string>>) => NewRecord;
}

async function createRoute(partitions = 1, memory: object = {}): Promise<Route> {
  const quarantine = { config: { 'max.message.bytes': '1100000' } };
  const topics = await createTopics(stack, { source: { partitions }, sink: { partitions }, quarantine });
  made.push(...Object.values(topics));
  const [schemaId = 0] = await registerSource(stack, topics.source, [SCHEMA]);
  const workspace = await createWorkspace();
  const policies = [writePolicy(workspace, POLICY)];
  writeConfig(stack, workspace, {
    kafka: { sessionTimeoutMs: 6_000 },
    routes: [{ name: 'talk', ...topics, policies, ...memory }],
  });
  await registerSinks(workspace);
  const message: Route['message'] = (id, more) => {
    const content = { id, tenant: 'coop', talk: 'conversation-1', mrn: '', text: '', ...more };
    const partition = content.talk.endsWith('2') && partitions > 1 ? 1 : 0;
    return { key: content.talk, partition, value: frame(schemaId, ...FIELDS.map((name) => text(content[name]))) };
  };
  return { workspace, ...topics, message };
}

/** The sink's records by id, and which were not there exactly once. */
async function readSink({ sink }: Route) {
  const records = await readAllCommitted(stack, [sink]);
  const read = records.map(({ value }) => SINK.fromBuffer(value!.subarray(FRAME_BYTES)) as Record<string, string>);
  const byId = new Map(read.map((record) => [record.id as string, record]));
  return { byId, count: records.length };
}

afterAll(async () => {
  await cleanUpRuns();
  await deleteTopics(stack, made);
});

describe('what a conversation told', () => {
  let route: Route;

  beforeAll(async () => {
    route = await createRoute();
  });

  it('is found in its later texts, of no other conversation and no other tenant, and also after a crash', async () => {
    const { workspace, source, message } = route;
    const offsets = (count: number) => waitUntilCommitted(stack, workspace.groupId, { [source]: [count] });
    await produce(stack, source, [message('told', { mrn: MRN })]);
    const first = startRun(workspace);
    await offsets(1);
    await produce(stack, source, [
      message('later', { text: MENTION }),
      message('other-talk', { talk: 'conversation-9', text: MENTION }),
      message('other-tenant', { tenant: 'other', text: MENTION }),
      message('no-talk', { talk: 'short', text: MENTION }),
    ]);
    await offsets(5);
    expect(metricOf(await first.metrics(), 'sigilo_conversation_memory_findings_total')).toBe(1);
    process.kill(first.pid, 'SIGKILL');
    await first.exited;
    await produce(stack, source, [message('after-crash', { text: MENTION })]);
    const second = startRun(workspace);
    await offsets(6);
    const page = await second.metrics();
    expect(await second.stop()).toEqual({ status: 0, signal: null });
    expect(metricOf(page, 'sigilo_conversation_memory_rebuilds_total', { outcome: 'rebuilt' })).toBe(1);
    expect(metricOf(page, 'sigilo_records_consumed_total')).toBe(1);

    const { byId, count } = await readSink(route);
    expect([count, byId.size]).toEqual([6, 6]);
    const token = byId.get('told')!.mrn;
    expect(token).toMatch(/^\[MRN~k1~[A-Z2-7]{16}\]$/);
    for (const id of ['later', 'after-crash']) expect(byId.get(id)!.text, id).toBe(`o ${token} chegou`);
    for (const id of ['other-talk', 'other-tenant', 'no-talk']) expect(byId.get(id)!.text, id).not.toContain('MRN');
  });
});

describe('after a rebalance', () => {
  it('the new owner of a partition knows it, and each record is there exactly once', async () => {
    const route = await createRoute(2);
    const { workspace, source, message } = route;
    const [one, two] = ['conversation-1', 'conversation-2'];
    const both = (id: string, more: object) => [
      message(`${id}-1`, { talk: one, ...more }),
      message(`${id}-2`, { talk: two, ...more }),
    ];
    const offsets = (count: number) => waitUntilCommitted(stack, workspace.groupId, { [source]: [count, count] });
    await produce(stack, source, both('told', { mrn: MRN }));
    const first = startRun(workspace);
    await offsets(1);
    const second = startRun(workspace);
    await second.waitForLine(
      ({ msg, partitions }) => msg === 'partitions assigned' && (partitions as number[]).length === 1,
      'one partition',
    );
    await produce(stack, source, both('shared', { text: MENTION }));
    await offsets(2);
    await first.stop();
    await second.waitForLine(
      ({ msg, partitions }) => msg === 'partitions assigned' && (partitions as number[]).length === 2,
      'both partitions',
    );
    await produce(stack, source, both('alone', { text: MENTION }));
    await offsets(3);
    await second.stop();

    const { byId, count } = await readSink(route);
    expect([count, byId.size]).toEqual([6, 6]);
    const token = byId.get('told-1')!.mrn;
    for (const id of ['shared-1', 'shared-2', 'alone-1', 'alone-2'])
      expect(byId.get(id)!.text, id).toBe(`o ${token} chegou`);
  });
});

describe('a batch that was aborted', () => {
  it('leaves nothing: its second try sees what the first saw', async () => {
    const route = await createRoute();
    const { workspace, source, message } = route;
    // Were the field remembered from the first try, the second would find it in the text before it.
    await produce(stack, source, [
      message('before', { text: MENTION }),
      message('told', { mrn: MRN }),
      message('after', { text: MENTION }),
    ]);
    const config = loadConfig(workspace.configFile);
    const pipelines = await buildPipelines(config, openRegistry(config.registry), () => performance.now());
    const marks: string[] = [];
    let aborts = 0;
    const worker = await startWorker({
      kafka: config.kafka,
      routes: pipelines.map((pipeline) => ({ pipeline, fromStart: false })),
      telemetry: recordingTelemetry((mark) => void marks.push(mark)),
      createPorts: (logCreator) => {
        const ports = createKafkaPorts(config.kafka, { logCreator });
        const failOnce = <Transaction extends { commit: () => Promise<void> }>(
          transaction: Transaction,
        ): Transaction => {
          if (aborts > 0) return transaction;
          aborts += 1;
          return { ...transaction, commit: () => Promise.reject(new Error('lost')) };
        };
        return {
          ...ports,
          createProducer: (id) => {
            const producer = ports.createProducer(id);
            return { ...producer, transaction: async () => failOnce(await producer.transaction()) };
          },
        };
      },
    });
    await waitUntilCommitted(stack, workspace.groupId, { [source]: [3] });
    await worker.stop(8_000);
    expect([aborts, marks.includes('failed')]).toEqual([1, true]);

    const { byId, count } = await readSink(route);
    expect([count, byId.size]).toEqual([3, 3]);
    expect(byId.get('before')!.text).not.toContain('MRN');
    expect(byId.get('after')!.text).toBe(`o ${byId.get('told')!.mrn} chegou`);
  });
});

describe('a route without memory', () => {
  it('remembers nothing', async () => {
    const route = await createRoute(1, { memory: { records: 0 } });
    const { workspace, source, message } = route;
    await produce(stack, source, [message('told', { mrn: MRN }), message('later', { text: MENTION })]);
    const run = startRun(workspace);
    await waitUntilCommitted(stack, workspace.groupId, { [source]: [2] });
    await run.stop();
    expect((await readSink(route)).byId.get('later')!.text).not.toContain('MRN');
  });
});
