import type { PermissionView } from '../io/kafka-permissions.ts';
import { type RequiredAcl, requiredAcls, transactionalPrefix } from '../io/required-acls.ts';
import { type CheckedRoute, ROLES } from './facts.ts';
import { type Finding, fault } from './finding.ts';

/** Topics that do not exist, or that the brokers do not let us see, and each permission of the least set that is missing. */
export function permissionFindings(
  groupId: string,
  routes: readonly CheckedRoute[],
  view: PermissionView,
): readonly Finding[] {
  const missing = routes.flatMap((route) =>
    ROLES.filter((role) => view.topics.get(route[role])?.kind === 'missing').map((role) =>
      fault(`${role}.topic_missing`, { route: route.name, topic: route[role] }),
    ),
  );
  const refused = requiredAcls(groupId, routes).flatMap((acl) =>
    missingOperations(acl, view).map((operation) => refusal(acl, operation)),
  );
  return [...missing, ...refused];
}

/** A check id of a route's transactions: under every prefix that its real ones have, and used by no producer. */
function checkTransactionalId(groupId: string, route: CheckedRoute): string {
  return `${transactionalPrefix(groupId)}${route.source}:check`;
}

/** The ids to ask for: one a route that works in transactions. */
export function checkTransactionalIds(groupId: string, routes: readonly CheckedRoute[]): readonly string[] {
  return routes.filter(({ mode }) => mode === 'exactly_once').map((route) => checkTransactionalId(groupId, route));
}

function missingOperations({ resource, name, operations }: RequiredAcl, view: PermissionView): readonly string[] {
  if (resource === 'transactional-id') return view.refusedTransactions.size > 0 ? operations : [];
  if (resource === 'group') return operations.filter((operation) => !view.group.has(operation as 'Read'));
  const topic = view.topics.get(name);
  if (topic === undefined || topic.kind === 'missing') return [];
  const { permitted } = topic;
  return operations.filter((operation) => !permitted.has(operation));
}

function refusal({ resource, name, pattern, routes }: RequiredAcl, operation: string): Finding {
  const [route] = routes;
  return fault('kafka.permission_missing', {
    ...(resource === 'topic' && route !== undefined ? { route, topic: name } : {}),
    operation,
    resource: `${resource} ${name}${pattern === 'prefixed' ? '*' : ''}`,
  });
}
