import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requiredAcls, transactionalPrefix } from '../../src/io/required-acls.ts';
import {
  arrivalsOf,
  configureRoutes,
  createSecuredRoute,
  exactlyOnce,
  feedRoute,
  type SecuredRoute,
} from '../integration/secured-route.ts';
import {
  grant,
  grantRoutes,
  type Permission,
  revoke,
  type SecuredStack,
  startSecuredStack,
  writeCredentials,
} from '../integration/secured-stack.ts';
import {
  cleanUpRuns,
  createWorkspace,
  type LogLine,
  metricOf,
  startRun,
  type Workspace,
  waitUntilCommitted,
} from '../integration/worker-run.ts';

const RECORDS = 40;
const FATAL = 1;
const CONFIGURATION = 2;
/** Routes by what they lose while the worker runs; the last loses nothing. */
const LOSERS = ['source', 'sink', 'quarantine', 'transactions'] as const;
const NAMES = [...LOSERS, 'untouched'] as const;
type Name = (typeof NAMES)[number];

let stack: SecuredStack;
let stopStack = async () => {};

beforeAll(async () => {
  ({ stack, stop: stopStack } = await startSecuredStack());
});
afterAll(async () => {
  await cleanUpRuns();
  await stopStack();
});

async function prepare(names: readonly Name[]): Promise<{ workspace: Workspace; routes: SecuredRoute[] }> {
  const workspace = await createWorkspace();
  const routes: SecuredRoute[] = [];
  for (const name of names) routes.push(await createSecuredRoute(stack, name));
  const kafka = { ...(await writeCredentials(stack, workspace, 'scram-sha-512')), sessionTimeoutMs: 6_000 };
  await configureRoutes(stack, workspace, routes, kafka);
  return { workspace, routes };
}

const ends = (routes: readonly SecuredRoute[], each: number) =>
  Object.fromEntries(routes.map(({ source }) => [source, [each, each]]));

/** The permission that the route loses. Transactions are granted by route here, so that one can lose them alone. */
function lossOf(name: (typeof LOSERS)[number], route: SecuredRoute, groupId: string): Permission {
  if (name === 'transactions') {
    const prefix = `${transactionalPrefix(groupId)}${route.source}:`;
    return { resource: 'transactional-id', pattern: 'prefixed', name: prefix, operations: ['Write'] };
  }
  return {
    resource: 'topic',
    pattern: 'literal',
    name: route[name],
    operations: [name === 'source' ? 'Read' : 'Write'],
  };
}

describe('a worker that loses a permission while it runs', () => {
  it('pauses that route alone, names the permission, and goes on exactly once when it is back', async () => {
    const { workspace, routes } = await prepare(NAMES);
    const { groupId } = workspace;
    const byRoute = routes.map((route) => lossOf('transactions', route, groupId));
    await grant(stack, [
      ...requiredAcls(groupId, routes).filter(({ target }) => target !== 'transactions'),
      ...byRoute,
    ]);
    for (const route of routes) await feedRoute(stack, route, RECORDS);
    const run = startRun(workspace);
    await waitUntilCommitted(stack, groupId, ends(routes, RECORDS / 2));

    const lost = LOSERS.map((name, index) => lossOf(name, routes[index]!, groupId));
    await revoke(stack, lost);
    for (const route of routes) await feedRoute(stack, route, RECORDS);
    const isPaused = (route: string) => (line: LogLine) =>
      line.msg === 'partition paused' && line.route === route && line.code === 'kafka.unauthorized';
    for (const name of LOSERS) await run.waitForLine(isPaused(name), `pause of ${name}`);
    for (const { name, operations } of lost) {
      const isNamed = (line: LogLine) =>
        line.code === 'kafka.permission_missing' && line.operation === operations[0] && names(line, name);
      expect((await run.waitForLine(isNamed, `line on ${name}`)).level).toBe('error');
    }
    await waitUntilCommitted(stack, groupId, ends([routes.at(-1)!], RECORDS));
    expect(run.lines().filter(isPaused('untouched'))).toEqual([]);
    const page = await run.metrics();
    for (const route of LOSERS) {
      const labels = { route, reason: 'kafka.unauthorized' };
      expect([route, metricOf(page, 'sigilo_partitions_paused', labels)]).toEqual([route, 2]);
    }
    expect(await readiness(run.lines())).toBe(200);

    await grant(stack, lost);
    await waitUntilCommitted(stack, groupId, ends(routes, RECORDS));
    expect(await run.stop()).toEqual({ status: 0, signal: null });
    for (const route of routes) expect(await arrivalsOf(stack, route)).toEqual(exactlyOnce(RECORDS, RECORDS));
  });

  it('ends when it loses its group, and a new one goes on exactly once when it is back', async () => {
    const { workspace, routes } = await prepare(['untouched']);
    const [route] = routes as [SecuredRoute];
    const { groupId } = workspace;
    await grantRoutes(stack, groupId, routes);
    await feedRoute(stack, route, RECORDS);
    const run = startRun(workspace);
    await waitUntilCommitted(stack, groupId, ends(routes, RECORDS / 2));

    const group: Permission = { resource: 'group', pattern: 'literal', name: groupId, operations: ['Read'] };
    await revoke(stack, [group]);
    await feedRoute(stack, route, RECORDS);
    expect((await run.exited).status).toBe(FATAL);
    expect(run.stderr()).toMatch(/^kafka\.unauthorized: .*operation=Read resource=group group/);
    const again = startRun(workspace);
    expect((await again.exited).status).toBe(CONFIGURATION);
    expect(again.stderr()).toMatch(/^kafka\.permission_missing: .*resource=group group/);

    await grant(stack, [group]);
    const last = startRun(workspace);
    await waitUntilCommitted(stack, groupId, ends(routes, RECORDS));
    expect(await last.stop()).toEqual({ status: 0, signal: null });
    expect(await arrivalsOf(stack, route)).toEqual(exactlyOnce(RECORDS, RECORDS));
  });
});

/** Whether a line names this topic, or the prefix of transactions that holds this one. */
function names({ resource }: LogLine, name: string): boolean {
  const [, shown = ''] = String(resource).split(' ');
  return shown === name || (shown.endsWith('*') && name.startsWith(shown.slice(0, -1)));
}

async function readiness(lines: readonly LogLine[]): Promise<number> {
  const { host, port } = lines.find(({ msg }) => msg.startsWith('metrics are'))!;
  return (await fetch(`http://${host}:${port}/readyz`)).status;
}
