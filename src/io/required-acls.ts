/** Operations as Kafka's tools write them. Read and Write include Describe; nothing includes DescribeConfigs. */
export type AclOperation = 'Read' | 'Write' | 'DescribeConfigs';

/** Who needs a permission: the worker, a reader of a sink, or who opens a quarantine. */
export type AclRole = 'worker' | 'reader' | 'operator';

/** What a permission is for: a topic of a route, the group of the role, or the worker's transactions. */
export type AclTarget = 'source' | 'sink' | 'quarantine' | 'group' | 'transactions';

/** One line of the least permissions; script, check and documentation are held to this list by tests. */
export interface AclRule {
  readonly role: AclRole;
  readonly target: AclTarget;
  readonly resource: 'topic' | 'group' | 'transactional-id';
  readonly pattern: 'literal' | 'prefixed';
  readonly operations: readonly AclOperation[];
  /** What it is used for, as a clause. */
  readonly purpose: string;
}

/**
 * The least that each role needs; found by taking each away on a real broker. No permission on the cluster is among
 * them, and none to create, alter or delete anything.
 */
export const ACL_RULES: readonly AclRule[] = [
  {
    role: 'worker',
    target: 'source',
    resource: 'topic',
    pattern: 'literal',
    operations: ['Read', 'DescribeConfigs'],
    purpose: 'to read records and commit their offsets; to know record limit and retention',
  },
  {
    role: 'worker',
    target: 'sink',
    resource: 'topic',
    pattern: 'literal',
    operations: ['Write', 'DescribeConfigs'],
    purpose: 'to write sanitized records; to know record limit, accepted times and whether it needs keys',
  },
  {
    role: 'worker',
    target: 'quarantine',
    resource: 'topic',
    pattern: 'literal',
    operations: ['Write', 'DescribeConfigs'],
    purpose: 'to write sealed records; to know that they fit and are kept',
  },
  {
    role: 'worker',
    target: 'group',
    resource: 'group',
    pattern: 'literal',
    operations: ['Read'],
    purpose: 'to join the group and to commit its offsets',
  },
  {
    role: 'worker',
    target: 'transactions',
    resource: 'transactional-id',
    pattern: 'prefixed',
    operations: ['Write'],
    purpose: 'to write records and offsets in one transaction (mode exactly_once)',
  },
  {
    role: 'reader',
    target: 'sink',
    resource: 'topic',
    pattern: 'literal',
    operations: ['Read'],
    purpose: 'to read sanitized records',
  },
  {
    role: 'reader',
    target: 'group',
    resource: 'group',
    pattern: 'literal',
    operations: ['Read'],
    purpose: "to commit the reader's own offsets",
  },
  {
    role: 'operator',
    target: 'quarantine',
    resource: 'topic',
    pattern: 'literal',
    operations: ['Read'],
    purpose: 'to read sealed records; only the identity opens them',
  },
  {
    role: 'operator',
    target: 'group',
    resource: 'group',
    pattern: 'literal',
    operations: ['Read'],
    purpose: "to commit the operator's own offsets",
  },
];

/** What is needed to know which permissions a route's worker needs. */
export interface AclRoute {
  readonly name: string;
  readonly source: string;
  readonly sink: string;
  readonly quarantine: string;
  /** `at_least_once` needs no transactions; default `exactly_once`. */
  readonly mode?: 'exactly_once' | 'at_least_once';
}

/** A permission on one resource by name. */
export interface RequiredAcl extends Pick<AclRule, 'target' | 'resource' | 'pattern' | 'operations'> {
  /** Names of the routes that need it. */
  readonly routes: readonly string[];
  readonly name: string;
}

/** What the names of all transactions of a group's workers begin with; no other group's do. */
export function transactionalPrefix(groupId: string): string {
  return `sigilo:${groupId}:`;
}

/** The permissions that a worker of these routes needs, each resource and target once. */
export function requiredAcls(groupId: string, routes: readonly AclRoute[]): readonly RequiredAcl[] {
  const required: RequiredAcl[] = [];
  for (const { role, target, resource, pattern, operations } of ACL_RULES) {
    if (role !== 'worker') continue;
    const users = new Map<string, string[]>();
    for (const route of routes) {
      if (target === 'transactions' && route.mode === 'at_least_once') continue;
      const name = nameOf(target, groupId, route);
      users.set(name, [...(users.get(name) ?? []), route.name]);
    }
    for (const [name, names] of users) required.push({ target, resource, pattern, name, operations, routes: names });
  }
  return required;
}

function nameOf(target: AclTarget, groupId: string, route: AclRoute): string {
  if (target === 'group') return groupId;
  return target === 'transactions' ? transactionalPrefix(groupId) : route[target];
}
