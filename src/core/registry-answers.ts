import { SigiloError } from '../errors.ts';
import type { SchemaJson } from './avro/schema.ts';

/** Content of a 200, or a status by which the registry itself says no. */
export type Asked<Content> =
  | { readonly status: 200; readonly content: Content }
  | { readonly status: 404 | 409 | 422; readonly content?: never };

export interface Reference {
  readonly subject: string;
  readonly version: number;
}

/** What the registry sends of one schema. */
export interface SchemaAnswer {
  readonly schema: string;
  readonly isAvro: boolean;
  readonly references: readonly Reference[];
}

/**
 * Judges an answer of the registry; all readers here throw `registry.unavailable` on what a registry does not send.
 * @param read what the JSON of a 200 should be
 * @throws SigiloError registry.unauthorized, registry.unavailable
 */
export function judgeAnswer<Content>(status: number, json: unknown, read: (json: unknown) => Content): Asked<Content> {
  if (status === 200) return { status, content: read(json) };
  if (status === 401 || status === 403) throw new SigiloError('registry.unauthorized', { status }, { retryable: true });
  // A 404 without the registry's own error code comes from a proxy or a wrong address: it says nothing on a schema.
  if (status === 404 && isObject(json) && typeof json.error_code === 'number') return { status };
  if (status === 409 || status === 422) return { status };
  throw new SigiloError('registry.unavailable', { status }, { retryable: true });
}

/** The error for JSON of another form; it quotes nothing of it. */
export function unexpectedAnswer(): SigiloError {
  return new SigiloError('registry.unavailable', { thrown: 'UnexpectedAnswer' }, { retryable: true });
}

/** A whole number of an object. */
export function wholeNumberIn(json: unknown, name: string): number {
  if (!isObject(json) || !Number.isSafeInteger(json[name])) throw unexpectedAnswer();
  return json[name] as number;
}

/** The id of a schema. */
export function readId(json: unknown): number {
  return wholeNumberIn(json, 'id');
}

/** The versions of a subject, ascending. */
export function readVersions(json: unknown): readonly number[] {
  if (!Array.isArray(json) || !json.every((version) => Number.isSafeInteger(version))) throw unexpectedAnswer();
  return [...(json as number[])].sort((left, right) => left - right);
}

/** The verdict of a compatibility check. */
export function readCompatible(json: unknown): boolean {
  if (!isObject(json) || typeof json.is_compatible !== 'boolean') throw unexpectedAnswer();
  return json.is_compatible;
}

/** A schema of any type; of others than Avro the references are not read. */
export function readSchema(json: unknown): SchemaAnswer {
  if (!isObject(json) || typeof json.schema !== 'string') throw unexpectedAnswer();
  const { schema, schemaType } = json;
  const isAvro = schemaType === undefined || schemaType === null || schemaType === 'AVRO';
  return { schema, isAvro, references: isAvro ? readReferences(json.references) : [] };
}

/** The schema's own JSON, or undefined when it is of another type or no JSON. */
export function avroJson({ schema, isAvro }: SchemaAnswer): SchemaJson | undefined {
  if (!isAvro) return undefined;
  try {
    return JSON.parse(schema) as SchemaJson;
  } catch {
    return undefined;
  }
}

function readReferences(list: unknown): readonly Reference[] {
  if (list === undefined || list === null) return [];
  if (!Array.isArray(list)) throw unexpectedAnswer();
  return list.map((reference) => {
    if (!isObject(reference) || typeof reference.subject !== 'string') throw unexpectedAnswer();
    return { subject: reference.subject, version: wholeNumberIn(reference, 'version') };
  });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
