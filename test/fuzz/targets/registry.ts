import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';
import { SigiloError } from '../../../src/errors.ts';
import { createRegistryRequest } from '../../../src/io/registry-request.ts';
import { createSchemaRegistry } from '../../../src/io/schema-registry.ts';
import type { Random } from '../../core/avro/random.ts';
import { ODD_TEXTS } from '../copied-values.ts';
import { type FuzzTarget, hold, type OpenTarget } from '../fuzz-target.ts';
import { mutateBytes, randomBytesOf } from '../mutate-bytes.ts';

const TIMEOUT_MS = 150;
const SCHEMA = JSON.stringify({ type: 'record', name: 'R', fields: [{ name: 'a', type: 'string' }] });
const STATUSES = [200, 200, 200, 200, 204, 301, 400, 401, 403, 404, 404, 409, 422, 429, 500, 503, 999];
const BODIES = [
  ...[
    '',
    'null',
    '[]',
    '{}',
    '7',
    '"x"',
    '[1,2,3]',
    '[{"a":1}]',
    '{"id":1}',
    '{"id":-1}',
    '{"id":1e400}',
    '{"id":"1"}',
  ],
  ...[
    '{"schema":7}',
    '{"schema":"{"}',
    '{"schema":null}',
    '{"error_code":40403}',
    '{"error_code":"40403","message":{}}',
  ],
  ...['{"is_compatible":1}', '{"is_compatible":true}', '<html>', '{"__proto__":{"schema":"x"}}', '['.repeat(20_000)],
  JSON.stringify({ schema: SCHEMA, schemaType: 'AVRO', id: 3, version: 2 }),
  JSON.stringify({ schema: SCHEMA, schemaType: 'PROTOBUF' }),
  JSON.stringify({ schema: SCHEMA, references: [{ name: 'a', subject: '../../x', version: -1 }, 7, null] }),
  JSON.stringify({
    schema: SCHEMA,
    references: Array.from({ length: 300 }, () => ({ name: 'a', subject: 's', version: 1 })),
  }),
];

function randomAnswer(random: Random): Buffer {
  const body = random.chance(0.8) ? Buffer.from(random.pick(BODIES)) : randomBytesOf(random, 200);
  const headers = [
    `HTTP/1.1 ${random.pick(STATUSES)} x`,
    `content-type: ${random.pick(['application/json', 'x', ''])}`,
  ];
  if (random.chance(0.1)) headers.push(`x-odd: ${random.pick(ODD_TEXTS)}`);
  if (random.chance(0.1)) headers.push('location: http://127.0.0.1:1/', 'set-cookie: a=b');
  if (random.chance(0.1)) headers.push(`date: ${random.pick(ODD_TEXTS)}`);
  const isChunked = random.chance(0.2);
  const size = random.chance(0.9) ? body.length : random.pick([0, 5, 2 ** 40, -1]);
  headers.push(isChunked ? 'transfer-encoding: chunked' : `content-length: ${size}`, 'connection: close');
  const chunks = isChunked
    ? [Buffer.from(`${body.length.toString(16)}\r\n`), body, Buffer.from('\r\n0\r\n\r\n')]
    : [body];
  const whole = Buffer.concat([Buffer.from(`${headers.join('\r\n')}\r\n\r\n`), ...chunks]);
  return random.chance(0.3) ? mutateBytes(whole, random) : whole;
}

async function open(): Promise<OpenTarget> {
  let answer: () => Buffer | null = () => null;
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {}).on('close', () => sockets.delete(socket));
    socket.once('data', () => {
      const bytes = answer();
      // Null hangs: the time-out must end it.
      if (bytes !== null) socket.end(bytes);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const run = async (random: Random): Promise<void> => {
    answer = () => (random.chance(0.01) ? null : randomAnswer(random));
    const registry = createSchemaRegistry({
      ...{
        send: createRegistryRequest({ url, timeoutMs: TIMEOUT_MS }),
        now: () => performance.now(),
        sleep: async () => {},
      },
    });
    const subject = random.pick(['s-value', ...ODD_TEXTS]);
    const operations = [
      async () => hold((await registry.schemasByIds([1, 2, 2])).size === 2, 'each id has its answer'),
      async () =>
        hold(
          ['number', 'object'].includes(typeof (await registry.lookupId(subject, { type: 'string' }))),
          'an id or null',
        ),
      async () => hold((await registry.versions(subject)).every(Number.isInteger), 'versions are numbers'),
      async () => hold(typeof (await registry.schemaOfVersion(subject, 'latest')) === 'object', 'a version or null'),
      async () => hold(typeof (await registry.isCompatible(subject, 'string')) === 'boolean', 'compatible or not'),
      async () => hold(Number.isInteger(await registry.register(subject, 'string')), 'an id'),
    ];
    await random
      .pick(operations)()
      .catch((error: unknown) => {
        if (!(error instanceof SigiloError)) throw error;
        hold(
          error.code.startsWith('registry.') || error.code === 'schema.invalid',
          'a fault of the registry is told as one',
        );
        hold(!JSON.stringify(error.context).includes('PROTOBUF'), 'a fault quotes no answer');
      });
  };
  const close = () => {
    for (const socket of sockets) socket.destroy();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return { run, close };
}

/** Answers of a registry: status, headers, chunks and bodies of any kind, cut, broken, or none at all. */
export const registry: FuzzTarget = { name: 'registry', boundMs: 30_000, open };
