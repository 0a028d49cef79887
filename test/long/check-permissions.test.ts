import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { check } from '../../src/commands/check.ts';
import { loadConfig } from '../../src/config.ts';
import { requiredAcls } from '../../src/io/required-acls.ts';
import { configureRoutes, createSecuredRoute, type SecuredRoute } from '../integration/secured-route.ts';
import {
  grant,
  grantRoutes,
  revoke,
  type SecuredStack,
  startSecuredStack,
  writeCredentials,
} from '../integration/secured-stack.ts';
import { cleanUpRuns, createWorkspace, type Workspace, waitFor } from '../integration/worker-run.ts';

const GROUP = 'check-permissions';

let stack: SecuredStack;
let stopStack = async () => {};
let workspace: Workspace;
let route: SecuredRoute;

beforeAll(async () => {
  ({ stack, stop: stopStack } = await startSecuredStack());
  workspace = { ...(await createWorkspace()), groupId: GROUP };
  route = await createSecuredRoute(stack, 'chat');
  await configureRoutes(stack, workspace, [route], await writeCredentials(stack, workspace, 'scram-sha-512'));
  await grantRoutes(stack, GROUP, [route]);
});

afterAll(async () => {
  await cleanUpRuns();
  await stopStack();
});

/** What a check says of permissions: operation and resource, each. */
async function missing(): Promise<readonly string[]> {
  const findings = await check(loadConfig(workspace.configFile), false);
  const faults = findings.filter(({ severity }) => severity === 'fault');
  return faults.map(({ code, context }) => [code, context.operation, context.resource].join(' ')).sort();
}

/** Brokers hear of permissions a moment after they were changed. */
async function becomes(expected: readonly string[]): Promise<void> {
  let seen: readonly string[] = [];
  await waitFor(
    async () => {
      seen = await missing();
      return JSON.stringify(seen) === JSON.stringify(expected) ? true : null;
    },
    'the permissions expected',
    5_000,
  ).catch(() => expect(seen).toEqual(expected));
}

const NAMES = { source: 'chat', sink: 'chat', quarantine: 'chat' };

describe('a check on brokers with access control', () => {
  it('misses nothing with the least permissions', () => becomes([]));

  const kinds = requiredAcls(GROUP, [{ name: 'chat', ...NAMES }]).flatMap(({ target, operations }) =>
    operations.map((operation) => [operation, target] as const),
  );
  it.each(kinds)('names %s of the %s when it is taken away', async (operation, target) => {
    const acl = requiredAcls(GROUP, [route]).find((each) => each.target === target)!;
    const permission = { ...acl, operations: [operation] };
    await revoke(stack, [permission]);
    try {
      const resource = `${acl.resource} ${acl.name}${acl.pattern === 'prefixed' ? '*' : ''}`;
      await becomes([`kafka.permission_missing ${operation} ${resource}`]);
    } finally {
      await grant(stack, [permission]);
    }
    await becomes([]);
  });

  it('names all at once when there are none', async () => {
    const all = requiredAcls(GROUP, [route]);
    await revoke(stack, all);
    const lines = all.flatMap(({ resource, name, pattern, operations }) =>
      operations.map(
        (operation) => `kafka.permission_missing ${operation} ${resource} ${name}${pattern === 'prefixed' ? '*' : ''}`,
      ),
    );
    await becomes(lines.sort());
    await grant(stack, all);
  });
});
