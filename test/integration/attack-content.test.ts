import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { SchemaRegistry as RegistryClient } from '@kafkajs/confluent-schema-registry';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { readAllCommitted, type TopicRecord } from '../../deploy/local/read-committed.ts';
import { loadSchemas, loadTypes, SCHEMA_FOLDER } from '../../src/commands/demo/schemas.ts';
import { parseSchema, type SchemaJson } from '../../src/core/avro/schema.ts';
import { readQuarantineMetadata } from '../../src/core/quarantine.ts';
import { createRandom } from '../core/avro/random.ts';
import { splitBlocks } from '../fuzz/split-blocks.ts';
import {
  type AttackRow,
  type ChatObject,
  FAKE,
  FAKE_ROWS,
  GUARD_ROWS,
  LOG_ROWS,
  message,
  ofVictim,
  PLANT_ROWS,
  patient,
  TYPED_ROWS,
  VICTIM,
} from './attack-rows.ts';
import { frame, registerSinks, registerSource, writePolicy } from './probe-records.ts';
import { createTopics, deleteTopics, type NewRecord, produce } from './topics.ts';
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
const HOUR_MS = 3_600_000;
const NOW = Date.now() - HOUR_MS;
const ALL_ROWS = [...TYPED_ROWS, ...FAKE_ROWS, ...GUARD_ROWS, ...PLANT_ROWS, ...LOG_ROWS];
const PLAIN_TEXT =
  'sinto dor de cabeça, fui ao hospital agora e não passa; a febre foi 38, quero consulta e exame hoje';
/** So many encodings of one message. */
const ENCODINGS = 6;

const { chat: schema, chatNext } = loadSchemas();
const node = parseSchema(schema as unknown as SchemaJson);
const type = loadTypes().chat;
/** Map and lists of some length, so that there are blocks to split. */
const LISTED = message({
  metadata: { note: 'a', locale: 'pt-BR', app_version: '1.2' },
  sender: patient({ phones: Array.from({ length: 9 }, (_, index) => `+55 11 9876${index}-4321`) }),
});

let topics: Record<'source' | 'sink' | 'quarantine', string>;
let run: WorkerRun;
let exit: Exit;
let metrics: string;
let records: NewRecord[];
/** Where each row's record stands, and each of the victim's. */
const offsetOf = new Map<AttackRow, number>();
const ordinary: number[] = [];
const encoded: number[] = [];
let victimAt: number;
let sinks: Map<number, TopicRecord>;
let sinkCount: number;
let blocked: Map<number, { readonly reason: string; readonly fieldPath?: string | undefined }>;
let client: RegistryClient;

function add(
  schemaId: number,
  object: ChatObject,
  more: Partial<NewRecord> = {},
  body = type.toBuffer(object),
): number {
  const key = Buffer.from(String(object.conversation_id));
  return records.push({ partition: 0, key, timestamp: String(NOW), ...more, value: frame(schemaId, body) }) - 1;
}

beforeAll(async () => {
  const anyTime = { 'message.timestamp.after.max.ms': '9223372036854775807' };
  topics = await createTopics(stack, {
    source: { config: anyTime },
    sink: { config: { 'max.message.bytes': '4000000', ...anyTime } },
    quarantine: { config: { 'max.message.bytes': '2200000' } },
  });
  const workspace = await createWorkspace();
  const policies = [writePolicy(workspace, readFileSync(`${SCHEMA_FOLDER}chat-message.policy.yaml`, 'utf8'))];
  writeConfig(stack, workspace, { routes: [{ name: 'chat', ...topics, policies }] });
  const [schemaId = 0] = await registerSource(stack, topics.source, [schema, chatNext]);
  await registerSinks(workspace);
  records = [];
  victimAt = add(schemaId, ofVictim('bom dia'));
  for (const row of ALL_ROWS) {
    const { key, headers, timestamp } = row;
    offsetOf.set(
      row,
      add(schemaId, row.object, { ...(key && { key }), ...(headers && { headers }), ...(timestamp && { timestamp }) }),
    );
    ordinary.push(add(schemaId, message({ conversation_id: `wa-${randomUUID()}`, text: PLAIN_TEXT })));
  }
  // The victim again, in the conversation that the attacker wrote into.
  ordinary.push(add(schemaId, ofVictim(PLAIN_TEXT)));
  const plain = type.toBuffer(LISTED);
  for (let index = 0; index < ENCODINGS; index += 1) {
    const body = index === 0 ? plain : splitBlocks(node, plain, createRandom(index));
    encoded.push(add(schemaId, LISTED, { timestamp: String(NOW - (NOW % HOUR_MS) + index) }, body));
  }
  // Kafka's clients cannot write a batch whose times lie that far apart.
  const far = records.findIndex(({ timestamp }) => timestamp?.startsWith('-'));
  for (const part of [records.slice(0, far), records.slice(far, far + 1), records.slice(far + 1)])
    await produce(stack, topics.source, part);
  run = startRun(workspace);
  await run.waitForLine(({ msg }) => msg === 'worker started', 'start');
  await waitUntilCommitted(stack, workspace.groupId, { [topics.source]: [records.length] });
  metrics = await waitFor(async () => {
    const page = await run.metrics();
    return metricOf(page, 'sigilo_records_consumed_total') < records.length ? null : page;
  }, 'metrics of all records');
  exit = await run.stop();
  client = new RegistryClient({ host: stack.registry });
  const forwarded = await readAllCommitted(stack, [topics.sink]);
  const offsetIn = ({ headers }: TopicRecord) =>
    Number(new Map(headers).get('sigilo-source')!.toString().split('/')[2]);
  sinkCount = forwarded.length;
  sinks = new Map(forwarded.map((record) => [offsetIn(record), record]));
  const sealed = await readAllCommitted(stack, [topics.quarantine]);
  blocked = new Map(
    sealed.map(({ value }) => {
      const { source, reason, fieldPath } = readQuarantineMetadata(value!);
      return [Number(source.offset), { reason, fieldPath }];
    }),
  );
});

