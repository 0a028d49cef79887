import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SigiloError } from '../../src/errors.ts';
import { createRegistryRequest } from '../../src/io/registry-request.ts';
import { createSchemaRegistry, type RegistryOutcome, type SchemaRegistry } from '../../src/io/schema-registry.ts';
import {
  answerJson,
  NOT_FOUND,
  type Script,
  type ScriptedRegistry,
  startScriptedRegistry,
} from './scripted-registry.ts';

const PLANTED = '529.982.247-25';
const SCHEMA = { type: 'record', name: 'Chat', fields: [{ name: 'text', type: 'string', 'confluent:tags': ['PII'] }] };

let server: ScriptedRegistry;
let registry: SchemaRegistry;
let script: Script;
let time: number;
let sleeps: number[];
let outcomes: RegistryOutcome[];

beforeEach(async () => {
  time = 0;
  sleeps = [];
  outcomes = [];
  server = await startScriptedRegistry((request, response, body) => script(request, response, body));
  registry = createSchemaRegistry({
    send: createRegistryRequest({ url: server.url, timeoutMs: 5_000 }),
    now: () => time,
    sleep: async (milliseconds) => {
      sleeps.push(milliseconds);
    },
    onRequest: (outcome) => outcomes.push(outcome),
  });
});

afterEach(() => server.close());

const paths = () => server.requests.map((request) => request.replace('/apis/ccompat/v7', ''));

describe('a schema by its id', () => {
  it('comes as its own JSON, custom attributes included, and is asked for once', async () => {
    script = (_, response) => answerJson(response, 200, { schema: JSON.stringify(SCHEMA) });
    const found = { kind: 'avro', schema: SCHEMA, references: [] };
    expect(await Promise.all([registry.schemaById(7), registry.schemaById(7)])).toEqual([found, found]);
    expect(await registry.schemaById(7)).toEqual(found);
    expect(paths()).toEqual(['GET /schemas/ids/7']);
    expect(outcomes).toEqual(['ok']);
  });

  it('comes with everything that it refers to, the deepest first, each once', async () => {
    const reference = (name: string) => ({ name, subject: `subject/${name}`, version: 1 });
    const schemas: Record<string, unknown> = {
      '/schemas/ids/7': { schema: '"top"', schemaType: 'AVRO', references: [reference('a'), reference('b')] },
      '/subjects/subject%2Fa/versions/1': { schema: '"a"', references: [reference('b')] },
      '/subjects/subject%2Fb/versions/1': { schema: '"b"' },
    };
    script = (request, response) =>
      answerJson(response, 200, schemas[request.url?.replace('/apis/ccompat/v7', '') ?? '']);
    expect(await registry.schemaById(7)).toEqual({ kind: 'avro', schema: 'top', references: ['b', 'a'] });
    expect(server.requests).toHaveLength(3);
  });

  it('survives references in a circle', async () => {
    const references = [{ name: 'a', subject: 'a', version: 1 }];
    script = (_, response) => answerJson(response, 200, { schema: '"x"', references });
    expect(await registry.schemaById(7)).toEqual({ kind: 'avro', schema: 'x', references: ['x'] });
  });

  it.each([
    ['JSON Schema', { schema: '{}', schemaType: 'JSON' }],
    ['Protobuf', { schema: 'syntax', schemaType: 'PROTOBUF' }],
    ['Avro that is no JSON', { schema: `${PLANTED} {` }],
  ])('is unsupported when it is %s', async (_, content) => {
    script = (_request, response) => answerJson(response, 200, content);
    expect(await registry.schemaById(7)).toEqual({ kind: 'unsupported' });
  });

  it('is unsupported when a reference is gone', async () => {
    const references = [{ name: 'a', subject: 'a', version: 1 }];
    script = (request, response) =>
      request.url?.includes('/ids/')
        ? answerJson(response, 200, { schema: '"x"', references })
        : answerJson(response, 404, { error_code: 40402, message: PLANTED });
    expect(await registry.schemaById(7)).toEqual({ kind: 'unsupported' });
  });
});

describe('an answer that is not what was asked for', () => {
  it.each<[string, unknown, () => Promise<unknown>]>([
    ['a schema', ['a'], () => registry.schemaById(7)],
    ['a schema without text', { schema: 1 }, () => registry.schemaById(7)],
    ['references', { schema: '"int"', references: [{ subject: 1 }] }, () => registry.schemaById(7)],
    ['an id', { id: '7' }, () => registry.lookupId('s', SCHEMA)],
    ['versions', { versions: [1] }, () => registry.versions('s')],
    ['a version', { version: 1, schema: '"int"' }, () => registry.schemaOfVersion('s', 1)],
    ['a verdict', { is_compatible: 'yes' }, () => registry.isCompatible('s', SCHEMA)],
    ['a new id', [], () => registry.register('s', SCHEMA)],
  ])('in place of %s counts as unavailable, like the call', async (_, content, call) => {
    script = (_request, response) => answerJson(response, 200, content);
    await expect(call()).rejects.toMatchObject({ code: 'registry.unavailable', retryable: true });
    expect(outcomes).toEqual(['unavailable']);
  });
});

