import { SigiloError, thrownName } from '../../errors.ts';
import { loadSchemas, type Version } from './schemas.ts';
import type { Topics } from './topics.ts';

/** Subject of each version: a record type of another team has a subject of its own. */
function subjectOf(version: Version, topics: Topics): string {
  if (version === 'invoice') return `${topics.chat.source}-br.sigilo.billing.Invoice`;
  return `${version === 'clinical' ? topics.clinical.source : topics.chat.source}-value`;
}

/** Registers schema versions one after the other (several at once race in the registry) and gives their ids. */
export async function registerVersions<Name extends Version>(
  registry: string,
  topics: Topics,
  versions: readonly Name[],
): Promise<Record<Name, number>> {
  const schemas = loadSchemas();
  const ids = {} as Record<Name, number>;
  for (const version of versions) {
    const subject = subjectOf(version, topics);
    const response = await fetch(`${registry}/subjects/${encodeURIComponent(subject)}/versions`, {
      method: 'POST',
      headers: { 'content-type': 'application/vnd.schemaregistry.v1+json' },
      body: JSON.stringify({ schema: JSON.stringify(schemas[version]) }),
      signal: AbortSignal.timeout(10_000),
    }).catch((thrown: unknown) => {
      throw new SigiloError('registry.unavailable', { subject, thrown: thrownName(thrown) });
    });
    if (!response.ok) throw new SigiloError('registry.unavailable', { subject, status: response.status });
    ids[version] = ((await response.json()) as { id: number }).id;
  }
  return ids;
}

/** Removes what a run registered, where the registry goes on living. */
export async function deleteSubjects(registry: string, prefix: string): Promise<void> {
  const subjects = (await (await fetch(`${registry}/subjects`)).json()) as string[];
  for (const subject of subjects.filter((name) => name.startsWith(prefix))) {
    await fetch(`${registry}/subjects/${encodeURIComponent(subject)}`, { method: 'DELETE' });
  }
}
