import avsc from 'avsc';
import type { SchemaJson } from '../../../src/core/avro/schema.ts';
import { FRAME_BYTES, writeFrame } from '../../../src/core/avro/wire-format.ts';
import { DEFAULT_LIMITS } from '../../../src/core/limits.ts';
import type { Outcome, SourceRecord } from '../../../src/core/record.ts';
import { createTokenizer } from '../../../src/core/treat/token.ts';
import { createRoutePipeline } from '../../../src/create-route-pipeline.ts';
import type { SchemaLookup } from '../../../src/io/schema-registry.ts';
import { createPolicyDetectors } from '../../../src/policy-detectors.ts';
import { readPolicies } from '../../../src/policy-file.ts';
import { exactType } from '../../scenarios/exact-long.ts';

/** Source schemas by id; sink schemas are registered as they are asked for, unless `isRegistered` says no. */
export interface RouteParts {
  readonly schemas: Readonly<Record<number, SchemaJson | { schema: SchemaJson; references: readonly SchemaJson[] }>>;
  readonly policies: readonly string[];
  readonly isRegistered?: (subject: string) => boolean;
  readonly keyVersion?: string;
  readonly region?: string;
}

/** What stands in a sink record: of Avro the subject of its schema and Avro's JSON, else the text. */
interface Decoded {
  readonly subject: string | null;
  // biome-ignore lint/suspicious/noExplicitAny: any JSON
  readonly content: any;
}

const { id: detectorId, detectorOf } = createPolicyDetectors(null);
const tokenizerOf = (version: string) =>
  createTokenizer({ version, secret: Buffer.alloc(32, 7) }, { region: 'BR', cacheEntries: 100 });

/** The tokenizer of the active key version, as routes of this file use it. */
export const tokenizer = tokenizerOf('k1');

/** A route's pipeline over a registry in memory; `send` gives the outcome of one record with key and value decoded. */
export function routeOf({ schemas, policies, isRegistered = () => true, keyVersion, region = 'BR' }: RouteParts) {
  const sinkSchemas = new Map<number, { subject: string; schema: SchemaJson }>();
  const asked: number[][] = [];
  const pipeline = createRoutePipeline({
    route: { name: 'r', source: 'raw', sink: 'clean', quarantine: 'q' },
    policies: readPolicies(policies.map((text, index) => ({ file: `p${index}.yaml`, text }))),
    settings: {
      uncovered: 'quarantine',
      limits: DEFAULT_LIMITS,
      region,
      keyVersion: 'k1',
      ...(keyVersion && { recordKeyVersion: keyVersion }),
      detectorId,
      canaries: [],
    },
    tokenizer,
    ...(keyVersion && { keyTokenizer: tokenizerOf(keyVersion) }),
    detectorOf,
    registry: {
      schemasByIds: async (ids) => {
        asked.push([...ids]);
        return new Map(
          ids.map((id): [number, SchemaLookup] => {
            const found = schemas[id];
            if (found === undefined) return [id, { kind: 'unknown' }];
            const parts = hasReferences(found) ? found : { schema: found, references: [] };
            return [id, { kind: 'avro', ...parts }];
          }),
        );
      },
      lookupId: async (subject, schema) => {
        if (!isRegistered(subject)) return null;
        const id = 100 + sinkSchemas.size;
        sinkSchemas.set(id, { subject, schema });
        return id;
      },
    },
    makeDataKey: async () => ({ key: Buffer.alloc(32, 1), keyWrap: 'w', recipients: ['age1x'], counter: 0 }),
    now: () => 0,
  });

  const decode = (bytes: Buffer | null): Decoded | null => {
    if (bytes === null) return null;
    if (!isFramed(bytes, sinkSchemas)) return { subject: null, content: bytes.toString() };
    const { subject, schema } = sinkSchemas.get(bytes.readInt32BE(1)) as { subject: string; schema: SchemaJson };
    const type = exactType(schema);
    return { subject, content: JSON.parse(type.toString(type.fromBuffer(bytes.subarray(FRAME_BYTES)))) };
  };

  async function send(record: Partial<SourceRecord>) {
    const source = { key: null, value: null, headers: undefined, timestamp: '1700000000000', offset: '0', ...record };
    const missing = pipeline.missingSchemas([source]);
    if (missing.length > 0) await pipeline.load(missing);
    const outcome: Outcome = pipeline.sanitize(source, 0);
    if (outcome.kind === 'quarantine') return { outcome, key: null, value: null };
    const { key, value } = outcome.record;
    return { outcome, key: decode(key), value: decode(value) };
  }
  return { pipeline, send, sinkSchemas, asked };
}

/** A record in Confluent's framing; the content is in Avro's JSON encoding. */
export function framed(id: number, schema: SchemaJson, content: unknown): Buffer {
  const type = avsc.Type.forSchema(schema as avsc.Schema);
  const body = type.toBuffer(type.fromString(JSON.stringify(content)));
  const bytes = Buffer.alloc(FRAME_BYTES + body.length);
  writeFrame(bytes, id);
  body.copy(bytes, FRAME_BYTES);
  return bytes;
}

function isFramed(key: Buffer, sinkSchemas: ReadonlyMap<number, unknown>): boolean {
  return key.length >= FRAME_BYTES && key[0] === 0 && sinkSchemas.has(key.readInt32BE(1));
}

function hasReferences(
  found: SchemaJson | { schema: SchemaJson; references: readonly SchemaJson[] },
): found is { schema: SchemaJson; references: readonly SchemaJson[] } {
  return typeof found === 'object' && found !== null && 'references' in found;
}
