import type { Document, LineCounter } from 'yaml';
import { didYouMean } from '../edit-distance.ts';
import { type DetectionRules, readDetectionRules } from './detection-rules.ts';
import { type HeaderRule, parseHeaders } from './edge-rules.ts';
import { parseFieldPath, type Step } from './field-path.ts';
import { type KeyRule, parseKey } from './key-rules.ts';
import { isMapping } from './mapping.ts';
import { floorFault } from './profile-floors.ts';
import { PROFILE_TABLE, type Profile, TIMESTAMPS, type Timestamp } from './profiles.ts';
import { readProfile } from './read-profile.ts';
import type { Rule } from './rule-tree.ts';
import { readPlace, readTenant, type Tenant } from './tenant.ts';
import { parseTreatment } from './treatment.ts';

/** What a user declares for one record type. Compiled against a schema it becomes a plan. */
export interface Policy {
  readonly name: string;
  readonly file: string;
  /** Full name of the Avro record. */
  readonly record: string;
  readonly profile: Profile;
  /** The determination or agreement that the profile rests on, where it asks for one. */
  readonly reference: string | null;
  readonly tenant: Tenant;
  readonly conversation: string | null;
  readonly detection: DetectionRules;
  readonly timestamp: Timestamp;
  readonly key: KeyRule;
  readonly headers: readonly HeaderRule[];
  readonly tags: ReadonlyMap<string, Rule>;
  readonly types: ReadonlyMap<string, readonly Rule[]>;
  readonly fields: readonly Rule[];
  /** Where what names a single field of the schema stands in the file. */
  readonly lines: Readonly<Record<'tenant' | 'conversation' | 'language', number>>;
  /** The declaration itself, for the plan id. */
  readonly declared: unknown;
}

/** A policy file as parsed from YAML: where each part stands is known. */
export interface PolicySource {
  readonly file: string;
  readonly document: Document.Parsed;
  readonly lines: LineCounter;
}

const WORDS = [
  'policy',
  'record',
  'profile',
  'tenant',
  'conversation',
  'recognizers',
  'allow',
  'language',
  'otherLanguage',
  'timestamp',
  'key',
  'headers',
  'tags',
  'types',
  'fields',
];
const RECORD_NAME = /^[A-Za-z_][A-Za-z0-9_.]*$/;

/** A policy with faults: what is right in it can still be held against schemas, so that those faults come too. */
export interface FaultyPolicy {
  readonly faults: readonly string[];
  /** Without the parts that are wrong; null when not even its record is known. */
  readonly remains: Policy | null;
}

/** Reads a policy; all its faults come at once, each with file and line. */
export function parsePolicy(source: PolicySource): { policy: Policy } | FaultyPolicy {
  const found: { readonly line: number; readonly text: string }[] = [];
  const report = (path: readonly string[], fault: string): null => {
    found.push({ line: lineOf(source, path), text: `${path.length > 0 ? `${path.join(' › ')}: ` : ''}${fault}` });
    return null;
  };
  const inLineOrder = () =>
    [...found].sort((left, right) => left.line - right.line).map(({ line, text }) => `${source.file}:${line}: ${text}`);
  for (const error of source.document.errors) {
    found.push({ line: error.linePos?.[0].line ?? 1, text: `not valid YAML (${error.code})` });
  }
  const declared: unknown = found.length === 0 ? source.document.toJS() : null;
  if (found.length > 0) return { faults: inLineOrder(), remains: null };
  if (!isMapping(declared)) {
    return { faults: [`${source.file}:1: a policy is a mapping that begins with "policy:"`], remains: null };
  }

  for (const word of Object.keys(declared)) {
    if (!WORDS.includes(word))
      report([word], `unknown word${didYouMean(word, WORDS) || `; a policy knows ${WORDS.join(', ')}`}`);
  }
  const name = readName(declared, report);
  const record = typeof declared.record === 'string' && RECORD_NAME.test(declared.record) ? declared.record : null;
  if (record === null) report(['record'], 'the full name of the Avro record is needed');
  const { profile, reference } = readProfile(declared.profile, (fault) => report(['profile'], fault)) ?? {
    profile: null,
    reference: null,
  };
  const timestamp = readTimestamp(declared.timestamp, profile, report);
  const counter = { next: 0 };
  const read = (path: readonly string[], value: unknown, steps: readonly Step[], text: string): Rule | null => {
    const treatment = parseTreatment(value, (fault) => report(path, fault));
    const fault = treatment && profile && floorFault(profile, treatment);
    if (fault) report(path, fault);
    return treatment && { id: counter.next++, text, steps, treatment, line: lineOf(source, path) };
  };
  const policy = {
    name: name ?? '',
    file: source.file,
    record: record ?? '',
    profile: profile ?? 'lgpd',
    reference,
    tenant: readTenant(declared.tenant, report),
    conversation: readPlace(declared.conversation, ['conversation'], report),
    detection: readDetectionRules(declared, report),
    timestamp,
    key: parseKey(declared.key, {
      profile,
      report,
      readRule: (path, value, text) => read(path, value, [], text),
      readRules: (value, path) => readRules(value, path, read, report),
      readTypes: (value, path) => readTypes(value, path, read, report),
    }),
    headers: parseHeaders(declared.headers, profile, (header, fault) =>
      report(header ? ['headers', header] : ['headers'], fault),
    ),
    tags: readTags(declared.tags, read, report),
    types: readTypes(declared.types, ['types'], read, report),
    fields: readRules(declared.fields, ['fields'], read, report),
    lines: {
      tenant: lineOf(source, ['tenant', 'field']),
      conversation: lineOf(source, ['conversation']),
      language: lineOf(source, ['language']),
    },
    declared,
  };
  if (!isMapping(declared.fields)) report(['fields'], 'a treatment for each field is needed');
  if (found.length === 0) return { policy };
  return { faults: inLineOrder(), remains: record === null ? null : policy };
}

