import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signToken } from '../../deploy/local/security.ts';
import { type AclOperation, type AclTarget, requiredAcls } from '../../src/io/required-acls.ts';
import {
  arrivalsOf,
  configureRoutes,
  createSecuredRoute,
  feedRoute,
  type SecuredRoute,
} from '../integration/secured-route.ts';
import {
  grant,
  replaceFile,
  type SecuredStack,
  startSecuredStack,
  writeCredentials,
} from '../integration/secured-stack.ts';
import { cleanUpRuns, createWorkspace, startRun } from '../integration/worker-run.ts';

const CONFIGURATION = 2;

let stack: SecuredStack;
let stopStack = async () => {};

beforeAll(async () => {
  ({ stack, stop: stopStack } = await startSecuredStack());
});
afterAll(async () => {
  await cleanUpRuns();
  await stopStack();
});

/**
 * Each operation of the list, and what its refusal names. Read and Write include Describe: without them the topic is
 * not seen at all, and whatever is needed of it is named.
 */
const ROWS: readonly (readonly [target: AclTarget, operation: AclOperation, named: readonly string[]])[] = [
  ['source', 'Read', ['Read topic source', 'DescribeConfigs topic source']],
  ['source', 'DescribeConfigs', ['DescribeConfigs topic source']],
  ['sink', 'Write', ['Write topic sink', 'DescribeConfigs topic sink']],
  ['sink', 'DescribeConfigs', ['DescribeConfigs topic sink']],
  ['quarantine', 'Write', ['Write topic quarantine', 'DescribeConfigs topic quarantine']],
  ['quarantine', 'DescribeConfigs', ['DescribeConfigs topic quarantine']],
  ['group', 'Read', ['Read group group']],
  ['transactions', 'Write', ['Write transactional-id sigilo:group']],
];

describe('a start without one permission', () => {
  let route: SecuredRoute;
  beforeAll(async () => {
    route = await createSecuredRoute(stack, 'chat');
    await feedRoute(stack, route, 20);
  });

  /** A worker under a name of its own: its token says who it is, and topics can be shared. */
  async function runWithout(user: string, target: AclTarget, operation: AclOperation) {
    const workspace = await createWorkspace();
    await configureRoutes(stack, workspace, [route], await writeCredentials(stack, workspace, 'oauthbearer'));
    replaceFile(workspace, 'kafka.token', signToken(stack.security, user, 300));
    const granted = requiredAcls(workspace.groupId, [route]).map((acl) =>
      acl.target === target ? { ...acl, operations: acl.operations.filter((each) => each !== operation) } : acl,
    );
    await grant(stack, granted, `User:${user}`);
    const run = startRun(workspace);
    const { status } = await run.exited;
    return { status, stderr: run.stderr(), lines: run.lines() };
  }

  it('has a row for each operation of the list', () => {
    const listed = requiredAcls('group', [route]).flatMap(({ target, operations }) =>
      operations.map((operation) => `${target} ${operation}`),
    );
    expect(ROWS.map(([target, operation]) => `${target} ${operation}`)).toEqual(listed);
  });

  it.concurrent.each(ROWS)('is refused by the name of the permission: %s %s', async (target, operation, named) => {
    const { status, stderr, lines } = await runWithout(`worker-${target}-${operation}`, target, operation);
    expect(status).toBe(CONFIGURATION);
    const refusals = [
      ...stderr.matchAll(/kafka\.permission_missing: .*operation=(\w+) resource=([a-z-]+ [a-z]+(:[a-z]+)?)/g),
    ];
    expect(refusals.map(([, refused, resource]) => `${refused} ${resource}`)).toEqual(named);
    expect(lines.map(({ msg }) => msg)).not.toContain('worker started');
    const [fatal] = lines.filter(({ level }) => level === 'fatal');
    expect(fatal).toMatchObject({ code: named.length > 1 ? 'start.refused' : 'kafka.permission_missing' });
  });

  it('consumes nothing', async () => {
    const { forwarded, quarantined } = await arrivalsOf(stack, route);
    expect([forwarded, quarantined]).toEqual([0, 0]);
  });
});
