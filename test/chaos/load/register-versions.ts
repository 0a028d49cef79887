import { registerVersions as registerDemoVersions } from '../../../src/commands/demo/registry.ts';
import { loadSchemas } from '../../../src/commands/demo/schemas.ts';
import type { ChaosRoute } from '../chaos-run.ts';

/** Which schema and policy a route has: `chat-message` or `clinical-message` of the folder `schemas`. */
export type RouteKind = 'chat' | 'clinical';

/** Ids of the schemas of one source. */
export interface RouteVersions {
  /** The schema and its versions that differ by a doc string, in the order in which the load takes them. */
  readonly versions: readonly number[];
  /** With one field more that the policy covers; of chat only. */
  readonly chatNext: number;
  /** With a field that no policy names: no sink schema is registered for it. */
  readonly chatUncovered: number;
  /** A record type without a policy, under a subject of its own. */
  readonly invoice: number;
}

const NOT_REGISTERED = 2_000_000_000;

/**
 * Registers what the load of a route is written with, under `<source>-value`. The sink schemas follow with
 * `sigilo plan --register`, which looks at all versions of the subject.
 * @param count versions besides the first, for `nextSchema`
 */
export async function registerVersions(
  registry: string,
  route: Pick<ChaosRoute, 'source' | 'sink' | 'quarantine'>,
  kind: RouteKind,
  count: number,
): Promise<RouteVersions> {
  const topics = { chat: route, clinical: route };
  const schema = loadSchemas()[kind];
  const none = { chatNext: NOT_REGISTERED, chatUncovered: NOT_REGISTERED, invoice: NOT_REGISTERED };
  const special =
    kind === 'chat'
      ? await registerDemoVersions(registry, topics, ['chat', 'chatNext', 'chatUncovered', 'invoice'])
      : await registerDemoVersions(registry, topics, ['clinical']);
  const first = 'chat' in special ? special.chat : special.clinical;
  const versions = [first];
  for (let version = 1; version <= count; version++) {
    const doc = `${String(schema.doc)} Version ${version} of the fault run.`;
    versions.push(await register(registry, `${route.source}-value`, { ...schema, doc }));
  }
  return { ...none, ...special, versions };
}

async function register(registry: string, subject: string, schema: object): Promise<number> {
  const response = await fetch(`${registry}/subjects/${encodeURIComponent(subject)}/versions`, {
    method: 'POST',
    headers: { 'content-type': 'application/vnd.schemaregistry.v1+json' },
    body: JSON.stringify({ schema: JSON.stringify(schema) }),
    signal: AbortSignal.timeout(30_000),
  });
  if (!response.ok) throw new Error(`the registry refused a version of ${subject}: ${response.status}`);
  return ((await response.json()) as { id: number }).id;
}
