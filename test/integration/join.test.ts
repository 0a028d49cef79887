import { Buffer } from 'node:buffer';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { readAllCommitted } from '../../deploy/local/read-committed.ts';
import { FRAME_BYTES, writeFrame } from '../../src/core/avro/wire-format.ts';
import { exactType } from '../scenarios/exact-long.ts';
import { CHAT, CHAT_VERSION_2, CLINICAL, chatMessage, clinicalMessage } from '../scenarios/join-records.ts';
import { registerSinks, registerSource, writePolicy } from './probe-records.ts';
import { createTopics, deleteTopics, produce } from './topics.ts';
import { cleanUpRuns, createWorkspace, startRun, waitUntilCommitted, writeConfig } from './worker-run.ts';

const stack = inject('stack');
let topics: Record<'chat' | 'chatSink' | 'clinical' | 'clinicalSink' | 'quarantine', string>;
let ids: { chat: number; clinical: number };

beforeAll(async () => {
  const quarantine = { config: { 'max.message.bytes': '1100000' } };
  topics = await createTopics(stack, { chat: {}, chatSink: {}, clinical: {}, clinicalSink: {}, quarantine });
  const [chat] = await registerSource(stack, topics.chat, [CHAT.schema as object, CHAT_VERSION_2]);
  const [clinical] = await registerSource(stack, topics.clinical, [CLINICAL.schema as object]);
  ids = { chat: chat as number, clinical: clinical as number };
});

afterAll(async () => {
  await cleanUpRuns();
  if (topics) await deleteTopics(stack, Object.values(topics));
});

function framed(schemaId: number, schema: unknown, record: object): Buffer {
  const type = exactType(schema);
  const body = type.toBuffer(type.fromString(JSON.stringify(record)));
  const value = Buffer.alloc(FRAME_BYTES + body.length);
  writeFrame(value, schemaId);
  body.copy(value, FRAME_BYTES);
  return value;
}

/** All tokens of CPFs in a record as the broker gives it: key, headers and value. */
function tokensOf({
  key,
  headers,
  value,
}: {
  key: Buffer | null;
  headers: readonly (readonly [string, Buffer | null])[];
  value: Buffer | null;
}) {
  const bytes = Buffer.concat([key, ...headers.map(([, content]) => content), value].filter((part) => part !== null));
  return [...bytes.toString('latin1').matchAll(/\[CPF~k1~[A-Z2-7]{16}\]/g)].map(([token]) => token);
}

describe('on the broker, over two routes of one worker', () => {
  it('one patient has one token as long, string, key, header and in text; a stranger and another tenant do not get it', async () => {
    const workspace = await createWorkspace();
    const { quarantine } = topics;
    const policies = [writePolicy(workspace, CHAT.policy, 'a.yaml'), writePolicy(workspace, CLINICAL.policy, 'b.yaml')];
    writeConfig(stack, workspace, {
      routes: [
        { name: 'chat', source: topics.chat, sink: topics.chatSink, quarantine, policies: [policies[0]] },
        { name: 'clinical', source: topics.clinical, sink: topics.clinicalSink, quarantine, policies: [policies[1]] },
      ],
    });
    await registerSinks(workspace);
    const chat = (...message: Parameters<typeof chatMessage>) => framed(ids.chat, CHAT.schema, chatMessage(...message));
    const clinical = (...message: Parameters<typeof clinicalMessage>) =>
      framed(ids.clinical, CLINICAL.schema, clinicalMessage(...message));
    await produce(stack, topics.chat, [
      { key: 'c', value: chat(1234567890, 'meu cpf 012.345.678-90'), headers: { 'patient-cpf': '012.345.678-90' } },
      { key: 'c', value: chat(11144477735, 'marque para 01234567890', { conversation: 'conversation-2' }) },
      { key: 'c', value: chat(1234567890, '', { tenant: 'coop-002' }) },
    ]);
    await produce(stack, topics.clinical, [
      { key: '01234567890', value: clinical('012.345.678-90', 'cpf 01234567890') },
      { key: '012.345.678-90', value: null },
    ]);
    const run = startRun(workspace);
    await run.waitForLine(({ msg }) => msg === 'partitions assigned', 'start');
    await waitUntilCommitted(stack, workspace.groupId, { [topics.chat]: [3], [topics.clinical]: [2] });
    expect(await run.stop()).toEqual({ status: 0, signal: null });

    const records = await readAllCommitted(stack, [topics.chatSink, topics.clinicalSink]);
    const read = (topic: string) => records.filter((record) => record.topic === topic).map(tokensOf);
    const [own = [], strangers = [], elsewhere = []] = read(topics.chatSink);
    const token = own[0] as string;
    expect(own).toEqual([token, token, token]);
    expect(read(topics.clinicalSink)).toEqual([[token, token, token], [token]]);
    expect(new Set(strangers).size).toBe(2);
    expect(strangers).not.toContain(token);
    expect(elsewhere).toHaveLength(1);
    expect(elsewhere).not.toContain(token);
    expect(await readAllCommitted(stack, [quarantine])).toHaveLength(0);
  });
});