describe('an unknown id', () => {
  it('is found when the second question finds it', async () => {
    script = (_, response) =>
      server.requests.length === 1
        ? answerJson(response, 404, NOT_FOUND)
        : answerJson(response, 200, { schema: '"int"' });
    expect(await registry.schemaById(7)).toMatchObject({ kind: 'avro' });
    expect(sleeps).toEqual([100]);
    expect(outcomes).toEqual(['not_found', 'ok']);
  });

  it('is asked twice, then not for 30 seconds', async () => {
    script = (_, response) => answerJson(response, 404, NOT_FOUND);
    expect(await registry.schemaById(7)).toEqual({ kind: 'unknown' });
    time = 29_999;
    expect(await registry.schemaById(7)).toEqual({ kind: 'unknown' });
    expect(server.requests).toHaveLength(2);
    time = 30_000;
    await registry.schemaById(7);
    expect(server.requests).toHaveLength(4);
  });

  it('is forgotten first when 1,000 others come after it', async () => {
    script = (_, response) => answerJson(response, 404, NOT_FOUND);
    const ids = Array.from({ length: 1_001 }, (_, index) => index);
    await registry.schemasByIds(ids);
    const asked = server.requests.length;
    await registry.schemaById(1_000);
    expect(server.requests).toHaveLength(asked);
    await registry.schemaById(0);
    expect(server.requests).toHaveLength(asked + 2);
  });
});

describe('the ids of a batch', () => {
  it('are each asked once, at most 8 at a time, the others paced after 64', async () => {
    script = (_, response) => setTimeout(() => answerJson(response, 200, { schema: '"int"' }), 1);
    const ids = Array.from({ length: 150 }, (_, index) => index % 140);
    const answers = await registry.schemasByIds(ids);
    expect(answers.size).toBe(140);
    expect(server.requests).toHaveLength(140);
    expect(server.mostAtOnce).toBeLessThanOrEqual(8);
    expect(sleeps).toEqual([250, 250]);
  });

  it('are not all asked in a flood of unknown ones: the smallest are, and the others when they come again', async () => {
    const REAL = 70;
    script = (request, response) =>
      request.url?.endsWith(`/${REAL}`)
        ? answerJson(response, 200, { schema: '"int"' })
        : answerJson(response, 404, NOT_FOUND);
    // Waiting is all that takes time here: the second question about each unknown id, and the pauses.
    let spent = 0;
    const flooded = createSchemaRegistry({
      send: createRegistryRequest({ url: server.url, timeoutMs: 5_000 }),
      now: () => spent,
      sleep: async (milliseconds) => {
        spent += milliseconds / 8;
      },
      onRequest: (outcome) => outcomes.push(outcome),
    });
    const made = (from: number) => Array.from({ length: 5_000 }, (_, index) => from + index * 7);
    const first = await flooded.schemasByIds([...made(1_000_000), REAL]);
    expect(first.get(REAL)).toMatchObject({ kind: 'avro' });
    expect(first.size).toBeGreaterThan(100);
    expect(first.size).toBeLessThan(500);
    expect(spent).toBeLessThan(8_000);
    expect(outcomes.filter((outcome) => outcome === 'not_asked')).toHaveLength(5_001 - first.size);
    // Until it is patient again, some of each batch are asked.
    const next = await flooded.schemasByIds([...made(2_000_000), 71]);
    expect(next.size).toBe(8);
    expect(next.get(71)).toEqual({ kind: 'unknown' });
    spent += 200_000;
    const later = await flooded.schemasByIds(made(3_000_000));
    expect(later.size).toBeGreaterThan(100);
    expect([...later.values()].every(({ kind }) => kind === 'unknown')).toBe(true);
  });

  it('are all asked, however many and slow, where they are known', async () => {
    script = (_, response) => answerJson(response, 200, { schema: '"int"' });
    const slow = createSchemaRegistry({
      send: async (...request) => {
        time += 1_000;
        return createRegistryRequest({ url: server.url, timeoutMs: 5_000 })(...request);
      },
      now: () => time,
      sleep: async () => {},
    });
    expect((await slow.schemasByIds(Array.from({ length: 300 }, (_, index) => index))).size).toBe(300);
  });

  it('all fail with the first failure, and what was found stays known', async () => {
    script = (request, response) =>
      request.url?.endsWith('/3') ? response.writeHead(500).end() : answerJson(response, 200, { schema: '"int"' });
    const ids = Array.from({ length: 60 }, (_, index) => index);
    await expect(registry.schemasByIds(ids)).rejects.toMatchObject({ code: 'registry.unavailable' });
    expect(server.requests.length).toBeLessThan(40);
    const asked = server.requests.length;
    await registry.schemaById(0);
    expect(server.requests).toHaveLength(asked);
  });
});

