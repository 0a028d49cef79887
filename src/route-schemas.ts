import type { SchemaJson } from './core/avro/schema.ts';
import type { Policy } from './core/policy/policy.ts';
import { keySubject, type SubjectStrategy, sinkSubject, sourceSubjects } from './core/subject-names.ts';
import type { SchemaRegistry } from './io/schema-registry.ts';
import type { NamedSchema } from './policy-report.ts';

/** Where a route's schemas stand. */
export interface RouteSubjects {
  readonly source: string;
  readonly sink: string;
  readonly subjects: SubjectStrategy;
}

/** The subjects of a route's values, and all versions of these and of its keys (where they are in Avro). */
export interface RouteSchemas {
  readonly subjects: readonly string[];
  readonly schemas: readonly NamedSchema[];
  /** Subjects of which only the newest versions were fetched, with how many there are. */
  readonly cut: readonly { readonly subject: string; readonly versions: number }[];
}

/**
 * Fetches what a route's policies have to cover: every Avro version of its subjects, oldest first, each subject once.
 * @param mostVersions of one subject: the newest are fetched; all unless given
 */
export async function routeSchemas(
  registry: Pick<SchemaRegistry, 'versions' | 'schemaOfVersion'>,
  { source, subjects: strategy }: RouteSubjects,
  policies: readonly Policy[],
  mostVersions = Number.POSITIVE_INFINITY,
): Promise<RouteSchemas> {
  const records = policies.map(({ record }) => record);
  const subjects = [...new Set(sourceSubjects(strategy, source, records))];
  const asked = subjects.map((subject) => ({ subject, part: 'value' as 'value' | 'key' }));
  if (policies[0]?.key.as === 'avro') asked.push({ subject: keySubject(source), part: 'key' });
  const schemas: NamedSchema[] = [];
  const cut: { subject: string; versions: number }[] = [];
  for (const { subject, part } of asked) {
    const versions = await registry.versions(subject);
    if (versions.length > mostVersions) cut.push({ subject, versions: versions.length });
    schemas.push(...(await fetchVersions(registry, subject, part, versions.slice(-mostVersions))));
  }
  return { subjects, schemas, cut };
}

/** The subject under which the sink's schema of a value or a key is looked up. */
export function sinkSubjectOf(
  { sink, subjects }: RouteSubjects,
  { part, sinkSchema }: { readonly part: 'value' | 'key'; readonly sinkSchema: SchemaJson },
): string {
  return part === 'key' ? keySubject(sink) : sinkSubject(subjects, sink, sinkSchema);
}

async function fetchVersions(
  registry: Pick<SchemaRegistry, 'schemaOfVersion'>,
  subject: string,
  part: 'value' | 'key',
  versions: readonly number[],
): Promise<readonly NamedSchema[]> {
  const schemas: NamedSchema[] = [];
  for (const version of versions) {
    const found = await registry.schemaOfVersion(subject, version);
    if (found?.lookup.kind !== 'avro') continue;
    const { schema, references } = found.lookup;
    schemas.push({ name: `${subject} version ${version}`, schemaId: found.id, schema, references, version, part });
  }
  return schemas;
}
