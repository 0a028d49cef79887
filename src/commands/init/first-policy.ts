import type { RecordNode, SchemaJson } from '../../core/avro/schema.ts';
import type { Profile } from '../../core/policy/profiles.ts';
import { defaultPlanSettings } from '../../default-plan-settings.ts';
import { SigiloError } from '../../errors.ts';
import { parsePolicies } from '../../policy-file.ts';
import { reportSchemas } from '../../policy-report.ts';
import { collectRules } from './collect-rules.ts';
import { identifyPlaces, singlePlaces } from './identify-places.ts';
import { guessTenant, nameTenant } from './name-tenant.ts';
import { tagsIn } from './personal-tags.ts';
import { type WrittenPolicy, writePolicy } from './write-policy.ts';

/** A schema with what it refers to, as raw JSON for the compiler and as a node for the walk. */
export interface InitSchema {
  readonly node: RecordNode;
  readonly schema: SchemaJson;
  readonly references: readonly SchemaJson[];
}

/** A first policy, and its rules. */
export interface FirstPolicy extends WrittenPolicy {
  readonly record: string;
}

/** Name under which faults of the policy are told while it is made. */
const DRAFT = 'draft';
/** Each round moves a refused line on to its next treatment; there are six at most. */
const ROUNDS = 8;

/**
 * Makes a policy that covers every field of a schema and compiles under the profile: what the profile or the type refuses
 * gives way to the next stronger treatment.
 * @param tenant a path of the schema or a constant; null to look for one by name
 * @throws SigiloError input.invalid for a tenant that is no single value
 */
export function firstPolicy(schema: InitSchema, profile: Profile, tenant: string | null): FirstPolicy {
  const { node } = schema;
  const places = singlePlaces(node);
  const { tenant: found, conversation } = identifyPlaces(places);
  const namedTenant = tenant === null ? guessTenant(found, places) : nameTenant(tenant, places);
  const refused = new Map<string, number>();
  for (let round = 0; round < ROUNDS; round++) {
    const rules = collectRules(node, { hasConversation: conversation !== null, refused });
    const head = { conversation, tenant: namedTenant, record: node.name, profile, tags: tagsIn(node) };
    const written = writePolicy(head, rules);
    const faults = faultsOf(written.text, schema);
    if (faults.length === 0) return { ...written, record: node.name };
    for (const id of faulty(faults, written)) refused.set(id, (refused.get(id) ?? 0) + 1);
  }
  throw new SigiloError('internal', { thrown: 'FirstPolicy' });
}

function faultsOf(text: string, { schema, references }: InitSchema): readonly string[] {
  const { policies, faults } = parsePolicies([{ file: DRAFT, text }]);
  if (faults.length > 0) return faults;
  const schemas = [{ name: DRAFT, schemaId: null, schema, references }];
  const { reports, unused } = reportSchemas(policies, schemas, defaultPlanSettings(DRAFT));
  return [...reports.flatMap(({ faults: own, uncovered }) => [...own, ...uncovered]), ...unused];
}

/** The rules on whose lines the faults are; a fault elsewhere is a bug of ours. */
function faulty(faults: readonly string[], { rules }: WrittenPolicy): ReadonlySet<string> {
  const found = faults.map((fault) => {
    const line = /^draft:(\d+):/.exec(fault)?.[1];
    const rule = line === undefined ? undefined : rules.get(Number(line));
    if (!rule) throw new SigiloError('internal', { thrown: 'FirstPolicy', faults: [fault] });
    return rule.id;
  });
  return new Set(found);
}