describe('what is not an answer about the schema', () => {
  const json =
    (status: number, content: unknown): Script =>
    (_, response) =>
      answerJson(response, status, content);
  const body =
    (status: number, text: string): Script =>
    (_, response) =>
      response.writeHead(status).end(text);

  it.each<[string, Script, string]>([
    ['500', json(500, { message: PLANTED }), 'registry.unavailable'],
    ['500 with a body of null', json(500, null), 'registry.unavailable'],
    ['503', body(503, PLANTED), 'registry.unavailable'],
    ['401', json(401, { message: PLANTED }), 'registry.unauthorized'],
    ['403', body(403, PLANTED), 'registry.unauthorized'],
    ['429', body(429, PLANTED), 'registry.unavailable'],
    ['a redirect', (_, response) => response.writeHead(302, { location: `/${PLANTED}` }).end(), 'registry.unavailable'],
    ['404 of a proxy', body(404, `<html>${PLANTED}`), 'registry.unavailable'],
    ['404 with JSON of something else', json(404, { message: PLANTED }), 'registry.unavailable'],
    ['HTML', body(200, `<html>${PLANTED}`), 'registry.unavailable'],
    ['half of JSON', body(200, `{"schema": "${PLANTED}`), 'registry.unavailable'],
    ['JSON null', json(200, null), 'registry.unavailable'],
    ['a list', json(200, [PLANTED]), 'registry.unavailable'],
    ['a schema that is no text', json(200, { schema: { type: PLANTED } }), 'registry.unavailable'],
    ['references that are no list', json(200, { schema: '"int"', references: PLANTED }), 'registry.unavailable'],
    [
      'a reference without version',
      json(200, { schema: '"int"', references: [{ subject: PLANTED }] }),
      'registry.unavailable',
    ],
  ])('%s is retryable and not quoted', async (_, answer, code) => {
    script = answer;
    const error = await registry.schemaById(7).catch((thrown: SigiloError) => thrown);
    expect(error).toMatchObject({ code, retryable: true });
    expect(`${(error as SigiloError).stack}${JSON.stringify(error)}`).not.toContain(PLANTED);
    script = json(200, { schema: '"int"' });
    expect(await registry.schemaById(7)).toMatchObject({ kind: 'avro' });
  });
});

describe('subjects', () => {
  it('tell the id of a schema that they hold', async () => {
    let received = '';
    script = (_, response, text) => {
      received = text;
      answerJson(response, 200, { id: 12, version: 1 });
    };
    expect(await registry.lookupId('chat/raw-value', SCHEMA)).toBe(12);
    expect(JSON.parse(JSON.parse(received).schema)).toEqual(SCHEMA);
    expect(paths()).toEqual(['POST /subjects/chat%2Fraw-value']);
  });

  it.each([
    ['a subject that is not there', 40401],
    ['a schema that is not there', 40403],
  ])('tell nothing of %s', async (_, error_code) => {
    script = (_request, response) => answerJson(response, 404, { error_code });
    expect(await registry.lookupId('a', SCHEMA)).toBeNull();
    expect(await registry.versions('a')).toEqual([]);
    expect(await registry.schemaOfVersion('a', 'latest')).toBeNull();
    expect(await registry.isCompatible('a', SCHEMA)).toBe(true);
  });

  it('tell their versions in order, and each with its schema', async () => {
    script = (request, response) =>
      answerJson(response, 200, request.url?.endsWith('/versions') ? [3, 1] : { id: 5, version: 3, schema: '"int"' });
    expect(await registry.versions('a')).toEqual([1, 3]);
    expect(await registry.schemaOfVersion('a', 3)).toMatchObject({ id: 5, version: 3, lookup: { schema: 'int' } });
  });

  it.each([
    [200, { is_compatible: true }, true],
    [200, { is_compatible: false }, false],
    [422, { error_code: 42201, message: PLANTED }, false],
  ])('tell compatibility (%i)', async (status, content, expected) => {
    script = (_, response) => answerJson(response, status, content);
    expect(await registry.isCompatible('a', SCHEMA)).toBe(expected);
    expect(paths()).toEqual(['POST /compatibility/subjects/a/versions/latest']);
  });

  it('take a new schema', async () => {
    script = (_, response) => answerJson(response, 200, { id: 9 });
    expect(await registry.register('a', SCHEMA)).toBe(9);
    expect(paths()).toEqual(['POST /subjects/a/versions']);
  });

  it.each([409, 422])('refuse a schema with %i', async (status) => {
    script = (_, response) => answerJson(response, status, { error_code: status * 100, message: PLANTED });
    const error = await registry.register('a', SCHEMA).catch((thrown: SigiloError) => thrown);
    expect(error).toMatchObject({ code: 'registry.incompatible', context: { subject: 'a', status } });
    expect((error as SigiloError).message).not.toContain(PLANTED);
  });

  it.each([[{}], [{ id: 'x' }], [[]]])('that answer %j are in trouble', async (content) => {
    script = (_, response) => answerJson(response, 200, content);
    await expect(registry.lookupId('a', SCHEMA)).rejects.toMatchObject({ code: 'registry.unavailable' });
    await expect(registry.register('a', SCHEMA)).rejects.toMatchObject({ code: 'registry.unavailable' });
    await expect(registry.isCompatible('a', SCHEMA)).rejects.toMatchObject({ code: 'registry.unavailable' });
    await expect(registry.schemaOfVersion('a', 1)).rejects.toMatchObject({ code: 'registry.unavailable' });
  });
});
