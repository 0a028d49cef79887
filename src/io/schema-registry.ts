import type { SchemaJson } from '../core/avro/schema.ts';
import {
  type Asked,
  avroJson,
  judgeAnswer,
  type Reference,
  readCompatible,
  readId,
  readSchema,
  readVersions,
  type SchemaAnswer,
  unexpectedAnswer,
  wholeNumberIn,
} from '../core/registry-answers.ts';
import { SigiloError } from '../errors.ts';
import { createPatience, isPatient, losePatience } from './schema-registry/patience.ts';

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
export type RegistryOutcome = 'ok' | 'not_found' | 'not_asked' | 'rejected' | 'unauthorized' | 'unavailable';

/** All operations reject with `registry.unauthorized` or `registry.unavailable`, both retryable. */
export interface SchemaRegistry {
  schemaById(id: number): Promise<SchemaLookup>;
  /**
   * The ids of one batch, each asked once, few at a time, the smallest first: registries count up, strangers make ids up.
   * In a flood of unknown ids not all are asked; those lack in the answer, and nothing is remembered of them.
   */
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
  /** Told how each request ended, and of each id that was not asked. */
  readonly onRequest?: (outcome: RegistryOutcome) => void;
}

const OUTCOMES = { 200: 'ok', 404: 'not_found', 409: 'rejected', 422: 'rejected' } as const;

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
  const patience = createPatience(options.now());

  /** Sends; gives what `read` makes of the JSON of a 200, or the status of a refusal that carries an error code of the registry itself. */
  async function ask<Content>(
    method: 'GET' | 'POST',
    path: string,
    read: (json: unknown) => Content,
    body?: unknown,
  ): Promise<Asked<Content>> {
    try {
      const { status, json } = await options.send(method, path, body);
      const asked = judgeAnswer(status, json, read);
      options.onRequest?.(OUTCOMES[asked.status]);
      return asked;
    } catch (error) {
      const refused = error instanceof SigiloError && error.code === 'registry.unauthorized';
      options.onRequest?.(refused ? 'unauthorized' : 'unavailable');
      throw error;
    }
  }

  async function askTwice<Content>(path: string, read: (json: unknown) => Content): Promise<Asked<Content>> {
    const first = await ask('GET', path, read);
    if (first.status !== 404) return first;
    await options.sleep(ASK_AGAIN_MS);
    return ask('GET', path, read);
  }

  async function fetchSchema(id: number): Promise<SchemaLookup> {
    const answer = await askTwice(`/schemas/ids/${id}`, readSchema);
    if (answer.status !== 200) {
      if (answer.status !== 404) throw unexpectedAnswer();
      remember(unknownUntil, id, options.now() + UNKNOWN_MS, UNKNOWN_ENTRIES);
      return { kind: 'unknown' };
    }
    const lookup = await resolve(answer.content);
    remember(found, id, lookup, FOUND_ENTRIES);
    return lookup;
  }

  async function resolve(answer: SchemaAnswer): Promise<SchemaLookup> {
    const schema = avroJson(answer);
    if (schema === undefined) return { kind: 'unsupported' };
    const references = await resolveReferences(answer.references);
    return references === null ? { kind: 'unsupported' } : { kind: 'avro', schema, references };
  }

  /** Depth first, so that each schema comes after those it refers to; null when one is missing or not Avro. */
  async function resolveReferences(top: readonly Reference[]): Promise<readonly SchemaJson[] | null> {
    const resolved: SchemaJson[] = [];
    const seen = new Set<string>();
    async function visit(list: readonly Reference[]): Promise<boolean> {
      for (const { subject, version } of list) {
        const path = `/subjects/${encodeURIComponent(subject)}/versions/${version}`;
        if (seen.has(path)) continue;
        seen.add(path);
        if (seen.size > REFERENCES) return false;
        const answer = await askTwice(path, readSchema);
        if (answer.status !== 200) return false;
        if (!(await visit(answer.content.references))) return false;
        const schema = avroJson(answer.content);
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
    const distinct = [...new Set(ids)].sort((left, right) => left - right);
    let unknown = 0;
    while (answers.size < distinct.length) {
      const isCalm = isPatient(patience, options.now());
      if (!isCalm && unknown > 0) break;
      const started = options.now();
      if (answers.size > 0) await options.sleep(WAVE_PAUSE_MS);
      const wave = distinct.slice(answers.size, answers.size + (isCalm ? WAVE : AT_ONCE));
      const queue = [...wave];
      const lookUp = async () => {
        for (let id = queue.shift(); id !== undefined; id = queue.shift()) answers.set(id, await schemaById(id));
      };
      // What is still queued must not go on against a registry in trouble.
      const stop = (error: unknown) => {
        queue.length = 0;
        throw error;
      };
      await Promise.all(Array.from({ length: AT_ONCE }, () => lookUp().catch(stop)));
      const lost = wave.filter((id) => answers.get(id)?.kind === 'unknown').length;
      unknown += lost;
      const now = options.now();
      losePatience(patience, ((now - started) * lost) / wave.length, now);
    }
    for (let left = distinct.length - answers.size; left > 0; left -= 1) options.onRequest?.('not_asked');
    return answers;
  }

  async function lookupId(subject: string, schema: SchemaJson): Promise<number | null> {
    const body = { schema: JSON.stringify(schema) };
    const answer = await ask('POST', `/subjects/${encodeURIComponent(subject)}`, readId, body);
    return answer.status === 200 ? answer.content : null;
  }

  async function versions(subject: string): Promise<readonly number[]> {
    const answer = await ask('GET', `/subjects/${encodeURIComponent(subject)}/versions`, readVersions);
    return answer.status === 200 ? answer.content : [];
  }

  async function schemaOfVersion(subject: string, version: number | 'latest'): Promise<SubjectVersion | null> {
    const path = `/subjects/${encodeURIComponent(subject)}/versions/${version}`;
    const answer = await ask('GET', path, (json) => ({
      version: wholeNumberIn(json, 'version'),
      id: readId(json),
      schema: readSchema(json),
    }));
    if (answer.status !== 200) return null;
    const { schema, ...place } = answer.content;
    return { ...place, lookup: await resolve(schema) };
  }

  async function isCompatible(subject: string, schema: SchemaJson): Promise<boolean> {
    const path = `/compatibility/subjects/${encodeURIComponent(subject)}/versions/latest`;
    const answer = await ask('POST', path, readCompatible, { schema: JSON.stringify(schema) });
    return answer.status === 200 ? answer.content : answer.status === 404;
  }

  async function register(subject: string, schema: SchemaJson): Promise<number> {
    const path = `/subjects/${encodeURIComponent(subject)}/versions`;
    const answer = await ask('POST', path, readId, { schema: JSON.stringify(schema) });
    if (answer.status !== 200) throw new SigiloError('registry.incompatible', { subject, status: answer.status });
    return answer.content;
  }

  return { schemaById, schemasByIds, lookupId, versions, schemaOfVersion, isCompatible, register };
}

/** Adds to a bounded map, oldest out first. */
function remember<Value>(map: Map<number, Value>, id: number, value: Value, limit: number): void {
  map.delete(id);
  map.set(id, value);
  if (map.size > limit) map.delete(map.keys().next().value as number);
}
