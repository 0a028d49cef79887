import { request } from 'node:http';
import { createConnection } from 'node:net';
import { adminPages, openListener, publicPages } from '../../../src/io/http-server.ts';
import type { Random } from '../../core/avro/random.ts';
import { ODD_TEXTS } from '../copied-values.ts';
import { Broken, type FuzzTarget, hold, type OpenTarget } from '../fuzz-target.ts';
import { mutateBytes, randomBytesOf } from '../mutate-bytes.ts';

const TOKEN = 'a-token-of-the-operator';
const SECRET = 'routes-of-this-worker';
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'TRACE', 'CONNECT', 'get', 'X', ''];
const PATHS = [
  ...['/metrics', '/livez', '/readyz', '/startupz', '/status', '/', '', '*', '//metrics', '/metrics/', '/metrics?x=1'],
  ...[
    '/../etc/passwd',
    '/..%2f..%2fetc/passwd',
    '/%2e%2e/status',
    '/metrics%00',
    '/__proto__',
    '/constructor',
    '/METRICS',
  ],
  ...['http://127.0.0.1/metrics', '/metrics#a', '/\\..\\', `/${'a'.repeat(20_000)}`, '/status\r\nX: y'],
];
const HEADERS = [
  ...['Host: x', 'Host: ', 'Content-Length: 5', 'Content-Length: -1', 'Content-Length: 99999999999999999999'],
  ...['Transfer-Encoding: chunked', 'Transfer-Encoding: gzip, chunked', 'Connection: upgrade', 'Upgrade: websocket'],
  ...['Expect: 100-continue', 'Range: bytes=0-', `X: ${'a'.repeat(9_000)}`, 'Connection: keep-alive', ': x', 'X y: z'],
  ...[
    'Authorization: Bearer x',
    'Authorization: Bearer ',
    'Authorization: Basic Zm9v',
    'Authorization: bearer a-token-of-the-operator ',
  ],
];

function randomRequest(random: Random): Buffer {
  const headers = Array.from({ length: random.below(6) }, () =>
    random.chance(0.8) ? random.pick(HEADERS) : `x: ${random.pick(ODD_TEXTS)}`,
  );
  const line = `${random.pick(METHODS)} ${random.pick(PATHS)} ${random.pick(['HTTP/1.1', 'HTTP/1.0', 'HTTP/9.9', 'x', ''])}`;
  const body = random.chance(0.3) ? randomBytesOf(random, 100) : Buffer.alloc(0);
  const whole = Buffer.concat([Buffer.from(`${[line, ...headers].join('\r\n')}\r\n\r\n`), body]);
  if (random.chance(0.1)) return randomBytesOf(random, 200);
  return random.chance(0.4) ? mutateBytes(whole, random) : whole;
}

/** Sends the bytes, perhaps in two parts, and gives what came back until the other side or we ended the connection. */
function send(port: number, bytes: Buffer, random: Random): Promise<string> {
  return new Promise((resolve) => {
    const socket = createConnection(port, '127.0.0.1');
    let received = '';
    const over = () => {
      clearTimeout(timer);
      socket.destroy();
      resolve(received);
    };
    // What waits for more of the request is left standing: the listener's own limits end it.
    const timer = setTimeout(over, 5 + random.below(20));
    socket.on('data', (chunk: Buffer) => {
      received += chunk.toString('latin1');
    });
    socket.on('error', () => {}).on('close', over);
    const cut = random.chance(0.3) ? random.below(bytes.length + 1) : bytes.length;
    socket.write(bytes.subarray(0, cut));
    if (cut < bytes.length && random.chance(0.7)) socket.write(bytes.subarray(cut));
    if (random.chance(0.3)) socket.end();
  });
}

function ask(port: number, path: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const asking = request({ host: '127.0.0.1', port, path, headers, agent: false, timeout: 4_000 }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode ?? 0));
    });
    asking.on('timeout', () => asking.destroy(new Error()));
    asking.on('error', () => reject(new Broken('the listener answers others')));
    asking.end();
  });
}

async function open(): Promise<OpenTarget> {
  const probes = { live: () => true, ready: () => true, started: () => true };
  const metrics = async () => ({ contentType: 'text/plain', body: 'sigilo_build_info 1\n' });
  const base = { host: '127.0.0.1', port: 0 };
  const pages = publicPages({ ...probes, metrics });
  const open = await openListener({ ...base, setting: 'http.port', pages });
  const admin = await openListener({
    ...{ ...base, setting: 'http.adminPort', token: () => TOKEN, pages: adminPages(() => ({ routes: SECRET })) },
  });
  const run = async (random: Random): Promise<void> => {
    const isAdmin = random.chance(0.5);
    const { port } = isAdmin ? admin : open;
    const received = await send(port, randomRequest(random), random);
    hold(!received.includes(SECRET), 'the status page needs the token');
    hold(received === '' || /^HTTP\/1\.1 \d{3} /.test(received), 'an answer is one of HTTP');
    hold(!/etc\/passwd|root:|\bat .*\.ts:/.test(received), 'an answer holds no file, path or stack');
    if (!random.chance(0.2)) return;
    hold((await ask(open.port, '/livez', {})) === 200, 'the listener answers others');
    hold((await ask(admin.port, '/status', { authorization: `Bearer ${TOKEN}` })) === 200, 'the operator is let in');
  };
  const close = async () => {
    await Promise.all([open.close(), admin.close()]);
  };
  return { run, close };
}

/** Requests to the listeners for metrics, probes and the operator: malformed, cut, slow, with odd methods, paths and tokens. */
export const httpRequests: FuzzTarget = { name: 'http-requests', boundMs: 15_000, open };
