import { mkdtempSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import kafkajs, { type AclEntry } from 'kafkajs';
import { issueCertificate } from '../../deploy/local/certificates.ts';
import { readAuthority, type SecurityState, signToken } from '../../deploy/local/security.ts';
import { readStack, type StackState, startStack, stopStack } from '../../deploy/local/stack-control.ts';
import type { AclRoute, RequiredAcl } from '../../src/io/required-acls.ts';
import { requiredAcls } from '../../src/io/required-acls.ts';
import { withAdmin } from './topics.ts';
import type { Workspace } from './worker-run.ts';

/** A stack with TLS and ACLs; all helpers for topics and records reach it as the super user, in plaintext. */
export type SecuredStack = StackState & Required<Pick<StackState, 'security' | 'sslBrokers'>>;

/** Who the workers of the tests are, by whatever mechanism. */
const PRINCIPAL = 'User:worker';

/**
 * Starts a secured stack for one test file.
 * SIGILO_SECURED_STACK names the directory of a running one to use instead; that one is left running.
 */
export async function startSecuredStack(): Promise<{ stack: SecuredStack; stop: () => Promise<void> }> {
  const given = process.env.SIGILO_SECURED_STACK;
  if (given) return { stack: readStack(given) as SecuredStack, stop: async () => {} };
  const directory = mkdtempSync(join(tmpdir(), 'sigilo-secured-stack-'));
  const stack = await startStack({ directory, secured: true });
  return { stack: stack as SecuredStack, stop: () => stopStack(directory) };
}

export type Mechanism = 'scram-sha-512' | 'scram-sha-256' | 'plain' | 'oauthbearer' | 'mtls';

/**
 * Writes what a worker needs to prove who it is into its workspace.
 * @returns its `kafka` settings
 */
export async function writeCredentials(
  stack: SecuredStack,
  workspace: Workspace,
  mechanism: Mechanism,
): Promise<Readonly<Record<string, unknown>>> {
  const { security } = stack;
  replaceFile(workspace, 'ca.pem', readAuthority(security).certificate);
  if (mechanism === 'mtls') {
    await writeClientCertificate(security, workspace);
    return { brokers: stack.sslBrokers, ssl: { ca: 'ca.pem', cert: 'client.pem', key: 'client.key' } };
  }
  const common = { brokers: stack.saslBrokers, ssl: { ca: 'ca.pem' } };
  if (mechanism === 'oauthbearer') {
    replaceFile(workspace, 'kafka.token', signToken(security, 'worker', 300));
    return { ...common, sasl: { mechanism, tokenFile: 'kafka.token' } };
  }
  replaceFile(workspace, 'kafka.password', security.users.worker);
  return { ...common, sasl: { mechanism, username: 'worker', passwordFile: 'kafka.password' } };
}

/** Issues a client certificate by the authority in use. @param days see `issueCertificate` */
export async function writeClientCertificate(security: SecurityState, workspace: Workspace, days = 30): Promise<void> {
  const issued = await issueCertificate(readAuthority(security), { name: 'worker', days });
  replaceFile(workspace, 'client.key', issued.key);
  replaceFile(workspace, 'client.pem', issued.certificate);
}

/** Replaces a file of the workspace in one step, as whoever renews secrets should. */
export function replaceFile(workspace: Workspace, name: string, content: string): void {
  const file = join(workspace.directory, name);
  writeFileSync(`${file}.new`, content, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** What is granted on one resource. */
export type Permission = Pick<RequiredAcl, 'resource' | 'pattern' | 'name' | 'operations'>;

/** Grants the worker exactly what the list of least permissions says for these routes. */
export async function grantRoutes(stack: SecuredStack, groupId: string, routes: readonly AclRoute[]): Promise<void> {
  await grant(stack, requiredAcls(groupId, routes));
}

/** Adds permissions of the worker, or of somebody else. */
export async function grant(
  stack: SecuredStack,
  permissions: readonly Permission[],
  principal: string = PRINCIPAL,
): Promise<void> {
  const acl = permissions.flatMap((permission) => aclEntries(permission, principal));
  await withAdmin(stack, (admin) => admin.createAcls({ acl }));
}

/** Takes permissions of the worker away; others stay. Fails when one of them did not exist. */
export async function revoke(stack: SecuredStack, permissions: readonly Permission[]): Promise<void> {
  const filters = permissions.flatMap((permission) => aclEntries(permission, PRINCIPAL));
  const { filterResponses } = await withAdmin(stack, (admin) => admin.deleteAcls({ filters }));
  const missed = filterResponses.findIndex(({ matchingAcls }) => matchingAcls.length !== 1);
  if (missed >= 0) throw new Error(`there was no such permission: ${JSON.stringify(filters[missed])}`);
}

function aclEntries({ resource, pattern, name, operations }: Permission, principal: string): AclEntry[] {
  const { AclResourceTypes, AclOperationTypes, AclPermissionTypes, ResourcePatternTypes } = kafkajs;
  const types = {
    topic: AclResourceTypes.TOPIC,
    group: AclResourceTypes.GROUP,
    'transactional-id': AclResourceTypes.TRANSACTIONAL_ID,
  };
  const names = {
    Read: AclOperationTypes.READ,
    Write: AclOperationTypes.WRITE,
    DescribeConfigs: AclOperationTypes.DESCRIBE_CONFIGS,
  };
  return operations.map((operation) => ({
    resourceType: types[resource],
    resourceName: name,
    resourcePatternType: pattern === 'prefixed' ? ResourcePatternTypes.PREFIXED : ResourcePatternTypes.LITERAL,
    principal,
    host: '*',
    operation: names[operation],
    permissionType: AclPermissionTypes.ALLOW,
  }));
}
