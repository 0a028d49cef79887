import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createSecureContext, createServer, type Server } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Certificate, createAuthority, issueCertificate } from '../../deploy/local/certificates.ts';
import { SigiloError } from '../../src/errors.ts';
import type { KafkaSettings } from '../../src/io/kafka-client.ts';
import { createKafkaLogCreator } from '../../src/io/kafka-client-log.ts';
import type { LogFields } from '../../src/telemetry-events.ts';
import { reachBrokers } from '../../src/worker/reach-brokers.ts';

let stranger: Certificate;
let server: Server;
let connections = 0;

beforeAll(async () => {
  const authority = await createAuthority('authority');
  stranger = await createAuthority('stranger');
  const { certificate: cert, key } = await issueCertificate(authority, { name: 'b', hosts: ['IP:127.0.0.1'] });
  server = createServer({ cert, key });
  server.on('connection', () => {
    connections += 1;
  });
  server.on('tlsClientError', () => {});
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

/** Tries to reach brokers that cannot be; gives the error and what the log told. */
async function attempt(settings: Partial<KafkaSettings>, patienceMs?: number) {
  const lines: LogFields[] = [];
  const createLog = createKafkaLogCreator((_level, _message, fields) => lines.push(fields ?? {}));
  const { port } = server.address() as AddressInfo;
  const all = { brokers: [`127.0.0.1:${port}`], clientId: 'sigilo', groupId: 'sigilo', ...settings };
  const error = await reachBrokers(all, createLog, patienceMs).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(SigiloError);
  return { error: error as SigiloError, lines };
}

describe('a start that cannot reach the brokers', () => {
  it('ends at the first try where TLS does not vouch for them, and says what to do', async () => {
    connections = 0;
    const secureContext = () => createSecureContext({ ca: stranger.certificate });
    const { error, lines } = await attempt({ ssl: { secureContext } });
    expect(error).toMatchObject({
      code: 'kafka.tls',
      retryable: false,
      context: { errorType: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' },
    });
    expect(error.message).toMatch(/unknown authority: name it as kafka\.ssl\.ca/);
    expect(connections).toBe(1);
    expect(lines[0]).toMatchObject({ code: 'kafka.tls', errorType: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' });
  });

  it('ends at the first try while its files cannot be used', async () => {
    connections = 0;
    const secureContext = () => {
      throw new SigiloError('config.secret_unreadable', { setting: 'kafka.ssl.key' });
    };
    const { error, lines } = await attempt({ ssl: { secureContext } });
    expect(error).toMatchObject({ code: 'config.secret_unreadable', context: { setting: 'kafka.ssl.key' } });
    expect(connections).toBe(0);
    expect(lines[0]).toMatchObject({ code: 'config.secret_unreadable', setting: 'kafka.ssl.key' });
  });

  it('tries each address, then waits no longer than it was told', async () => {
    const brokers = ['127.0.0.1:1', '127.0.0.1:2', '[::1]:3'];
    const { error, lines } = await attempt({ brokers }, 0);
    expect(error).toMatchObject({ code: 'kafka.unavailable', context: { thrown: 'KafkaJSNumberOfRetriesExceeded' } });
    const tried = lines.flatMap(({ broker }) => (broker ? [broker] : []));
    expect(tried).toEqual(['127.0.0.1:1', '127.0.0.1:2', expect.stringContaining(']:3')]);
  });
});
