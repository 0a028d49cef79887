import { createServer, type Server, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createServer as createPlainServer } from 'node:net';
import { createSecureContext, type SecureContext, type TLSSocket } from 'node:tls';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Certificate, createAuthority, issueCertificate } from '../../deploy/local/certificates.ts';
import { SigiloError } from '../../src/errors.ts';
import { createRegistryRequest, type RegistryEndpoint } from '../../src/io/registry-request.ts';

const HOSTS = ['DNS:localhost', 'IP:127.0.0.1'];

let authority: Certificate;
let stranger: Certificate;
let server: Certificate;
let client: Certificate;
let renewed: Certificate;

beforeAll(async () => {
  authority = await createAuthority('authority');
  stranger = await createAuthority('stranger');
  server = await issueCertificate(authority, { name: 'registry', hosts: HOSTS });
  client = await issueCertificate(authority, { name: 'first' });
  renewed = await issueCertificate(authority, { name: 'second' });
});

let running: Server | null = null;
afterEach(() => new Promise<void>((resolve) => (running ? running.close(() => resolve()) : resolve())));

interface Seen {
  readonly authorization: string | undefined;
  readonly client: string | undefined;
}

/** Starts a registry that answers each request with `{}`; gives its port and what it has seen. */
async function startRegistry(certificate: Certificate, options: ServerOptions = {}) {
  const seen: Seen[] = [];
  const { certificate: cert, key } = certificate;
  running = createServer({ cert, key, ...options }, (request, response) => {
    const subject = (request.socket as TLSSocket).getPeerCertificate().subject;
    seen.push({ authorization: request.headers.authorization, client: subject?.CN as string | undefined });
    response.end('{}');
  });
  await new Promise<void>((resolve) => running?.listen(0, '127.0.0.1', resolve));
  return { port: (running.address() as AddressInfo).port, seen };
}

const trusting = (ca: Certificate, own?: Certificate): SecureContext =>
  createSecureContext({ ca: ca.certificate, ...(own && { cert: own.certificate, key: own.key }) });

function requestTo(port: number, ssl: RegistryEndpoint['ssl'], host = '127.0.0.1') {
  const request = createRegistryRequest({ url: `https://${host}:${port}`, timeoutMs: 5_000, ssl: ssl ?? null });
  return () => request('GET', '/subjects');
}

async function failure(work: () => Promise<unknown>): Promise<SigiloError> {
  const outcome = await work().catch((error: unknown) => error);
  expect(outcome).toBeInstanceOf(SigiloError);
  return outcome as SigiloError;
}

describe('a registry behind TLS', () => {
  it.each(['127.0.0.1', 'localhost'])('is asked when its authority and its name %s are right', async (host) => {
    const { port } = await startRegistry(server);
    const send = requestTo(port, { secureContext: () => trusting(authority) }, host);
    expect(await send()).toEqual({ status: 200, json: {} });
  });

  it('is told a bearer token, read anew for each request', async () => {
    const { port, seen } = await startRegistry(server);
    let token = 'first';
    const request = createRegistryRequest({
      url: `https://127.0.0.1:${port}`,
      timeoutMs: 5_000,
      ssl: { secureContext: () => trusting(authority) },
      auth: { token: () => token },
    });
    await request('GET', '/subjects');
    token = 'second';
    await request('GET', '/subjects');
    expect(seen.map(({ authorization }) => authorization)).toEqual(['Bearer first', 'Bearer second']);
  });

  it('sees the renewed certificate of ours from the next request on', async () => {
    const options = { requestCert: true, rejectUnauthorized: true, ca: authority.certificate };
    const { port, seen } = await startRegistry(server, options);
    let own = client;
    const send = requestTo(port, { secureContext: () => trusting(authority, own) });
    await send();
    own = renewed;
    await send();
    expect(seen.map((each) => each.client)).toEqual(['first', 'second']);
  });

  it('is checked anew by each request: an authority that we no longer trust is noticed', async () => {
    const { port } = await startRegistry(server);
    let ca = authority;
    const send = requestTo(port, { secureContext: () => trusting(ca) });
    await send();
    ca = stranger;
    expect(await failure(send)).toMatchObject({ code: 'registry.tls' });
  });
});

describe('a registry that TLS does not vouch for is registry.tls:', () => {
  it('unknown authority', async () => {
    const { port, seen } = await startRegistry(server);
    const error = await failure(requestTo(port, { secureContext: () => trusting(stranger) }));
    expect(error).toMatchObject({ code: 'registry.tls', retryable: true });
    expect(error.context).toEqual({ errorType: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' });
    expect(seen).toEqual([]);
  });

  it('no authority of ours', async () => {
    const { port } = await startRegistry(server);
    expect(await failure(requestTo(port, null))).toMatchObject({ code: 'registry.tls' });
  });

  it('another host name', async () => {
    const { port, seen } = await startRegistry(await issueCertificate(authority, { name: 'a', hosts: ['DNS:other'] }));
    const error = await failure(requestTo(port, { secureContext: () => trusting(authority) }));
    expect(error.context).toEqual({ errorType: 'ERR_TLS_CERT_ALTNAME_INVALID' });
    expect(seen).toEqual([]);
  });

  it('an expired certificate', async () => {
    const { port } = await startRegistry(await issueCertificate(authority, { name: 'a', hosts: HOSTS, days: -1 }));
    const error = await failure(requestTo(port, { secureContext: () => trusting(authority) }));
    expect(error).toMatchObject({ code: 'registry.tls', context: { errorType: 'CERT_HAS_EXPIRED' } });
  });

  it('a registry that wants a certificate of ours', async () => {
    const options = { requestCert: true, rejectUnauthorized: true, ca: authority.certificate };
    const { port } = await startRegistry(server, options);
    const error = await failure(requestTo(port, { secureContext: () => trusting(authority) }));
    expect(error).toMatchObject({ code: 'registry.tls', context: { errorType: expect.stringMatching(/^ERR_SSL_/) } });
  });

  it('a port that does not speak TLS', async () => {
    const plain = createPlainServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve));
    const { port } = plain.address() as AddressInfo;
    const error = await failure(requestTo(port, { secureContext: () => trusting(authority) }));
    plain.close();
    expect(error).toMatchObject({ code: 'registry.tls' });
  });
});

describe('a request is not sent', () => {
  it.each([
    ['token', (fail: () => never) => ({ auth: { token: fail } })],
    ['password', (fail: () => never) => ({ auth: { username: 'u', password: fail } })],
    ['certificate', (fail: () => never) => ({ ssl: { secureContext: fail } })],
  ])('while its %s cannot be read', async (_, part) => {
    const { port, seen } = await startRegistry(server);
    const fault = new SigiloError('config.secret_unreadable', {}, { retryable: true });
    const fail = (): never => {
      throw fault;
    };
    const ssl = { secureContext: () => trusting(authority) };
    const request = createRegistryRequest({ url: `https://127.0.0.1:${port}`, timeoutMs: 5_000, ssl, ...part(fail) });
    await expect(request('GET', '/subjects')).rejects.toBe(fault);
    expect(seen).toEqual([]);
  });
});
