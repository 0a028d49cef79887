import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import kafkajs from 'kafkajs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readAuthority, signToken } from '../../deploy/local/security.ts';
import { type AclOperation, type AclTarget, requiredAcls } from '../../src/io/required-acls.ts';
import { ACL_SCRIPT } from '../deploy/kafka-acls.ts';
import { runProgram, writeToolProgram } from '../integration/kafka-tool.ts';
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
  replaceFile,
  type SecuredStack,
  startSecuredStack,
  writeCredentials,
} from '../integration/secured-stack.ts';
import { uniqueName, withAdmin } from '../integration/topics.ts';
import { cleanUpRuns, createWorkspace, startRun, waitUntilCommitted } from '../integration/worker-run.ts';

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

/** Each operation of the list, and the resource that its refusal names. */
const ROWS: readonly (readonly [target: AclTarget, operation: AclOperation, resource: string])[] = [
  ['source', 'Read', 'topic source'],
  ['source', 'DescribeConfigs', 'topic source'],
  ['sink', 'Write', 'topic sink'],
  ['sink', 'DescribeConfigs', 'topic sink'],
  ['quarantine', 'Write', 'topic quarantine'],
  ['quarantine', 'DescribeConfigs', 'topic quarantine'],
  ['group', 'Read', 'group group'],
  ['transactions', 'Write', 'transactional-id sigilo:group'],
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

  it.concurrent.each(ROWS)('is refused by the name of the permission: %s %s', async (target, operation, resource) => {
    const { status, stderr, lines } = await runWithout(`worker-${target}-${operation}`, target, operation);
    expect(status).toBe(CONFIGURATION);
    expect(stderr).toMatch(/^kafka\.permission_missing: /);
    const named = [...stderr.matchAll(/operation=(\w+) resource=([a-z-]+ [a-z]+(:[a-z]+)?)/g)];
    expect(named.map(([, refused, name]) => [refused, name])).toEqual([[operation, resource]]);
    expect(lines.map(({ msg }) => msg)).not.toContain('worker started');
    const [fatal] = lines.filter(({ level }) => level === 'fatal');
    expect(fatal).toMatchObject({ code: 'kafka.permission_missing' });
  });

  it('consumes nothing', async () => {
    const { forwarded, quarantined } = await arrivalsOf(stack, route);
    expect([forwarded, quarantined]).toEqual([0, 0]);
  });
});

it('a route in at_least_once mode needs no permission on transactions', async () => {
  const workspace = await createWorkspace();
  const created = await createSecuredRoute(stack, 'chat');
  const route = { ...created, mode: 'at_least_once' } as const;
  await configureRoutes(stack, workspace, [route], await writeCredentials(stack, workspace, 'scram-sha-512'));
  const listed = requiredAcls(workspace.groupId, [route]);
  expect(listed.map(({ target }) => target)).toEqual(['source', 'sink', 'quarantine', 'group']);
  await grant(stack, listed);
  await feedRoute(stack, route, 40);
  const run = startRun(workspace);
  await waitUntilCommitted(stack, workspace.groupId, { [route.source]: [20, 20] });
  expect(await run.stop()).toEqual({ status: 0, signal: null });
  expect(await arrivalsOf(stack, route)).toEqual(exactlyOnce(40));
});

describe('the ACL script with Kafka’s own tool', () => {
  const directory = mkdtempSync(join(tmpdir(), 'sigilo-acl-script-'));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  /** Runs the script as somebody who may alter ACLs, over TLS. */
  async function runScript(role: string, user: string, options: readonly string[]): Promise<void> {
    const { username, password } = stack.saslUser;
    const login = 'org.apache.kafka.common.security.scram.ScramLoginModule required';
    const properties = [
      'security.protocol=SASL_SSL',
      'sasl.mechanism=SCRAM-SHA-512',
      `sasl.jaas.config=${login} username="${username}" password="${password}";`,
      'ssl.truststore.type=PEM',
      `ssl.truststore.location=${join(stack.security.directory, 'ca.pem')}`,
    ];
    const config = join(directory, 'admin.properties');
    writeFileSync(config, properties.join('\n'), { mode: 0o600 });
    const tool = writeToolProgram(stack, directory, 'kafka-acls.sh', 'org.apache.kafka.tools.AclCommand');
    const access = ['--bootstrap-server', stack.saslBrokers[0]!, '--command-config', config, '--kafka-acls', tool];
    await runProgram(ACL_SCRIPT, [role, ...access, '--principal', `User:${user}`, ...options]);
  }

  it('grants a worker what it needs, once, and takes it away again', async () => {
    const user = uniqueName('by-script');
    const route = await createSecuredRoute(stack, 'chat');
    const workspace = await createWorkspace();
    await configureRoutes(stack, workspace, [route], await writeCredentials(stack, workspace, 'oauthbearer'));
    replaceFile(workspace, 'kafka.token', signToken(stack.security, user, 300));
    const { source, sink, quarantine } = route;
    const options = ['--source', source, '--sink', sink, '--quarantine', quarantine, '--group', workspace.groupId];
    await runScript('worker', user, options);
    const granted = await permissionsOfUser(user);
    const listed = requiredAcls(workspace.groupId, [route]);
    expect(granted).toEqual(
      listed.flatMap(({ name, operations }) => operations.map((operation) => `${name} ${operation}`)).sort(),
    );
    const run = startRun(workspace);
    await run.waitForLine(({ msg }) => msg === 'partitions assigned', 'start');
    expect((await run.stop()).status).toBe(0);
    await runScript('worker', user, options);
    expect(await permissionsOfUser(user)).toEqual(granted);
    await runScript('worker', user, [...options, '--remove']);
    expect(await permissionsOfUser(user)).toEqual([]);
  });

  it('lets an operator read the quarantine and nothing else', async () => {
    const { quarantine, source, sink } = await createSecuredRoute(stack, 'chat');
    await runScript('operator', 'operator', ['--quarantine', quarantine, '--group', 'operators']);
    const ca = [readAuthority(stack.security).certificate];
    const sasl = { mechanism: 'scram-sha-512', username: 'operator', password: stack.security.users.operator } as const;
    const settings = { brokers: [...stack.saslBrokers], ssl: { ca }, sasl, retry: { retries: 2 } };
    const admin = new kafkajs.Kafka({ ...settings, logLevel: kafkajs.logLevel.NOTHING }).admin();
    await admin.connect();
    expect(await admin.fetchTopicOffsets(quarantine)).toHaveLength(1);
    for (const topic of [source, sink]) await expect(admin.fetchTopicOffsets(topic)).rejects.toThrow(/Not authorized/);
    await admin.disconnect();
  });

  async function permissionsOfUser(user: string): Promise<string[]> {
    const { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ResourcePatternTypes } = kafkajs;
    const filter = {
      resourceType: AclResourceTypes.ANY,
      resourcePatternType: ResourcePatternTypes.ANY,
      principal: `User:${user}`,
      operation: AclOperationTypes.ANY,
      permissionType: AclPermissionTypes.ANY,
    };
    const { resources } = await withAdmin(stack, (admin) => admin.describeAcls(filter));
    const names = new Map([
      [AclOperationTypes.READ, 'Read'],
      [AclOperationTypes.WRITE, 'Write'],
      [AclOperationTypes.DESCRIBE_CONFIGS, 'DescribeConfigs'],
    ]);
    const lines = resources.flatMap(({ resourceName, acls }) =>
      acls.map(({ operation }) => `${resourceName} ${names.get(operation) ?? operation}`),
    );
    return lines.sort();
  }
});
