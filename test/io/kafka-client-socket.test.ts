import { once } from 'node:events';
import { createServer as createPlainServer, type Server, type Socket } from 'node:net';
import { createSecureContext, createServer, type SecureContext, type TLSSocket, type TlsOptions } from 'node:tls';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Certificate, createAuthority, issueCertificate } from '../../deploy/local/certificates.ts';
import { readFault } from '../../src/core/connection-fault.ts';
import { SigiloError } from '../../src/errors.ts';
import { createSocketFactory, escapeAddress, type SocketSettings } from '../../src/io/kafka-client/socket.ts';

const HOSTS = ['DNS:localhost', 'IP:127.0.0.1'];

let authority: Certificate;
let stranger: Certificate;
let broker: Certificate;
let client: Certificate;
let renewed: Certificate;

beforeAll(async () => {
  authority = await createAuthority('authority');
  stranger = await createAuthority('stranger');
  broker = await issueCertificate(authority, { name: 'broker', hosts: HOSTS });
  client = await issueCertificate(authority, { name: 'first' });
  renewed = await issueCertificate(authority, { name: 'second' });
});

const servers: Server[] = [];
const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});

async function listen(server: Server): Promise<number> {
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as { port: number }).port;
}

/** A broker that tells whose certificate it has seen. */
async function startBroker(certificate: Certificate, options: TlsOptions = {}): Promise<number> {
  const { certificate: cert, key } = certificate;
  const server = createServer({ cert, key, ...options }, (socket: TLSSocket) => {
    socket.on('error', () => {});
    socket.end(`${socket.getPeerCertificate().subject?.CN ?? 'nobody'}`);
  });
  server.on('tlsClientError', () => {});
  return listen(server);
}

const trusting = (ca: Certificate, own?: Certificate): SecureContext =>
  createSecureContext({ ca: ca.certificate, ...(own && { cert: own.certificate, key: own.key }) });

/** Opens a socket as kafkajs does; gives what the broker said, or the fault of the socket's error. */
function open(settings: SocketSettings, port: number, host = '127.0.0.1') {
  return new Promise<unknown>((resolve) => {
    const socket = createSocketFactory(settings)({ host, port, ssl: {}, onConnect: () => {} });
    sockets.push(socket);
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(readFault(error.code) ?? error.code));
    socket.on('data', (data: Buffer) => resolve(data.toString()));
  });
}

const withTls = (context: () => SecureContext): SocketSettings => ({ ssl: { secureContext: context } });

describe('a socket', () => {
  it.each(['127.0.0.1', 'localhost'])('is opened to a broker of our authority that is named %s', async (host) => {
    const port = await startBroker(broker);
    expect(
      await open(
        withTls(() => trusting(authority)),
        port,
        host,
      ),
    ).toBe('nobody');
  });

  it('shows the certificate that is on disk when it is opened', async () => {
    const port = await startBroker(broker, { requestCert: true, rejectUnauthorized: true, ca: authority.certificate });
    let own = client;
    const settings = withTls(() => trusting(authority, own));
    expect(await open(settings, port)).toBe('first');
    own = renewed;
    expect(await open(settings, port)).toBe('second');
  });

  it('is opened without TLS where none is wanted', async () => {
    const port = await listen(createPlainServer((socket) => void socket.end('plain')));
    expect(await open({}, port)).toBe('plain');
    expect(await open({ sasl: {} }, port)).toBe('plain');
  });

  it('with credentials but without TLS goes to this machine only, whatever a broker names', async () => {
    const refused = { code: 'kafka.tls', detail: 'PLAINTEXT_REFUSED' };
    expect(await open({ sasl: {} }, 9, 'kafka.example')).toEqual(refused);
    expect(await open({ sasl: {}, ssl: null }, 9, '10.0.0.1')).toEqual(refused);
  });

  it('is opened to IPv6 addresses, which kafkajs would cut', async () => {
    expect(['[::1]:9093', 'kafka:9092'].map(escapeAddress)).toEqual(['[%3A%3A1]:9093', 'kafka:9092']);
    expect(escapeAddress('[::1]:9093').split(':')).toEqual(['[%3A%3A1]', '9093']);
    expect(await open({}, 1, '[%3A%3A1]')).toMatch(/^E(CONNREFUSED|ADDRNOTAVAIL|AFNOSUPPORT)$/);
  });
});

describe('a socket fails as kafka.tls', () => {
  it.each<[string, () => Promise<number>, () => SecureContext, string | RegExp]>([
    ['an unknown authority', () => startBroker(broker), () => trusting(stranger), 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
    [
      'another host name',
      async () => startBroker(await issueCertificate(authority, { name: 'a', hosts: ['DNS:other'] })),
      () => trusting(authority),
      'ERR_TLS_CERT_ALTNAME_INVALID',
    ],
    [
      'an expired certificate',
      async () => startBroker(await issueCertificate(authority, { name: 'a', hosts: HOSTS, days: -1 })),
      () => trusting(authority),
      'CERT_HAS_EXPIRED',
    ],
    [
      'no certificate of ours where one is wanted',
      () => startBroker(broker, { requestCert: true, rejectUnauthorized: true, ca: authority.certificate }),
      () => trusting(authority),
      /^ERR_SSL_/,
    ],
    [
      'a port that does not speak TLS',
      () =>
        listen(
          createPlainServer(
            (socket) =>
              void socket
                .on('error', () => {})
                .resume()
                .end('not TLS at all'),
          ),
        ),
      () => trusting(authority),
      /^(EPROTO|ERR_SSL_)/,
    ],
  ])('for %s', async (_, start, context, detail) => {
    const fault = await open(withTls(context), await start());
    expect(fault).toEqual({ code: 'kafka.tls', detail: expect.stringMatching(detail) });
  });
});

describe('a socket fails as one that is not reached', () => {
  it('when the peer hangs up before TLS is made', async () => {
    const port = await listen(createPlainServer((socket) => void socket.once('data', () => socket.destroy())));
    const fault = { code: 'kafka.unavailable', detail: 'TLS_HANDSHAKE_CUT' };
    expect(
      await open(
        withTls(() => trusting(authority)),
        port,
      ),
    ).toEqual(fault);
  });

  it('when nobody listens, with the code of the system', async () => {
    expect(
      await open(
        withTls(() => trusting(authority)),
        1,
      ),
    ).toBe('ECONNREFUSED');
  });

  it('while the files of TLS cannot be used, without touching the network', async () => {
    const settings = withTls(() => {
      throw new SigiloError('config.secret_unreadable', { setting: 'kafka.ssl.key' });
    });
    expect(await open(settings, 1)).toEqual({ code: 'config.secret_unreadable', detail: 'kafka.ssl.key' });
  });
});
