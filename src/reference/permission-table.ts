import { ACL_RULES, type AclRole, type AclTarget } from '../io/required-acls.ts';
import { markdownTable } from './markdown-table.ts';

const RESOURCES: Readonly<Record<AclTarget, (role: AclRole) => string>> = {
  source: () => 'each source topic',
  sink: () => 'each sink topic',
  quarantine: () => 'each quarantine topic',
  group: (role) => (role === 'worker' ? 'group `kafka.groupId`' : 'group of its own'),
  transactions: () => 'transactional ids with prefix `sigilo:<groupId>:`',
};

/** The least permissions as a table: who needs which operations on what, and what for. */
export function permissionTable(): string {
  const rows = ACL_RULES.map(({ role, target, operations, purpose }) => [
    role,
    RESOURCES[target](role),
    operations.map((operation) => `\`${operation}\``).join(', '),
    purpose,
  ]);
  return markdownTable(['who', 'resource', 'operations', 'what for'], rows);
}
