import { rulesOfKey } from './key-rules.ts';
import type { Policy } from './policy.ts';
import type { Rule } from './rule-tree.ts';
import type { Treatment } from './treatment.ts';
import { whatPasses } from './wide-pattern.ts';

/**
 * Patterns that let names, e-mails, CPFs or sentences through, one sentence each: allowed, and most likely a mistake.
 * @param used rules that the schema has a place for; those of key and headers have a place anyway
 */
export function patternWarnings(policy: Policy, used: ReadonlySet<number>): readonly string[] {
  const { key, headers, fields, types, tags } = policy;
  const rules = [...fields, ...[...types.values()].flat(), ...tags.values()].filter(({ id }) => used.has(id));
  const ofKey = key.as === 'avro' ? rulesOfKey(key) : [];
  const edges: (readonly [string, Treatment])[] = headers.map(({ name, treatment }) => [`header ${name}`, treatment]);
  if (key.as === 'utf8') edges.push(['key', key.treatment]);
  return [
    ...[...rules, ...ofKey].flatMap((rule: Rule) => warn(`${policy.file}:${rule.line}: ${rule.text}`, rule.treatment)),
    ...edges.flatMap(([place, treatment]) => warn(`${policy.file}: ${place}`, treatment)),
  ];
}

function warn(place: string, treatment: Treatment): readonly string[] {
  if (treatment.kind !== 'keep' || typeof treatment.shape !== 'object' || treatment.shape === null) return [];
  if (!('pattern' in treatment.shape)) return [];
  const { kinds } = whatPasses(treatment.shape);
  if (kinds.length === 0) return [];
  return [
    `${place}: the pattern keeps free text: ${kinds.join(', ')} would pass; write the form of the value, or detect`,
  ];
}
