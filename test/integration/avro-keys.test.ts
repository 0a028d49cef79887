import { Buffer } from 'node:buffer';
import { join } from 'node:path';
import { type Schema, Type } from 'avsc';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { readAllCommitted, type TopicRecord } from '../../deploy/local/read-committed.ts';
import { rotateKeys } from '../../src/commands/keys.ts';
import { FRAME_BYTES, writeFrame } from '../../src/core/avro/wire-format.ts';
import { openAll } from './open-quarantine.ts';
import { registerSinks, writePolicy } from './probe-records.ts';
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

const stack = inject('stack');
const CPF = '52998224725';
const OTHER = '11144477735';
const FIELDS = ['cpf', 'text'].map((name) => ({ name, type: 'string' }));
const NOTE: Schema = { type: 'record', name: 'Note', namespace: 'br.sigilo.test', fields: FIELDS };
/** With a field that no rule names: the route of pairs drops it. */
const NICKNAMED: Schema = { ...NOTE, fields: [...FIELDS, { name: 'nickname', type: 'string' }] };
const NICKNAME = 'Tuca Bravatelli';
const PAIR: Schema = {
  type: 'record',
  name: 'NoteKey',
  namespace: 'br.sigilo.test',
  fields: [
    { name: 'cpf', type: 'long' },
    { name: 'seq', type: 'int' },
  ],
};
const ROUTES = { single: 'tokenize: CPF', pair: 'fields: { cpf: { tokenize: CPF }, seq: keep }' } as const;
const policy = (key: string) => `policy: note
record: br.sigilo.test.Note
profile: lgpd
tenant: { const: coop }
key: { as: avro, ${key} }
fields: { cpf: { tokenize: CPF }, text: { detect: { CPF: tokenize, '*': redact } } }
`;

type Name = keyof typeof ROUTES;
let topics: Record<Name | `${Name}Sink` | 'quarantine', string>;
let workspace: Workspace;
let records: readonly TopicRecord[];
let page: string;

beforeAll(async () => {
  const compact = { config: { 'cleanup.policy': 'compact' } };
  const quarantine = { config: { 'max.message.bytes': '1100000' } };
  topics = await createTopics(stack, {
    // Takes records without a key, which its sink refuses.
    single: {},
    singleSink: compact,
    pair: compact,
    pairSink: compact,
    quarantine,
  });
  workspace = await createWorkspace();
  configure('k1');
  const noteOf = {
    single: await register(`${topics.single}-value`, NOTE),
    pair: await register(`${topics.pair}-value`, NICKNAMED),
  };
  const single = await register(`${topics.single}-key`, 'string');
  const pair = await register(`${topics.pair}-key`, PAIR);
  await registerSinks(workspace);

  const note = (name: Name, cpf: string, text: string) =>
    framed(noteOf[name], name === 'pair' ? NICKNAMED : NOTE, { cpf, text, nickname: NICKNAME });
  const text = (key: string) => framed(single, 'string', key);
  await produce(stack, topics.single, [
    { key: text('529.982.247-25'), value: note('single', CPF, 'meu cpf é 529.982.247-25') },
    { key: text(CPF), value: note('single', CPF, '') },
    { key: text(OTHER), value: note('single', OTHER, '') },
    { key: Buffer.from(CPF), value: note('single', CPF, '') },
    { key: framed(2_000_000_000, 'string', CPF), value: null },
    { key: null, value: note('single', CPF, '') },
    { key: null, value: null },
    { key: text('529.982.247-25'), value: null },
  ] satisfies NewRecord[]);
  const both = (cpf: string, seq: number) => framed(pair, PAIR, { cpf: Number(cpf), seq });
  await produce(stack, topics.pair, [
    { key: both(CPF, 1), value: note('pair', OTHER, 'cpf 52998224725') },
    { key: both(CPF, 2), value: note('pair', CPF, '') },
    { key: both('00000000191', 1), value: note('pair', CPF, 'cpf 000.000.001-91') },
    { key: both(CPF, 1), value: null },
  ] satisfies NewRecord[]);

  const run = startRun(workspace);
  await waitUntilCommitted(stack, workspace.groupId, { [topics.single]: [8], [topics.pair]: [4] });
  page = await run.metrics();
  expect(await run.stop()).toEqual({ status: 0, signal: null });
  records = await readAllCommitted(stack, [topics.singleSink, topics.pairSink, topics.quarantine]);
});

afterAll(async () => {
  await cleanUpRuns();
  if (topics) await deleteTopics(stack, Object.values(topics));
});

function configure(active: string): void {
  const routes = (Object.keys(ROUTES) as Name[]).map((name) => {
    const policies = [writePolicy(workspace, policy(ROUTES[name]), `${name}.yaml`)];
    const uncovered = name === 'pair' ? 'drop' : 'quarantine';
    return {
      name,
      source: topics[name],
      sink: topics[`${name}Sink`],
      quarantine: topics.quarantine,
      policies,
      uncovered,
    };
  });
  writeConfig(stack, workspace, { keys: { active }, routes });
}

/** Registers a schema without any client, since those that we have take records alone; gives its id. */
async function register(subject: string, schema: Schema): Promise<number> {
  const response = await fetch(`${stack.registry}/subjects/${subject}/versions`, {
    method: 'POST',
    headers: { 'content-type': 'application/vnd.schemaregistry.v1+json' },
    body: JSON.stringify({ schema: JSON.stringify(schema) }),
  });
  return ((await response.json()) as { id: number }).id;
}

