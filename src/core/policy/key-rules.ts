import { type EdgeRule, parseEdgeTreatment } from './edge-rules.ts';
import { isMapping } from './mapping.ts';
import type { Profile } from './profiles.ts';
import type { Rule } from './rule-tree.ts';
import type { Treatment } from './treatment.ts';

/** The rules of a key in Avro: one without steps for the whole key, or one for each of its fields. */
export interface AvroKeyRule {
  readonly as: 'avro';
  readonly fields: readonly Rule[];
  readonly types: ReadonlyMap<string, readonly Rule[]>;
}

/** How the record key is treated; `none`: the sink record has no key. */
export type KeyRule = { readonly as: 'none' } | (EdgeRule & { readonly as: 'utf8' }) | AvroKeyRule;

/** What reading a key needs of the policy around it; paths begin with `key`. */
export interface KeyReader {
  readonly profile: Profile | null;
  report(path: readonly string[], fault: string): null;
  readRule(path: readonly string[], declared: unknown, text: string): Rule | null;
  readRules(declared: unknown, path: readonly string[]): readonly Rule[];
  readTypes(declared: unknown, path: readonly string[]): ReadonlyMap<string, readonly Rule[]>;
}

/**
 * Reads `key: { as: utf8, tokenize: … }`, `{ as: avro, tokenize: … }` (a key of one value), `{ as: avro, fields: … }` (a
 * record) or `{ as: none }`. Asks for a declaration, since a key that nobody named may be a CPF.
 */
export function parseKey(declared: unknown, reader: KeyReader): KeyRule {
  const report = (fault: string) => reader.report(['key'], fault);
  if (!isMapping(declared)) {
    report('needed: { as: none } drops the key, { as: utf8, tokenize: … } or { as: avro, … } treats it');
    return { as: 'none' };
  }
  const { as, ...rest } = declared;
  if (as === 'avro') return parseAvroKey(rest, reader);
  if (as === 'none') {
    if (Object.keys(rest).length > 0) report('as: none takes no treatment');
    return { as: 'none' };
  }
  if (as !== 'utf8') report('as is utf8, avro or none');
  const rule = parseEdgeTreatment(rest, reader.profile, report);
  if (rule) needDomain(rule.treatment, report);
  return rule && as === 'utf8' ? { as, ...rule } : { as: 'none' };
}

function parseAvroKey(rest: Record<string, unknown>, reader: KeyReader): KeyRule {
  const { fields, types, ...treatment } = rest;
  const words = Object.keys(treatment);
  const report = (fault: string) => reader.report(['key'], fault);
  const isWhole = fields === undefined && types === undefined;
  if (isWhole ? words.length !== 1 : words.length > 0) {
    report(
      'a key in Avro has either one treatment, { as: avro, tokenize: … }, or rules for a record, { as: avro, fields: { … } }',
    );
    return { as: 'none' };
  }
  const rules: Rule[] = [];
  if (isWhole) {
    const [word] = words as [string];
    const rule = reader.readRule(['key'], treatment[word] === null ? word : treatment, 'key');
    if (rule?.treatment.kind === 'drop') report('{ as: none } drops the key');
    else if (rule) rules.push(rule);
  } else {
    if (fields !== undefined && !isMapping(fields))
      reader.report(['key', 'fields'], 'a mapping of field path to treatment is needed');
    rules.push(...reader.readRules(fields, ['key', 'fields']));
  }
  const key = { as: 'avro', fields: rules, types: reader.readTypes(types, ['key', 'types']) } as const;
  for (const rule of rulesOfKey(key)) {
    const reportRule = (fault: string) => reader.report(isWhole ? ['key'] : ['key', 'fields', rule.text], fault);
    needDomain(rule.treatment, reportRule);
    if (rule.treatment.kind === 'detect') reportRule('a key is no free text: keep, redact, tokenize or generalize it');
  }
  return key;
}

/** All rules of a key in Avro. */
export function rulesOfKey(key: AvroKeyRule): readonly Rule[] {
  return [...key.fields, ...[...key.types.values()].flat()];
}

/** Whether a token stands anywhere in the treated key. */
export function tokenizesKey(key: KeyRule): boolean {
  if (key.as === 'none') return false;
  const treatments = key.as === 'utf8' ? [key.treatment] : rulesOfKey(key).map(({ treatment }) => treatment);
  return treatments.some(({ kind }) => kind === 'tokenize');
}

/** The default join space of PERSON is the conversation, which a tombstone of the same key does not have. */
function needDomain(treatment: Treatment, report: (fault: string) => null): void {
  if (treatment.kind === 'tokenize' && treatment.entity === 'PERSON' && treatment.domain === null)
    report('a key of PERSON needs a domain: { type: PERSON, domain: … }');
}

/**
 * Why a key treated so must not go to a compacted topic, or null when it may: compaction keeps the last record of each key,
 * so keys that become equal, or go, lose records.
 */
export function keyFaultOnCompactedSink(key: KeyRule): string | null {
  if (key.as === 'none') return 'key: { as: none }: a compacted sink needs keys';
  const merging = (treatment: Treatment) => ['redact', 'drop', 'generalize'].includes(treatment.kind);
  if (key.as === 'utf8')
    return merging(key.treatment) ? `key: ${key.treatment.kind} makes different keys equal: tokenize or keep it` : null;
  const faulty = rulesOfKey(key).filter(({ treatment }) => merging(treatment));
  return faulty.length === 0
    ? null
    : `key: ${faulty.map(({ text, treatment }) => `${treatment.kind} of ${text}`).join(', ')} makes different keys equal: tokenize or keep`;
}
