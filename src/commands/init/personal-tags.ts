import type { FieldNode, RecordNode, SchemaNode } from '../../core/avro/schema.ts';

const PERSONAL =
  /^(?:pii|phi|personal|sensitive|private|confidential|restricted|patient|pessoal|sensivel|dado_?pessoal)/i;
const SECRET = /secret|credential|password/i;

/** Whether a tag of a schema says that a field holds personal data or a secret. */
export function isPersonalTag(tag: string): boolean {
  return PERSONAL.test(tag) || SECRET.test(tag);
}

/** What a field with such a tag is redacted as, when nothing else is known of it. */
export function tagEntity(tag: string): 'CREDENTIAL' | 'OTHER_ID' {
  return SECRET.test(tag) ? 'CREDENTIAL' : 'OTHER_ID';
}

/** Tags as Confluent writes them, and the attributes by which others mark personal data. */
export function tagsOf({ json }: FieldNode): readonly string[] {
  const lists = ['confluent:tags', 'tags', 'sensitivity', 'classification'].flatMap((name) => json[name] ?? []);
  const marks = ['pii', 'phi', 'sensitive', 'personal'].filter((name) => json[name] === true);
  return [...lists.filter((tag) => typeof tag === 'string'), ...marks];
}

/** The tags of a schema's fields that mark personal data or secrets, for the policy's section of tags. */
export function tagsIn(root: RecordNode): readonly string[] {
  const tags = new Set<string>();
  const seen = new Set<SchemaNode>();
  const visit = (node: SchemaNode): void => {
    if (seen.has(node)) return;
    seen.add(node);
    if (node.kind === 'array') visit(node.items);
    else if (node.kind === 'map') visit(node.values);
    else if (node.kind === 'union') node.branches.forEach(visit);
    else if (node.kind === 'record') {
      for (const field of node.fields) {
        const own = field.json['confluent:tags'];
        for (const tag of Array.isArray(own) ? own : []) if (isPersonalTag(String(tag))) tags.add(String(tag));
        visit(field.node);
      }
    }
  };
  visit(root);
  return [...tags].sort();
}
