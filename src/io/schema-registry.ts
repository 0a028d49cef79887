import type { SchemaJson } from '../core/avro/schema.ts';
import { SigiloError } from '../errors.ts';

/** What the registry knows of one id: an Avro schema with all it refers to, another kind of schema, or nothing. */
export type SchemaLookup =
  | { readonly kind: 'avro'; readonly schema: SchemaJson; readonly references: readonly SchemaJson[] }
  /** Not Avro, or not to be resolved: quarantine `uncovered_schema`. */
  | { readonly kind: 'unsupported' }
  /** Asked twice and not found: quarantine `unknown_schema`. */
  | { readonly kind: 'unknown' };

export interface SubjectVersion {
  readonly version: number;
  readonly id: number;
  readonly lookup: SchemaLookup;
}

/** Label of a metric. */
export type RegistryOutcome = 'ok' | 'not_found' | 'rejected' | 'unauthorized' | 'unavailable';

/** All operations reject with `registry.unauthorized` or `registry.unavailable`, both retryable. */
export interface SchemaRegistry {
  schemaById(id: number): Promise<SchemaLookup>;
  /** The ids of one batch, each asked once, few at a time; the answer has every id. */
  schemasByIds(ids: readonly number[]): Promise<ReadonlyMap<number, SchemaLookup>>;
  /** Id under which a subject holds exactly this schema, or null. */
  lookupId(subject: string, schema: SchemaJson): Promise<number | null>;
  /** Version numbers of a subject, ascending; empty when there is no such subject. */
  versions(subject: string): Promise<readonly number[]>;
  schemaOfVersion(subject: string, version: number | 'latest'): Promise<SubjectVersion | null>;
  /** Whether the registry would accept the schema as the subject's next version; true for a new subject. */
  isCompatible(subject: string, schema: SchemaJson): Promise<boolean>;
  /** Registers a schema and gives its id; rejects with `registry.incompatible` when it is refused. */
  register(subject: string, schema: SchemaJson): Promise<number>;
}

interface Answer {
  readonly status: number;
  readonly json: unknown;
}

export interface SchemaRegistryOptions {
  /** Sends one request, in bounded time; rejects with `registry.unavailable`. */
  readonly send: (method: 'GET' | 'POST', path: string, body?: unknown) => Promise<Answer>;
  /** Milliseconds, never going back. */
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly onRequest?: (outcome: RegistryOutcome) => void;
}

const FOUND_ENTRIES = 1_000;
const UNKNOWN_ENTRIES = 1_000;
const UNKNOWN_MS = 30_000;
/** A replica of the registry may lag behind the one that registered a schema. */
const ASK_AGAIN_MS = 100;
const AT_ONCE = 8;
/** Ids of a stranger are random: so many per batch are asked at full speed, the others are paced. */
const WAVE = 64;
const WAVE_PAUSE_MS = 250;
const REFERENCES = 100;