type Report = (path: readonly string[], fault: string) => null;
type ReadRule = (path: readonly string[], value: unknown, steps: readonly Step[], text: string) => Rule | null;

function readName(declared: Record<string, unknown>, report: Report): string | null {
  const name = declared.policy;
  return typeof name === 'string' && /^[a-z0-9][a-z0-9-]{0,63}$/.test(name)
    ? name
    : report(['policy'], 'a name of lower-case letters, digits and hyphens is needed');
}

function readTimestamp(value: unknown, profile: Profile | null, report: Report): Timestamp {
  const allowed = profile ? PROFILE_TABLE[profile].timestamps : TIMESTAMPS;
  const byDefault = allowed.includes('hour') ? 'hour' : (allowed[0] as Timestamp);
  const timestamp = TIMESTAMPS.find((each) => each === (value === undefined ? byDefault : value));
  if (!timestamp) report(['timestamp'], `one of ${TIMESTAMPS.join(', ')} is needed`);
  else if (!allowed.includes(timestamp)) report(['timestamp'], `profile ${profile} asks for ${allowed.join(', ')}`);
  return timestamp ?? byDefault;
}

function readRules(value: unknown, at: readonly string[], read: ReadRule, report: Report): readonly Rule[] {
  const rules: Rule[] = [];
  for (const [text, declared] of Object.entries(isMapping(value) ? value : {})) {
    const steps = parseFieldPath(text);
    if (typeof steps === 'string') report([...at, text], steps);
    else {
      const rule = read([...at, text], declared, steps, text);
      if (rule) rules.push(rule);
    }
  }
  return rules;
}

function readTypes(
  value: unknown,
  at: readonly string[],
  read: ReadRule,
  report: Report,
): ReadonlyMap<string, readonly Rule[]> {
  const types = new Map<string, readonly Rule[]>();
  for (const [name, rules] of Object.entries(isMapping(value) ? value : {})) {
    if (!isMapping(rules)) report([...at, name], 'a mapping of field path to treatment is needed');
    types.set(name, readRules(rules, [...at, name], read, report));
  }
  if (value !== undefined && !isMapping(value)) report(at, 'a mapping of record name to rules is needed');
  return types;
}

function readTags(value: unknown, read: ReadRule, report: Report): ReadonlyMap<string, Rule> {
  const tags = new Map<string, Rule>();
  for (const [tag, declared] of Object.entries(isMapping(value) ? value : {})) {
    const rule = read(['tags', tag], declared, [], `tag ${tag}`);
    if (rule) tags.set(tag, rule);
  }
  if (value !== undefined && !isMapping(value)) report(['tags'], 'a mapping of tag to treatment is needed');
  return tags;
}

/** The line on which a part of the policy begins; the nearest enclosing part where it is absent. */
function lineOf(source: PolicySource, path: readonly string[]): number {
  for (let length = path.length; length > 0; length--) {
    const node = source.document.getIn(path.slice(0, length), true) as { range?: [number, number, number] } | undefined;
    if (node?.range) return source.lines.linePos(node.range[0]).line;
  }
  return 1;
}
