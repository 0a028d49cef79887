import { createServer, type Server } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuthority, issueCertificate } from '../../deploy/local/certificates.ts';
import { readAuthority, signToken } from '../../deploy/local/security.ts';
import {
  arrivalsOf,
  configureRoutes,
  createSecuredRoute,
  exactlyOnce,
  feedRoute,
  type SecuredRoute,
} from '../integration/secured-route.ts';
import {
  grantRoutes,
  type Mechanism,
  replaceFile,
  type SecuredStack,
  startSecuredStack,
  writeClientCertificate,
  writeCredentials,
} from '../integration/secured-stack.ts';
import {
  cleanUpRuns,
  createWorkspace,
  startRun,
  type Workspace,
  waitUntilCommitted,
} from '../integration/worker-run.ts';

const RECORDS = 100;
const FATAL = 1;
const CONFIGURATION = 2;

let stack: SecuredStack;
let stopStack = async () => {};
let refused: SecuredRoute;

beforeAll(async () => {
  ({ stack, stop: stopStack } = await startSecuredStack());
  refused = await createSecuredRoute(stack, 'refused');
});
afterAll(async () => {
  await cleanUpRuns();
  await stopStack();
});

/** A worker that has every permission, but no secrets yet. */
async function prepare(mechanism: Mechanism, route: SecuredRoute, change: object = {}): Promise<Workspace> {
  const workspace = await createWorkspace();
  const kafka = { ...(await writeCredentials(stack, workspace, mechanism)), ...change };
  await configureRoutes(stack, workspace, [route], kafka);
  await grantRoutes(stack, workspace.groupId, [route]);
  return workspace;
}

describe.concurrent('a worker', () => {
  it.each<Mechanism>(['scram-sha-256', 'plain', 'oauthbearer', 'mtls'])(
    'moves every record exactly once with %s',
    async (mechanism) => {
      const route = await createSecuredRoute(stack, mechanism);
      const workspace = await prepare(mechanism, route);
      await feedRoute(stack, route, RECORDS);
      const run = startRun(workspace);
      await waitUntilCommitted(stack, workspace.groupId, { [route.source]: [RECORDS / 2, RECORDS / 2] });
      expect(await run.stop()).toEqual({ status: 0, signal: null });
      expect(await arrivalsOf(stack, route)).toEqual(exactlyOnce(RECORDS));
    },
  );
});

interface Refusal {
  readonly status: number | null;
  readonly stderr: string;
  readonly seconds: number;
}

/** Starts a worker that must end by itself. */
async function refusalOf(workspace: Workspace): Promise<Refusal> {
  const began = performance.now();
  const run = startRun(workspace);
  const { status } = await run.exited;
  expect(run.lines().map(({ msg }) => msg)).not.toContain('worker started');
  return { status, stderr: run.stderr(), seconds: (performance.now() - began) / 1000 };
}

describe.concurrent('a worker ends with a code that says why', () => {
  it('when an authority that it does not know has signed for the brokers', async () => {
    const workspace = await prepare('scram-sha-512', refused);
    replaceFile(workspace, 'ca.pem', (await createAuthority('another')).certificate);
    const { status, stderr } = await refusalOf(workspace);
    expect(status).toBe(FATAL);
    expect(stderr).toMatch(/^kafka\.tls: .*(SELF_SIGNED|UNABLE_TO)/);
  });

  it.each(['scram-sha-512', 'scram-sha-256', 'plain'] as const)(
    'when the password is wrong (%s)',
    async (mechanism) => {
      const workspace = await prepare(mechanism, refused);
      replaceFile(workspace, 'kafka.password', 'wrong-password');
      const { status, stderr } = await refusalOf(workspace);
      expect(status).toBe(FATAL);
      expect(stderr).toMatch(/^kafka\.unauthorized: .*SASL_AUTHENTICATION_FAILED/);
      expect(stderr).not.toContain('wrong-password');
    },
  );

  it.each([
    ['has expired', () => signToken(stack.security, 'worker', -120)],
    ['was not signed by the issuer', () => `${signToken(stack.security, 'worker', 60).slice(0, -8)}AAAAAAAA`],
  ])('when the token %s', async (_name, token) => {
    const workspace = await prepare('oauthbearer', refused);
    replaceFile(workspace, 'kafka.token', token());
    const { status, stderr } = await refusalOf(workspace);
    expect(status).toBe(FATAL);
    expect(stderr).toMatch(/^kafka\.unauthorized: /);
    expect(stderr).not.toContain(token().slice(0, 20));
  });

  it('when its certificate has expired', async () => {
    const workspace = await prepare('mtls', refused);
    await writeClientCertificate(stack.security, workspace, -1);
    const { status, stderr } = await refusalOf(workspace);
    expect(stderr).toMatch(/^config\.invalid: .*\n.*kafka\.ssl\.cert: has expired/);
    expect(status).toBe(CONFIGURATION);
  });

  it('when its certificate is of an authority that the brokers do not know', async () => {
    const workspace = await prepare('mtls', refused);
    const issued = await issueCertificate(await createAuthority('another'), { name: 'worker' });
    replaceFile(workspace, 'client.key', issued.key);
    replaceFile(workspace, 'client.pem', issued.certificate);
    const { status, stderr } = await refusalOf(workspace);
    expect(stderr).toMatch(/^kafka\.tls: /);
    expect(status).toBe(FATAL);
  });

  it('when it shows no certificate where one is asked for', async () => {
    const workspace = await prepare('mtls', refused, { ssl: { ca: 'ca.pem' } });
    const { status, stderr } = await refusalOf(workspace);
    expect(stderr).toMatch(/^kafka\.tls: .*CERTIFICATE/);
    expect(status).toBe(FATAL);
  });

  it('when it speaks plaintext to a listener with TLS', async () => {
    const workspace = await prepare('plain', refused);
    await configureRoutes(stack, workspace, [refused], { brokers: stack.sslBrokers });
    const { status, stderr } = await refusalOf(workspace);
    expect(stderr).toMatch(/^kafka\.unavailable: /);
    expect(status).toBe(FATAL);
  });

  it('when the certificate of the broker is for another host', async () => {
    const other = await issueCertificate(readAuthority(stack.security), {
      name: 'broker',
      hosts: ['DNS:kafka.example'],
    });
    const server = await listen(other);
    const { port } = server.address() as { port: number };
    const workspace = await prepare('scram-sha-512', refused, { brokers: [`127.0.0.1:${port}`] });
    const { status, stderr } = await refusalOf(workspace);
    server.close();
    expect(stderr).toMatch(/^kafka\.tls: .*ERR_TLS_CERT_ALTNAME_INVALID/);
    expect(status).toBe(FATAL);
  });
});

/** A server with a certificate; whatever is sent to it is nobody's Kafka. */
function listen({ certificate, key }: { certificate: string; key: string }): Promise<Server> {
  return new Promise((resolve) => {
    const server = createServer({ cert: certificate, key }, (socket) => socket.on('error', () => {}));
    server.on('tlsClientError', () => {});
    server.listen(0, '127.0.0.1', () => resolve(server));
  });
}
