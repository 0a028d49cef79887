import type { RecordNode, SchemaNode } from '../../core/avro/schema.ts';
import { findGroups } from './find-group.ts';
import { splitName } from './split-name.ts';

/** Paths of single values that name the tenant and the conversation, or null. */
export interface NamedPlaces {
  readonly tenant: string | null;
  readonly conversation: string | null;
}

/** More telling names first: an operator of many hospitals is the tenant of all of them. */
const TENANTS = ['tenant', 'cooperativ', 'operadora', 'insurer', 'payer', 'organiz', 'empresa', 'company', 'hospital'];
/** An envelope around the message, and one record in it. */
const DEEPEST = 2;

/** Looks for tenant and conversation by name, among texts and whole numbers that every record has once. */
export function identifyPlaces(root: RecordNode): NamedPlaces {
  const tenants: string[] = [];
  const conversations: string[] = [];
  const visit = (record: RecordNode, prefix: string, depth: number): void => {
    for (const field of record.fields) {
      const node = onlyContent(field.node);
      const path = prefix + field.name;
      if (node?.kind === 'record' && depth < DEEPEST) visit(node, `${path}.`, depth + 1);
      if (node?.kind !== 'string' && node?.kind !== 'long' && node?.kind !== 'int') continue;
      const [best] = findGroups(field.name, splitName(record.name.slice(record.name.lastIndexOf('.') + 1)));
      if (best?.about) continue;
      if (best?.group.name === 'organisation') tenants.push(path);
      if (best?.group.name === 'conversation') conversations.push(path);
    }
  };
  visit(root, '', 1);
  const rank = (path: string) => {
    const at = TENANTS.findIndex((word) => path.toLowerCase().includes(word));
    return at < 0 ? TENANTS.length : at;
  };
  tenants.sort((left, right) => rank(left) - rank(right));
  return { tenant: tenants[0] ?? null, conversation: conversations[0] ?? null };
}

/** A value, or the only branch beside null. */
function onlyContent(node: SchemaNode): SchemaNode | null {
  if (node.kind !== 'union') return node;
  const contents = node.branches.filter(({ kind }) => kind !== 'null');
  return contents.length === 1 ? (contents[0] as SchemaNode) : null;
}
