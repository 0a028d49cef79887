import { describeTreatment } from './core/policy/describe-treatment.ts';
import type { EdgeTreatment } from './core/policy/edge-rules.ts';
import { type KeyRule, rulesOfKey } from './core/policy/key-rules.ts';
import type { CoverageRow } from './core/policy/plan.ts';
import type { Policy } from './core/policy/policy.ts';
import type { Tenant } from './core/policy/tenant.ts';
import { detectionRows } from './detection-rows.ts';

/**
 * What a policy makes of a record beside its value, and what it adds to the search in texts: rows for the coverage table, their paths in parentheses because no
 * field has such a name.
 */
export function recordRows({
  key,
  headers,
  timestamp,
  tenant,
  conversation,
  detection,
}: Policy): readonly CoverageRow[] {
  return [
    ...keyRows(key),
    ...headers.map(({ name, as, treatment }) => edgeRow(`(header ${name})`, as, treatment, 'headers')),
    { path: '(other headers)', type: '-', treatment: 'drop', sinkType: '-', why: 'not listed' },
    {
      path: '(timestamp)',
      type: 'timestamp',
      treatment: timestamp === 'keep' ? 'keep' : `generalize to ${timestamp}`,
      sinkType: 'timestamp',
      why: 'timestamp',
    },
    {
      path: '(tenant)',
      type: '-',
      treatment: 'part of every token',
      sinkType: '-',
      why: whyTenant(tenant),
    },
    ...(conversation === null ? [] : [conversationRow(conversation)]),
    ...detectionRows(detection),
  ];
}

function whyTenant(tenant: Tenant): string {
  if ('const' in tenant) return `tenant, the constant ${tenant.const}`;
  return `tenant, from ${tenant.field}${tenant.oneOf ? `, one of ${tenant.oneOf.join(', ')}` : ''}`;
}

function conversationRow(conversation: string): CoverageRow {
  const treatment = 'bounds the tokens of names';
  return { path: '(conversation)', type: '-', treatment, sinkType: '-', why: `conversation, from ${conversation}` };
}

/** What a key in Avro becomes depends on its schema, so its rules stand here as they are declared. */
function keyRows(key: KeyRule): readonly CoverageRow[] {
  if (key.as === 'none') return [{ path: '(key)', type: '-', treatment: 'drop', sinkType: '-', why: 'key' }];
  if (key.as === 'utf8') return [edgeRow('(key)', key.as, key.treatment, 'key')];
  return rulesOfKey(key).map(({ text, treatment, line }) => ({
    path: text === 'key' ? '(key)' : `(key) ${text}`,
    type: 'avro',
    treatment: describeTreatment(treatment),
    sinkType: 'by its schema',
    why: `key (line ${line})`,
  }));
}

/** Tokens and placeholders are text, whatever they stand for. */
function edgeRow(path: string, as: 'utf8' | 'bytes', treatment: EdgeTreatment, why: string): CoverageRow {
  const sinkTypes = { keep: as, drop: '-', redact: 'utf8', tokenize: 'utf8', generalize: 'utf8' };
  return { path, type: as, treatment: describeTreatment(treatment), sinkType: sinkTypes[treatment.kind], why };
}