afterAll(async () => {
  await cleanUpRuns();
  if (topics) await deleteTopics(stack, Object.values(topics));
});

/** All bytes of a sink record as text. */
function everything(record: TopicRecord | undefined): string {
  if (!record) return '';
  const headers = record.headers.flatMap(([name, value]) => [name, value?.toString('latin1') ?? '']);
  return [record.key?.toString('latin1'), record.value?.toString('latin1'), ...headers].join('\n');
}

async function decode(offset: number): Promise<Record<string, never> & { readonly text: string }> {
  return client.decode(sinks.get(offset)!.value!);
}

/** The token of the victim's CPF, as the sink record of the victim's first message has it. */
const tokenOf = (): string => /\[CPF~k1~[A-Z2-7]{16}\]/.exec(everything(sinks.get(victimAt)))?.[0] ?? 'no token';

describe('each attack', () => {
  it.each(ALL_ROWS.map((row) => [row.name, row.expected, row] as const))('%s: %s', (_name, expected, row) => {
    const offset = offsetOf.get(row)!;
    const outcome = sinks.has(offset) ? 'forward' : (blocked.get(offset)?.reason ?? 'lost');
    if (expected === 'either') expect(['forward', 'leak_blocked']).toContain(outcome);
    else expect(outcome).toBe(expected);
  });

  it('happened: the guard blocked records, and only those that it should', () => {
    const blockedRows = [...offsetOf].filter(([, offset]) => blocked.get(offset)?.reason === 'leak_blocked');
    expect(blockedRows.length).toBeGreaterThan(1);
    expect(metricOf(metrics, 'sigilo_leaks_blocked_total')).toBe(blockedRows.length);
    for (const offset of ordinary) expect(blocked.get(offset)).toBeUndefined();
  });
});

describe('the stream of everyone else', () => {
  it('goes on: each record is there once, no breaker is open, nothing failed', () => {
    expect(sinkCount + blocked.size).toBe(records.length);
    for (const offset of ordinary) expect(sinks.has(offset)).toBe(true);
    expect(metricOf(metrics, 'sigilo_breaker_open')).toBe(0);
    expect(metricOf(metrics, 'sigilo_transactions_total', { outcome: 'failed' })).toBe(0);
    expect(exit).toEqual({ status: 0, signal: null });
    expect(run.stderr()).toBe('');
  });

  it('keeps its own times beside a time of no calendar', () => {
    const hour = NOW - (NOW % HOUR_MS);
    for (const offset of ordinary) expect(sinks.get(offset)!.timestamp).toBe(hour);
  });

  it('keeps the words that somebody planted as names, in other conversations and in the one that was forged', async () => {
    for (const offset of ordinary) expect((await decode(offset)).text).toBe(PLAIN_TEXT);
  });
});

describe('the token of somebody’s CPF', () => {
  it('stands in no record of somebody who only typed the CPF', () => {
    const token = tokenOf();
    expect(token).not.toBe('no token');
    for (const row of TYPED_ROWS) {
      const sink = everything(sinks.get(offsetOf.get(row)!));
      expect(sink).not.toBe('');
      expect(sink.includes(token.slice(8, -1))).toBe(false);
      expect(sink.includes(VICTIM.cpf)).toBe(false);
    }
  });

  it('is the same for each record that has the CPF in its field, by which it can be seen at all', () => {
    const token = tokenOf();
    expect(everything(sinks.get(ordinary.at(-1)!)).includes(token)).toBe(true);
  });
});

describe('what looks like Sigilo’s own writing', () => {
  it('is taken for somebody’s number, and dropped from headers', () => {
    for (const row of FAKE_ROWS) expect(everything(sinks.get(offsetOf.get(row)!)).includes(FAKE)).toBe(false);
    const names = sinks.get(offsetOf.get(FAKE_ROWS.at(-1)!)!)!.headers.map(([name]) => name);
    expect(names).toEqual(['sigilo-plan', 'sigilo-source']);
  });
});

describe('one content in several encodings', () => {
  it('is the same bytes in the sink, with the same key and time', () => {
    const bodies = encoded.map((offset) => records[offset]!.value as Buffer);
    expect(new Set(bodies.map((body) => body.toString('hex'))).size).toBe(ENCODINGS);
    const seen = encoded.map((offset) => {
      const { key, value, timestamp, headers } = sinks.get(offset)!;
      const named = headers.filter(([name]) => name !== 'sigilo-source').map(([name, content]) => `${name}=${content}`);
      return [key?.toString('hex'), value?.toString('hex'), timestamp, ...named].join();
    });
    expect(new Set(seen).size).toBe(1);
  });
});

describe('the log', () => {
  it('is one printable object a line, with nothing of a record', () => {
    const lines = run.stdout().trimEnd().split('\n');
    expect(lines.length).toBeGreaterThan(5);
    for (const line of lines) {
      expect(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(line)).toBe(false);
      expect(['debug', 'info', 'warn']).toContain((JSON.parse(line) as { level: string }).level);
    }
    for (const page of [run.stdout(), metrics])
      for (const needle of ['[2J', 'fatal', VICTIM.cpf, 'Bracamonte', FAKE]) expect(page.includes(needle)).toBe(false);
  });
});