function framed(schemaId: number, schema: Schema, content: unknown): Buffer {
  const body = Type.forSchema(schema).toBuffer(content);
  const bytes = Buffer.alloc(FRAME_BYTES + body.length);
  writeFrame(bytes, schemaId);
  body.copy(bytes, FRAME_BYTES);
  return bytes;
}

/** Content and the subjects of what a reader finds, by the schema that the bytes themselves name. */
async function decoded(bytes: Buffer | null): Promise<{ content: unknown; subjects: readonly string[] } | null> {
  if (bytes === null) return null;
  const place = `${stack.registry}/schemas/ids/${bytes.readInt32BE(1)}`;
  const { schema } = (await (await fetch(place)).json()) as { schema: string };
  const versions = (await (await fetch(`${place}/versions`)).json()) as { subject: string }[];
  const content = Type.forSchema(JSON.parse(schema) as Schema).fromBuffer(bytes.subarray(FRAME_BYTES));
  return { content: JSON.parse(JSON.stringify(content)), subjects: versions.map(({ subject }) => subject) };
}

const inTopic = (topic: string) => records.filter((record) => record.topic === topic);
const keysOf = async (topic: string) => Promise.all(inTopic(topic).map(({ key }) => decoded(key)));
const valuesOf = async (topic: string) =>
  (await Promise.all(inTopic(topic).map(({ value }) => decoded(value)))).map((value) => value?.content ?? null);

describe('keys in Avro on compacted topics', () => {
  it('of one value: all spellings have one token, and the tombstone carries it', async () => {
    const keys = await keysOf(topics.singleSink);
    const [token, , other] = keys.map((key) => key?.content);
    expect(token).toMatch(/^\[CPF~k1~[A-Z2-7]{16}\]$/);
    expect(other).not.toBe(token);
    expect(keys.map((key) => key?.content)).toEqual([token, token, other, token]);
    for (const key of keys) expect(key?.subjects).toContain(`${topics.singleSink}-key`);
    expect(await valuesOf(topics.singleSink)).toEqual([
      { cpf: token, text: `meu cpf é ${token}` },
      { cpf: token, text: '' },
      { cpf: other, text: '' },
      null,
    ]);
    // What compaction leaves: the last of each key, byte for byte.
    const last = new Map(inTopic(topics.singleSink).map(({ key, value }) => [key?.toString('hex'), value]));
    expect([...last.values()].map((value) => value === null)).toEqual([true, false]);
  });

  it('of a record: each field by its rule, joined with fields and text of both routes', async () => {
    const [single] = await keysOf(topics.singleSink);
    const token = single?.content;
    const keys = await keysOf(topics.pairSink);
    const [, , third] = keys.map((key) => key?.content as { cpf: string; seq: number });
    expect(third?.cpf).not.toBe(token);
    expect(keys.map((key) => key?.content)).toEqual([
      { cpf: token, seq: 1 },
      { cpf: token, seq: 2 },
      { cpf: third?.cpf, seq: 1 },
      { cpf: token, seq: 1 },
    ]);
    for (const key of keys) expect(key?.subjects).toContain(`${topics.pairSink}-key`);
    expect(await valuesOf(topics.pairSink)).toMatchObject([
      { text: `cpf ${token}` },
      { cpf: token },
      { text: `cpf ${third?.cpf}` },
      null,
    ]);
    const [first, , , tombstone] = inTopic(topics.pairSink);
    expect(tombstone?.key).toEqual(first?.key);
  });

  it('that cannot be read, or are not there, are sealed, tombstones too', async () => {
    const opened = await openAll(inTopic(topics.quarantine), workspace.identity);
    const reasons = [...opened].map(([place, [record]]) => [
      place,
      record?.metadata.reason,
      record?.metadata.fieldPath,
    ]);
    expect(reasons).toEqual([
      [`${topics.single}/0/3`, 'malformed_avro', 'key'],
      [`${topics.single}/0/4`, 'unknown_schema', 'key'],
      [`${topics.single}/0/5`, 'unexpected_shape', 'key'],
      [`${topics.single}/0/6`, 'unexpected_shape', 'key'],
    ]);
    const [bare] = opened.get(`${topics.single}/0/3`) ?? [];
    expect(bare?.record.key?.toString()).toBe(CPF);
  });

  it('lose no record over a field of the value that the route drops, and that is counted', async () => {
    expect(metricOf(page, 'sigilo_uncovered_fields_dropped_total', { route: 'pair' })).toBe(3);
    expect(metricOf(page, 'sigilo_uncovered_fields_dropped_total', { route: 'single' })).toBe(0);
    for (const value of await valuesOf(topics.pairSink)) expect(Object.keys(value ?? {})).not.toContain('nickname');
  });

  it('leave nothing that was planted', () => {
    const sinks = [...inTopic(topics.singleSink), ...inTopic(topics.pairSink)];
    const bytes = Buffer.concat(sinks.flatMap(({ key, value }) => [key, value]).filter((part) => part !== null));
    const long = Type.forSchema('long').toBuffer(Number(CPF));
    for (const planted of [CPF, '529.982.247-25', OTHER, '000.000.001-91', NICKNAME, long])
      expect(bytes.includes(planted)).toBe(false);
  });

  it('are not written under another key version: the start is refused', async () => {
    expect(rotateKeys(join(workspace.directory, 'keys')).version).toBe('k2');
    configure('k2');
    const run = startRun(workspace);
    expect(await run.exited).toEqual({ status: 2, signal: null });
    const codes = run.lines().filter(({ level }) => level === 'error');
    for (const name of Object.keys(ROUTES))
      expect(codes).toContainEqual(expect.objectContaining({ code: 'sink.key_version', route: name }));
  });
});
