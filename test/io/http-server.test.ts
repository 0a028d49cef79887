import { once } from 'node:events';
import { request } from 'node:http';
import { createConnection } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { adminPages, type Listener, openListener, publicPages } from '../../src/io/http-server.ts';

const PLANTED = '529.982.247-25';
const TOKEN = 'a-token-of-the-operator';

const state = { live: true, ready: false, started: false };
let open: Listener[];

beforeEach(() => {
  open = [];
  Object.assign(state, { live: true, ready: false, started: false });
});

afterEach(async () => {
  for (const listener of open) await listener.close();
});

async function start(options: Partial<Parameters<typeof openListener>[0]> = {}): Promise<string> {
  const pages = publicPages({
    metrics: async () => ({ contentType: 'text/plain; version=0.0.4', body: 'sigilo_build_info 1\n' }),
    live: () => state.live,
    ready: () => state.ready,
    started: () => state.started,
  });
  const listener = await openListener({ host: '127.0.0.1', port: 0, setting: 'http.port', pages, ...options });
  open.push(listener);
  return `http://127.0.0.1:${listener.port}`;
}

const admin = () =>
  start({ setting: 'http.adminPort', token: () => TOKEN, pages: adminPages(() => ({ routes: ['chat'] })) });

/** Sends bytes as they are and gives everything that comes back until the connection ends. */
async function raw(url: string, bytes: string): Promise<string> {
  const socket = createConnection(Number(new URL(url).port), '127.0.0.1');
  let received = '';
  socket.on('data', (chunk) => {
    received += chunk;
  });
  socket.on('error', () => {});
  socket.write(bytes);
  await once(socket, 'close');
  return received;
}

describe('pages for this machine', () => {
  const localPages = adminPages(async () => ({ routes: ['chat'] }));

  it('are served to callers on it, beside the public ones', async () => {
    const url = await start({ localPages });
    expect(await (await fetch(`${url}/status`)).json()).toEqual({ routes: ['chat'] });
    expect((await fetch(`${url}/metrics`)).status).toBe(200);
  });

  it('do not exist for a caller with another address', async () => {
    const url = await start({ localPages });
    const { status, body } = await new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
      const caller = request(`${url}/status`, { localAddress: '127.0.0.2' }, (response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (text: string) => {
          body += text;
        });
        response.on('end', () => resolve({ status: response.statusCode, body }));
      });
      caller.on('error', reject).end();
    });
    expect([status, body]).toEqual([404, 'not found\n']);
  });
});

describe('the public listener', () => {
  it('serves metrics', async () => {
    const response = await fetch(`${await start()}/metrics?x=1`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4');
    expect(await response.text()).toBe('sigilo_build_info 1\n');
  });

  it.each([
    ['/livez', 'live'],
    ['/readyz', 'ready'],
    ['/startupz', 'started'],
  ] as const)('serves %s as 200 or 503', async (path, name) => {
    const url = await start();
    state[name] = true;
    expect((await fetch(url + path)).status).toBe(200);
    state[name] = false;
    const response = await fetch(url + path);
    expect([response.status, await response.text()]).toEqual([503, 'not ok\n']);
  });

  it.each([
    ['GET', '/', 404],
    ['GET', `/${PLANTED}`, 404],
    ['GET', '/metrics/', 404],
    ['GET', '/__proto__', 404],
    ['GET', '/constructor', 404],
    ['GET', '/status', 404],
    ['POST', '/metrics', 405],
    ['DELETE', '/livez', 405],
    ['OPTIONS', '/metrics', 405],
    ['HEAD', '/metrics', 200],
  ])('answers %s %s with %i', async (method, path, status) => {
    const response = await fetch((await start()) + path, { method });
    expect(response.status).toBe(status);
    expect(await response.text()).not.toContain(PLANTED);
  });

  it('gives nothing of a request back', async () => {
    const headers = { 'x-planted': PLANTED, cookie: PLANTED, referer: `http://${PLANTED}/` };
    const response = await fetch(`${await start()}/${PLANTED}?q=${PLANTED}`, { headers });
    expect(JSON.stringify([...response.headers]) + (await response.text())).not.toContain(PLANTED);
  });

  it('says 500 and no more when a page fails', async () => {
    const pages = {
      '/metrics': () => {
        throw new Error(PLANTED);
      },
    };
    const response = await fetch(`${await start({ pages })}/metrics`);
    expect([response.status, await response.text()]).toEqual([500, 'internal\n']);
  });

  it.each([
    ['a body', 'GET /metrics HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\n\r\nhello', 'HTTP/1.1 413'],
    ['chunks', 'GET /metrics HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n', 'HTTP/1.1 413'],
    ['huge headers', `GET /metrics HTTP/1.1\r\nhost: x\r\nx: ${'a'.repeat(20_000)}\r\n\r\n`, ''],
    ['what is not HTTP', `${PLANTED}\r\n\r\n`, ''],
  ])('ends the connection after %s', async (_, bytes, expected) => {
    const received = await raw(await start(), bytes);
    expect(received.startsWith(expected)).toBe(true);
    expect(received).not.toContain(PLANTED);
  });
});

describe('the admin listener', () => {
  it('shows the status to whoever has the token', async () => {
    const response = await fetch(`${await admin()}/status`, { headers: { authorization: `Bearer ${TOKEN}` } });
    expect([response.status, await response.json()]).toEqual([200, { routes: ['chat'] }]);
  });

  it.each([
    ['no token', {}],
    ['a wrong one', { authorization: 'Bearer wrong' }],
    ['a longer one', { authorization: `Bearer ${TOKEN}x` }],
    ['another scheme', { authorization: `Basic ${TOKEN}` }],
  ])('refuses %s, whatever the path', async (_, headers) => {
    const url = await admin();
    for (const path of ['/status', '/elsewhere']) {
      const response = await fetch(url + path, { headers });
      expect([response.status, response.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
    }
  });
});

describe('opening and closing', () => {
  it('rejects with http.port when the port is taken', async () => {
    const port = Number(new URL(await start()).port);
    await expect(start({ port })).rejects.toMatchObject({
      code: 'http.port',
      context: { setting: 'http.port', actual: port },
    });
  });

  it('ends connections that are kept alive', async () => {
    const url = await start();
    await (await fetch(`${url}/livez`)).text();
    await open.pop()?.close();
    await expect(fetch(`${url}/livez`)).rejects.toThrow();
  });
});
