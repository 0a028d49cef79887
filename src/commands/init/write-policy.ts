import { PROFILE_TABLE, type Profile } from '../../core/policy/profiles.ts';
import type { CollectedRules, RuleLine } from './collect-rules.ts';
import type { NamedTenant } from './name-tenant.ts';
import { tagEntity } from './personal-tags.ts';

/** What stands at the head of a first policy. */
export interface PolicyHead {
  /** Full name of the record. */
  readonly record: string;
  readonly profile: Profile;
  readonly tenant: NamedTenant;
  readonly conversation: string | null;
  /** Tags of the schema that mark personal data. */
  readonly tags: readonly string[];
}

/** A policy as text, and which line of it (from 1) stands for which rule. */
export interface WrittenPolicy {
  readonly text: string;
  readonly rules: ReadonlyMap<number, RuleLine>;
}

/** Comments stand in one column, but not further to the right than this. */
const COMMENT_COLUMN = 64;
const DOC_LENGTH = 80;
const REASON_LENGTH = 160;
/** What YAML takes for a text without quotes, unless it is one of the reserved. */
const PLAIN = /^[A-Za-z_][\w.-]*$/;
/** YAML reads these as other things than texts. */
const RESERVED = /^(?:null|true|false|yes|no|on|off|y|n)$/i;

/** Writes a first policy: the head, then a line for each rule with its reason as a comment. */
export function writePolicy(head: PolicyHead, { fields, types }: CollectedRules): WrittenPolicy {
  const lines: string[] = [...headLines(head)];
  const rules = new Map<number, RuleLine>();
  const section = (title: string, indent: string, section: readonly RuleLine[]) => {
    lines.push(title);
    const width = Math.max(...section.map((rule) => indent.length + writeRule(rule).length));
    for (const rule of section) {
      const start = (indent + writeRule(rule)).padEnd(Math.min(width, COMMENT_COLUMN));
      lines.push(`${start}  # ${comment(rule)}`);
      rules.set(lines.length, rule);
    }
  };
  if (types.size > 0) lines.push('', '# Wherever the type occurs, also inside itself.', 'types:');
  for (const [name, typeRules] of types) section(`  ${key(name)}:`, '    ', typeRules);
  lines.push('');
  if (fields.length === 0) lines.push('fields: {}');
  else section('fields:', '  ', fields);
  return { text: `${lines.join('\n')}\n`, rules };
}

function headLines(head: PolicyHead): readonly string[] {
  const { record, profile, tags, conversation } = head;
  const { needsReference, timestamps } = PROFILE_TABLE[profile];
  const shortName = record.slice(record.lastIndexOf('.') + 1);
  return [
    '# A first policy, by the names, types, docs and tags of the schema alone. Settle each REVIEW with somebody who knows the',
    '# data, then look at the result: sigilo plan --schema … --policy …',
    `policy: ${key(policyName(shortName))}`,
    `record: ${key(record)}`,
    needsReference
      ? `profile: { ${profile}: { reference: to be named } }  # REVIEW: who determined it, when, in which document`
      : `profile: ${profile}`,
    tenantLine(head.tenant),
    ...(conversation === null
      ? ['# conversation: …  # REVIEW: a field whose value all records of one conversation share, if there is one']
      : [`conversation: ${conversation}  # REVIEW: by name; names of people are tokenized within a conversation`]),
    `timestamp: ${timestamps.includes('hour') ? 'hour' : (timestamps.at(0) as string)}`,
    '',
    '# A key may be a CPF: { as: utf8, tokenize: { type: …, domain: … } } keeps it joinable. A compacted sink needs a key.',
    'key: { as: none }  # REVIEW: what is the record key?',
    '# headers: { name: { as: utf8, keep: … } }  # all that are not listed are dropped',
    '# recognizers: { record: { entity: MRN, digits: 7, cues: [ficha], match: […], reject: […] } }  # numbers of your own',
    '# allow: [0800 123 4567]  # texts of your own that stay: hotlines, the bot, the brand; never a person',
    ...(tags.length === 0
      ? []
      : ['', '# Fields of later versions that bear the tag; a path wins over a tag.', 'tags:']),
    ...tags.map((tag) => `  ${key(tag)}: { redact: ${tagEntity(tag)} }`),
  ];
}

function tenantLine({ tenant, review }: NamedTenant): string {
  const [word, name] = Object.entries(tenant)[0] as [string, string];
  return `tenant: { ${word}: ${PLAIN.test(name) && !RESERVED.test(name) ? name : JSON.stringify(name)} }${review === null ? '' : `  # REVIEW: ${review}`}`;
}

/** `ChatMessage` -> `chat-message`. */
function policyName(shortName: string): string {
  const words = shortName
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-');
  return words.replace(/^-+|-+$/g, '').slice(0, 64) || 'policy';
}

function writeRule({ path, treatment }: RuleLine): string {
  return `${key(path)}: ${treatment}`;
}

/** Field paths are plain YAML, unless they are one reserved word; tags may hold anything. */
function key(text: string): string {
  return RESERVED.test(text) || !/^[A-Za-z_][\w.[\]{}<>-]*$/.test(text) ? JSON.stringify(text) : text;
}

function comment({ isSure, reason, doc }: RuleLine): string {
  const why = printed(reason, REASON_LENGTH);
  if (isSure) return why;
  const shown = printed(doc, DOC_LENGTH);
  return `REVIEW: ${why}${shown === '' ? '' : `; doc: ${shown}`}`;
}

/** Tags, logical types and docs are whatever the schema's author wrote: a line end in one would begin a rule of its own. */
function printed(text: string, most: number): string {
  const plain = text.replace(/[^\p{L}\p{N}\p{P}\p{S}]+/gu, ' ').trim();
  return plain.length > most ? `${plain.slice(0, most)}…` : plain;
}
