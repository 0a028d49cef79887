import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuthority } from '../../deploy/local/certificates.ts';
import { installAuthority, signToken } from '../../deploy/local/security.ts';
import { killBroker, restartBroker } from '../../deploy/local/stack-control.ts';
import { runProgram, writeToolProgram } from '../integration/kafka-tool.ts';
import {
  arrivalsOf,
  configureRoutes,
  createSecuredRoute,
  endsOf,
  type Feeder,
  type SecuredRoute,
  startFeeder,
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
  type LogLine,
  startRun,
  type WorkerRun,
  type Workspace,
  waitFor,
  waitUntilCommitted,
} from '../integration/worker-run.ts';

let stack: SecuredStack;
let stopStack = async () => {};

beforeAll(async () => {
  ({ stack, stop: stopStack } = await startSecuredStack());
});
afterAll(async () => {
  await cleanUpRuns();
  await stopStack();
});

interface Running {
  readonly route: SecuredRoute;
  readonly workspace: Workspace;
  readonly run: WorkerRun;
  readonly feeder: Feeder;
}

/** A worker with records flowing through it. */
async function begin(mechanism: Mechanism): Promise<Running> {
  const workspace = await createWorkspace();
  const route = await createSecuredRoute(stack, mechanism);
  await configureRoutes(stack, workspace, [route], await writeCredentials(stack, workspace, mechanism));
  await grantRoutes(stack, workspace.groupId, [route]);
  const feeder = startFeeder(stack, route);
  const run = startRun(workspace);
  await waitUntilCommitted(stack, workspace.groupId, { [route.source]: [10, 10] });
  return { route, workspace, run, feeder };
}

/** Lets more records flow, ends all, and holds the result against what was written. */
async function finish({ route, workspace, run, feeder }: Running): Promise<void> {
  const before = feeder.sent();
  await waitFor(() => (feeder.sent() >= before + 40 ? true : null), 'more records');
  await feeder.stop();
  const ends = await endsOf(stack, route);
  await waitUntilCommitted(stack, workspace.groupId, { [route.source]: ends });
  expect(await run.stop()).toEqual({ status: 0, signal: null });
  expect(run.lines().filter(({ msg }) => msg === 'worker started')).toHaveLength(1);
  const { forwarded, quarantined, ...faults } = await arrivalsOf(stack, route);
  expect(faults).toEqual({ missing: [], doubled: [], outOfOrder: 0 });
  expect(forwarded + quarantined).toBe(ends.reduce((sum, end) => sum + end, 0));
}

const linesSince = (run: WorkerRun, from: number) => run.lines().slice(from);
const says = (code: string) => (line: LogLine) => line.code === code;

describe.concurrent('a worker goes on without a record lost or doubled', () => {
  it('when its password is changed at the brokers, and later in its file', async () => {
    const running = await begin('scram-sha-256');
    const { run, workspace } = running;
    const from = run.lines().length;
    await changePassword('a-new-password');
    const refused = await waitForNew(run, from, says('kafka.unauthorized'));
    expect(refused.level).toBe('warn');
    replaceFile(workspace, 'kafka.password', 'a-new-password');
    await finish(running);
    await changePassword(stack.security.users.worker);
  });

  it('when its token is renewed before it expires', async () => {
    const running = await begin('oauthbearer');
    replaceFile(running.workspace, 'kafka.token', signToken(stack.security, 'worker', 30));
    await sleep(18_000);
    const from = running.run.lines().length;
    replaceFile(running.workspace, 'kafka.token', signToken(stack.security, 'worker', 300));
    await sleep(15_000);
    expect(linesSince(running.run, from).filter(says('kafka.unauthorized'))).toEqual([]);
    await finish(running);
  });
});

describe('a worker goes on without a record lost or doubled', () => {
  it('when authority and certificates are replaced at the brokers, which restart, and later in its files', async () => {
    const running = await begin('mtls');
    const { run, workspace } = running;
    await killBroker(stack, 0, 'SIGTERM');
    const from = run.lines().length;
    const authority = await createAuthority('the next authority');
    await installAuthority(stack.security, authority);
    await restartBroker(stack, 0);
    await waitForNew(run, from, says('kafka.tls'));
    replaceFile(workspace, 'ca.pem', authority.certificate);
    await writeClientCertificate(stack.security, workspace);
    await finish(running);
  });
});

/** The first fitting line after those that were there before. */
async function waitForNew(run: WorkerRun, from: number, fits: (line: LogLine) => boolean): Promise<LogLine> {
  const found = () => linesSince(run, from).find(fits) ?? null;
  return waitFor(found, 'line of the log');
}

async function changePassword(password: string): Promise<void> {
  const tool = writeToolProgram(stack, stack.directory, 'kafka-configs.sh', 'kafka.admin.ConfigCommand');
  const change = ['--alter', '--add-config', `SCRAM-SHA-256=[iterations=4096,password=${password}]`];
  const user = ['--entity-type', 'users', '--entity-name', 'worker'];
  await runProgram(tool, ['--bootstrap-server', stack.brokers[0]!, ...change, ...user]);
}
