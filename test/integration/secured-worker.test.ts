import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startStack } from '../../deploy/local/stack-control.ts';
import { arrivalsOf, configureRoutes, createSecuredRoute, exactlyOnce, feedRoute } from './secured-route.ts';
import { grantRoutes, type SecuredStack, startSecuredStack, writeCredentials } from './secured-stack.ts';
import { cleanUpRuns, createWorkspace, startRun, waitUntilCommitted } from './worker-run.ts';

const RECORDS = 200;

let stack: SecuredStack;
let stopStack = async () => {};

beforeAll(async () => {
  ({ stack, stop: stopStack } = await startSecuredStack());
});
afterAll(async () => {
  await cleanUpRuns();
  await stopStack();
});

describe('a secured stack', () => {
  it('stays secured: neither its kind nor its size can be changed', async () => {
    const { directory } = stack;
    await expect(startStack({ directory, secured: false })).rejects.toThrow(/holds a stack with ACLs/);
    await expect(startStack({ directory, nodes: 3 })).rejects.toThrow(/holds a stack of 1/);
    expect((await startStack({ directory })).pids).toEqual(stack.pids);
  });
});

describe('a worker with the least permissions', () => {
  it('moves every record exactly once over TLS with SCRAM-SHA-512', async () => {
    const workspace = await createWorkspace();
    const route = await createSecuredRoute(stack, 'chat');
    await configureRoutes(stack, workspace, [route], await writeCredentials(stack, workspace, 'scram-sha-512'));
    await grantRoutes(stack, workspace.groupId, [route]);
    await feedRoute(stack, route, RECORDS / 2);
    const run = startRun(workspace);
    await run.waitForLine(({ msg }) => msg === 'partitions assigned', 'start');
    await feedRoute(stack, route, RECORDS / 2);
    await waitUntilCommitted(stack, workspace.groupId, { [route.source]: [RECORDS / 2, RECORDS / 2] });
    expect(await run.stop()).toEqual({ status: 0, signal: null });
    expect(await arrivalsOf(stack, route)).toEqual(exactlyOnce(RECORDS / 2, RECORDS / 2));
    expect(run.lines().filter(({ code }) => code === 'kafka.unauthorized')).toEqual([]);
  });
});