/** A client of a registry with Confluent's API, with bounded caches; schemas are given as raw JSON. */
export function createSchemaRegistry(options: SchemaRegistryOptions): SchemaRegistry {
  const found = new Map<number, SchemaLookup>();
  const unknownUntil = new Map<number, number>();
  const underWay = new Map<number, Promise<SchemaLookup>>();

  /** Sends; gives the JSON of a 200, or the status of a refusal that carries an error code of the registry itself. */
  async function ask(method: 'GET' | 'POST', path: string, body?: unknown): Promise<Answer> {
    const { status, json } = await options.send(method, path, body).catch((error: unknown) => {
      options.onRequest?.('unavailable');
      throw error;
    });
    if (status === 200 && json !== undefined) return report('ok', { status, json });
    if (status === 401 || status === 403) {
      options.onRequest?.('unauthorized');
      throw new SigiloError('registry.unauthorized', { status }, { retryable: true });
    }
    // A 404 without the registry's own error code comes from a proxy or a wrong address: it says nothing on a schema.
    if (status === 404 && isObject(json) && typeof json.error_code === 'number') {
      return report('not_found', { status, json: null });
    }
    if (status === 409 || status === 422) return report('rejected', { status, json: null });
    options.onRequest?.('unavailable');
    throw new SigiloError('registry.unavailable', { status }, { retryable: true });
  }

  function report(outcome: RegistryOutcome, answer: Answer): Answer {
    options.onRequest?.(outcome);
    return answer;
  }

  async function askTwice(path: string): Promise<Answer> {
    const first = await ask('GET', path);
    if (first.status !== 404) return first;
    await options.sleep(ASK_AGAIN_MS);
    return ask('GET', path);
  }

  async function fetchSchema(id: number): Promise<SchemaLookup> {
    const answer = await askTwice(`/schemas/ids/${id}`);
    if (answer.status === 404) {
      remember(unknownUntil, id, options.now() + UNKNOWN_MS, UNKNOWN_ENTRIES);
      return { kind: 'unknown' };
    }
    const lookup = await resolve(answer.json);
    remember(found, id, lookup, FOUND_ENTRIES);
    return lookup;
  }

  async function resolve(json: unknown): Promise<SchemaLookup> {
    if (!isObject(json) || typeof json.schema !== 'string') throw garbage();
    const schema = avroJson(json);
    if (schema === undefined) return { kind: 'unsupported' };
    const references = await resolveReferences(json.references);
    return references === null ? { kind: 'unsupported' } : { kind: 'avro', schema, references };
  }

  /** Depth first, so that each schema comes after those it refers to; null when one is missing or not Avro. */
  async function resolveReferences(top: unknown): Promise<readonly SchemaJson[] | null> {
    const resolved: SchemaJson[] = [];
    const seen = new Set<string>();
    async function visit(list: unknown): Promise<boolean> {
      for (const { subject, version } of referencesOf(list)) {
        const path = `/subjects/${encodeURIComponent(subject)}/versions/${version}`;
        if (seen.has(path)) continue;
        seen.add(path);
        if (seen.size > REFERENCES) return false;
        const answer = await askTwice(path);
        if (answer.status !== 200) return false;
        if (!isObject(answer.json) || typeof answer.json.schema !== 'string') throw garbage();
        if (!(await visit(answer.json.references))) return false;
        const schema = avroJson(answer.json);
        if (schema === undefined) return false;
        resolved.push(schema);
      }
      return true;
    }
    return (await visit(top)) ? resolved : null;
  }

  async function schemaById(id: number): Promise<SchemaLookup> {
    const known = found.get(id);
    if (known) return known;
    const until = unknownUntil.get(id);
    if (until !== undefined && options.now() < until) return { kind: 'unknown' };
    const fetching = underWay.get(id) ?? fetchSchema(id).finally(() => underWay.delete(id));
    underWay.set(id, fetching);
    return fetching;
  }

  async function schemasByIds(ids: readonly number[]): Promise<ReadonlyMap<number, SchemaLookup>> {
    const answers = new Map<number, SchemaLookup>();
    const distinct = [...new Set(ids)];
    for (let wave = 0; wave < distinct.length; wave += WAVE) {
      if (wave > 0) await options.sleep(WAVE_PAUSE_MS);
      const queue = distinct.slice(wave, wave + WAVE);
      const lookUp = async () => {
        for (let id = queue.shift(); id !== undefined; id = queue.shift()) answers.set(id, await schemaById(id));
      };
      // What is still queued must not go on against a registry in trouble.
      const stop = (error: unknown) => {
        queue.length = 0;
        throw error;
      };
      await Promise.all(Array.from({ length: AT_ONCE }, () => lookUp().catch(stop)));
    }
    return answers;
  }

  async function lookupId(subject: string, schema: SchemaJson): Promise<number | null> {
    const answer = await ask('POST', `/subjects/${encodeURIComponent(subject)}`, { schema: JSON.stringify(schema) });
    return answer.status === 200 ? idOf(answer.json) : null;
  }

  async function versions(subject: string): Promise<readonly number[]> {
    const answer = await ask('GET', `/subjects/${encodeURIComponent(subject)}/versions`);
    if (answer.status !== 200) return [];
    if (!Array.isArray(answer.json) || !answer.json.every((version) => Number.isSafeInteger(version))) throw garbage();
    return [...(answer.json as number[])].sort((left, right) => left - right);
  }

  async function schemaOfVersion(subject: string, version: number | 'latest'): Promise<SubjectVersion | null> {
    const answer = await ask('GET', `/subjects/${encodeURIComponent(subject)}/versions/${version}`);
    if (answer.status !== 200) return null;
    if (!isObject(answer.json) || !Number.isSafeInteger(answer.json.version)) throw garbage();
    const lookup = await resolve(answer.json);
    return { version: answer.json.version as number, id: idOf(answer.json), lookup };
  }

  async function isCompatible(subject: string, schema: SchemaJson): Promise<boolean> {
    const path = `/compatibility/subjects/${encodeURIComponent(subject)}/versions/latest`;
    const answer = await ask('POST', path, { schema: JSON.stringify(schema) });
    if (answer.status === 404) return true;
    if (answer.status !== 200) return false;
    if (!isObject(answer.json) || typeof answer.json.is_compatible !== 'boolean') throw garbage();
    return answer.json.is_compatible;
  }

  async function register(subject: string, schema: SchemaJson): Promise<number> {
    const answer = await ask('POST', `/subjects/${encodeURIComponent(subject)}/versions`, {
      schema: JSON.stringify(schema),
    });
    if (answer.status !== 200) throw new SigiloError('registry.incompatible', { subject, status: answer.status });
    return idOf(answer.json);
  }

  return { schemaById, schemasByIds, lookupId, versions, schemaOfVersion, isCompatible, register };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function garbage(): SigiloError {
  return new SigiloError('registry.unavailable', { thrown: 'UnexpectedAnswer' }, { retryable: true });
}

function idOf(json: unknown): number {
  if (!isObject(json) || !Number.isSafeInteger(json.id)) throw garbage();
  return json.id as number;
}

/** The schema's own JSON, or undefined when it is of another type or no JSON. */
function avroJson(json: Record<string, unknown>): SchemaJson | undefined {
  if (json.schemaType !== undefined && json.schemaType !== null && json.schemaType !== 'AVRO') return undefined;
  try {
    return JSON.parse(json.schema as string) as SchemaJson;
  } catch {
    return undefined;
  }
}

function referencesOf(list: unknown): { subject: string; version: number }[] {
  if (list === undefined || list === null) return [];
  if (!Array.isArray(list)) throw garbage();
  return list.map((reference) => {
    if (!isObject(reference) || typeof reference.subject !== 'string') throw garbage();
    if (!Number.isSafeInteger(reference.version)) throw garbage();
    return { subject: reference.subject, version: reference.version as number };
  });
}

/** Adds to a bounded map, oldest out first. */
function remember<Value>(map: Map<number, Value>, id: number, value: Value, limit: number): void {
  map.delete(id);
  map.set(id, value);
  if (map.size > limit) map.delete(map.keys().next().value as number);
}
