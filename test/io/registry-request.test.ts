import { afterEach, describe, expect, it } from 'vitest';
import { SigiloError } from '../../src/errors.ts';
import { createRegistryRequest } from '../../src/io/registry-request.ts';
import { answerJson, type Script, type ScriptedRegistry, startScriptedRegistry } from './scripted-registry.ts';

const PLANTED = '529.982.247-25';

let server: ScriptedRegistry;
afterEach(() => server.close());

async function send(script: Script, options: { timeoutMs?: number; auth?: boolean } = {}) {
  server = await startScriptedRegistry(script);
  const request = createRegistryRequest({
    url: server.url,
    timeoutMs: options.timeoutMs ?? 5_000,
    ...(options.auth && { auth: { username: 'user', password: () => 'pä:ss' } }),
  });
  return request('GET', '/schemas/ids/1');
}

async function failure(script: Script, timeoutMs?: number): Promise<SigiloError> {
  const outcome = await send(script, timeoutMs === undefined ? {} : { timeoutMs }).catch((error: unknown) => error);
  expect(outcome).toBeInstanceOf(SigiloError);
  return outcome as SigiloError;
}

describe('an answer', () => {
  it('is its status and its JSON', async () => {
    expect(await send((_, response) => answerJson(response, 200, { schema: '"int"' }))).toEqual({
      status: 200,
      json: { schema: '"int"' },
    });
    expect(server.requests).toEqual(['GET /apis/ccompat/v7/schemas/ids/1']);
  });

  it.each([
    ['HTML', `<html>${PLANTED}</html>`],
    ['nothing', ''],
    ['half of JSON', `{"schema": "${PLANTED}`],
  ])('of %s has no JSON', async (_, body) => {
    expect(await send((_request, response) => response.end(body))).toEqual({ status: 200, json: undefined });
  });

  it('that redirects is not followed', async () => {
    const script: Script = (_, response) => response.writeHead(302, { location: '/elsewhere' }).end();
    expect(await send(script)).toEqual({ status: 302, json: undefined });
    expect(server.requests).toHaveLength(1);
  });
});

describe('a request', () => {
  it('carries the credentials, in UTF-8', async () => {
    await send((_, response) => answerJson(response, 200, {}), { auth: true });
    expect(server.headers[0]?.authorization).toBe(`Basic ${Buffer.from('user:pä:ss').toString('base64')}`);
  });

  it('sends its content as JSON', async () => {
    let received = '';
    server = await startScriptedRegistry((_, response, body) => {
      received = body;
      answerJson(response, 200, {});
    });
    await createRegistryRequest({ url: `${server.url}/`, timeoutMs: 5_000 })('POST', '/subjects/a', { schema: 'é' });
    expect(received).toBe('{"schema":"é"}');
    expect(server.requests).toEqual(['POST /apis/ccompat/v7/subjects/a']);
  });
});

describe('a failure is registry.unavailable, retryable and without content:', () => {
  it.each<[string, Script, string]>([
    ['a hang', () => {}, 'TimeoutError'],
    ['a hang after the headers', (_, response) => void response.writeHead(200).write('{'), 'TimeoutError'],
    [
      'a slow drip',
      (_, response) => {
        const drip = setInterval(() => response.write(' '), 20);
        response.on('close', () => clearInterval(drip));
      },
      'TimeoutError',
    ],
    ['a closed connection', (request) => void request.socket.destroy(), 'Error'],
    [
      'a body that breaks off',
      (_, response) => {
        response.writeHead(200, { 'content-length': 100 });
        response.write(`{"schema": "${PLANTED}`, () => response.destroy());
      },
      'Error',
    ],
    [
      'an endless body',
      (_, response) => {
        const chunk = Buffer.alloc(262_144, 0x20);
        const pour = () => {
          while (!response.destroyed && response.write(chunk));
        };
        response.on('drain', pour);
        pour();
      },
      'BodyTooLarge',
    ],
    ['what is not HTTP', (request) => void request.socket.end(`${PLANTED}\r\n\r\n`), 'Error'],
  ])('%s', async (name, script, thrown) => {
    const error = await failure(script, name === 'an endless body' ? 5_000 : 200);
    expect(error).toMatchObject({ code: 'registry.unavailable', retryable: true, context: { thrown } });
    expect(error.message).not.toContain(PLANTED);
    expect(error.cause).toBeUndefined();
  });

  it('nobody listens', async () => {
    server = await startScriptedRegistry(() => {});
    await server.close();
    const request = createRegistryRequest({ url: server.url, timeoutMs: 5_000 });
    await expect(request('GET', '/subjects')).rejects.toMatchObject({ code: 'registry.unavailable', retryable: true });
  });
});
