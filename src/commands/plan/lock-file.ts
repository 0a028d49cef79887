import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import type { SchemaJson } from '../../core/avro/schema.ts';
import { CORE_VERSION } from '../../core/policy/compile-plan.ts';
import type { CoverageRow } from '../../core/policy/plan.ts';
import { SigiloError } from '../../errors.ts';
import { isCovered } from '../../policy-report.ts';
import { schemaFingerprint } from '../../schema-fingerprint.ts';
import type { RoutePlan, SchemaPlan } from './route-plan.ts';

/** Beside `sigilo.yaml`, to be committed with it. */
export const LOCK_FILE = 'plan.lock.json';

const row = z.strictObject({ path: z.string(), type: z.string(), treatment: z.string(), sinkType: z.string() });
const text = z.string().nullable();
const entry = z.strictObject({
  route: z.string(),
  schema: z.string(),
  part: z.enum(['value', 'key']),
  record: text,
  policy: text,
  profile: text,
  plan: text,
  covered: z.boolean(),
  source: z.strictObject({ id: z.number().nullable(), version: z.number().nullable(), fingerprint: text }),
  sink: z.strictObject({ subject: text, id: z.number().nullable(), fingerprint: text }),
  uncovered: z.string(),
  keyVersion: z.string(),
  recordKeyVersion: z.string(),
  codeVersion: z.number(),
  detector: z.string(),
  rows: z.array(row),
});
const lock = z.strictObject({ lockVersion: z.literal(1), plans: z.array(entry) });

/** What the worker does with one schema version on one route; holds names, treatments and fingerprints, no value of a record. */
export type LockEntry = z.infer<typeof entry>;
export type LockRow = z.infer<typeof row>;
export type PlanLock = z.infer<typeof lock>;

/** The lock of plans: the same plans give the same lock, in an order of its own. */
export function lockPlans(plans: readonly RoutePlan[]): PlanLock {
  const entries = plans.flatMap((plan) => plan.schemas.map((schema) => lockSchema(plan, schema)));
  return { lockVersion: 1, plans: entries.sort(byPlace) };
}

function lockSchema({ route, keyVersions, detector, uncovered }: RoutePlan, plan: SchemaPlan): LockEntry {
  const { schema, part, record, policy, profile, planId, schemaId, version, fingerprint } = plan;
  const { sinkSubject, sinkSchemaId, sinkSchema, recordRows, rows } = plan;
  return {
    ...{ route, schema, part, record, policy, profile, plan: planId, covered: isCovered(plan) },
    source: { id: schemaId, version, fingerprint },
    sink: { subject: sinkSubject, id: sinkSchemaId, fingerprint: sinkFingerprint(sinkSchema) },
    ...{ uncovered, keyVersion: keyVersions.active, recordKeyVersion: keyVersions.recordKey },
    ...{ codeVersion: CORE_VERSION, detector },
    rows: [...recordRows, ...rows].map(lockRow).sort((left, right) => order(left.path, right.path)),
  };
}

function sinkFingerprint(sinkSchema: SchemaJson): string | null {
  return sinkSchema === null ? null : schemaFingerprint([sinkSchema]);
}

/** Where the tenant and the conversation come from is what matters of them. */
function lockRow({ path, type, treatment, sinkType, why }: CoverageRow): LockRow {
  const isPlace = path === '(tenant)' || path === '(conversation)';
  return { path, type, treatment: isPlace ? why : treatment, sinkType };
}

function byPlace(left: LockEntry, right: LockEntry): number {
  return (
    order(left.route, right.route) ||
    order(left.part, right.part) ||
    order(subjectOf(left), subjectOf(right)) ||
    (left.source.version ?? 0) - (right.source.version ?? 0)
  );
}

function subjectOf({ schema, source }: LockEntry): string {
  return source.version === null ? schema : schema.replace(/ version \d+$/, '');
}

/** By code units: the same on every machine, whatever its language. */
function order(left: string, right: string): number {
  return left < right ? -1 : Number(left > right);
}

const FIRST_LINES = '{\n  "lockVersion": ';

/**
 * Writes the lock as JSON with one line for each row, so that a review shows which field has changed.
 * @throws SigiloError output.exists when a file of something else is there; output.unwritable
 */
export function writeLock(file: string, content: PlanLock): void {
  if (existsSync(file) && !beginsAsLock(file)) throw new SigiloError('output.exists', { file });
  try {
    writeFileSync(file, formatLock(content));
  } catch {
    throw new SigiloError('output.unwritable', { file });
  }
}

function beginsAsLock(file: string): boolean {
  try {
    return readFileSync(file, 'utf8').startsWith(FIRST_LINES);
  } catch {
    throw new SigiloError('output.unwritable', { file });
  }
}

/** The text of a lock file. */
function formatLock({ lockVersion, plans }: PlanLock): string {
  const entries = plans.map(({ rows, ...head }) => {
    const fields = Object.entries(head).map(
      ([name, value]) => `      ${JSON.stringify(name)}: ${JSON.stringify(value)}`,
    );
    const lines = rows.map((each) => `        ${JSON.stringify(each)}`);
    const list = lines.length === 0 ? '[]' : `[\n${lines.join(',\n')}\n      ]`;
    return `    {\n${[...fields, `      "rows": ${list}`].join(',\n')}\n    }`;
  });
  const list = entries.length === 0 ? '[]' : `[\n${entries.join(',\n')}\n  ]`;
  return `${FIRST_LINES}${lockVersion},\n  "plans": ${list}\n}\n`;
}

/** Reads a lock file; throws `input.invalid` when it is missing or of another form. */
export function readLock(file: string): PlanLock {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new SigiloError('input.invalid', { file, faults: ['no lock file; `sigilo plan --lock` writes one'] });
  }
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    const fault = 'the lock file is damaged (not JSON): restore the one that was committed';
    throw new SigiloError('input.invalid', { file, faults: [fault] });
  }
  const parsed = lock.safeParse(content);
  if (parsed.success) return parsed.data;
  throw new SigiloError('input.invalid', { file, faults: ['not a lock file of this version; write it anew'] });
}
