import { isDeepStrictEqual } from 'node:util';
import type { Type } from 'avsc';
import { loadSchemas, loadTypes, type Version } from '../../../src/commands/demo/schemas.ts';
import { makeTraffic } from '../../../src/commands/demo/traffic.ts';
import type { TrafficRecord } from '../../../src/commands/demo/traffic-record.ts';
import { parseSchema, type SchemaJson, type SchemaNode } from '../../../src/core/avro/schema.ts';
import { FRAME_BYTES, writeFrame } from '../../../src/core/avro/wire-format.ts';
import { commit, createConversationMemory } from '../../../src/core/conversation-memory.ts';
import type { Outcome, SourceRecord } from '../../../src/core/record.ts';
import { RECORD_REASONS } from '../../../src/errors.ts';
import type { Random } from '../../core/avro/random.ts';
import { exactType } from '../../scenarios/exact-long.ts';
import { copyValues } from '../copied-values.ts';
import { type ExamplePipelines, makeExamplePipelines, SCHEMA_IDS } from '../example-pipelines.ts';
import { type FuzzTarget, hold, type OpenTarget } from '../fuzz-target.ts';
import { mutateBytes, randomBytesOf } from '../mutate-bytes.ts';
import { splitBlocks } from '../split-blocks.ts';

const NOW = Date.UTC(2026, 10, 22, 9, 30);
/** A whole record of the examples is far below it; the larger ones are beyond limits, which are told at once. */
const LARGEST = 16_384;
const MEMORY = { conversations: 1_000, bytes: 8 * 1024 * 1024 };
const TIMESTAMPS = ['-1', '0', '-1699999999999', '-9223372036854775808', '9223372036854775807', '253402300800000'];

interface Parts extends ExamplePipelines {
  readonly traffic: readonly TrafficRecord[];
  readonly types: Readonly<Record<Version, Type>>;
  readonly nodes: ReadonlyMap<number, SchemaNode>;
  readonly sinkTypes: Map<number, Type>;
}

async function openParts(): Promise<Parts> {
  const made = makeTraffic({
    records: 1_500,
    seed: 11,
    now: NOW,
    schemaIds: SCHEMA_IDS,
    partitions: { chat: 4, clinical: 2 },
  });
  const schemas = loadSchemas();
  const nodes = Object.entries(SCHEMA_IDS).map(
    ([version, id]) => [id, parseSchema(schemas[version as Version] as unknown as SchemaJson)] as const,
  );
  return {
    ...(await makeExamplePipelines()),
    traffic: made.filter(({ value }) => value !== null && value.length < LARGEST),
    types: loadTypes(),
    nodes: new Map(nodes),
    sinkTypes: new Map(),
  };
}

function sourceOf(record: TrafficRecord, value: Buffer, random: Random): SourceRecord {
  const timestamp = random.chance(0.1) ? random.pick(TIMESTAMPS) : String(record.timestamp);
  return { key: record.key, value, headers: record.headers, timestamp, offset: '5' };
}

/** What must be true of every outcome; gives the sink record's content where there is one. */
function judge(parts: Parts, outcome: Outcome): unknown {
  if (outcome.kind === 'quarantine') {
    hold(RECORD_REASONS.includes(outcome.reason), 'a quarantined record has a reason of the list');
    hold(outcome.reason !== 'internal' && outcome.reason !== 'detector_failed', 'no record makes the core throw');
    hold(outcome.fault !== true, 'no record opens the breaker');
    return null;
  }
  const { key, value, headers, timestamp } = outcome.record;
  hold(key === null || Buffer.isBuffer(key), 'a key is bytes or null');
  hold(/^(-1|\d{1,15})$/.test(timestamp), 'a time is none, or one since 1970 that a number holds');
  hold(
    Object.keys(headers).every((name) => /^[!-~]+$/.test(name)),
    'headers have names of the policy',
  );
  if (value === null) return null;
  const id = value.readInt32BE(1);
  const schema = parts.sinkSchema(id);
  hold(value[0] === 0 && schema !== undefined, 'a sink record begins with the id of a sink schema');
  const type = parts.sinkTypes.get(id) ?? exactType(schema);
  parts.sinkTypes.set(id, type);
  const body = value.subarray(FRAME_BYTES);
  const decoded = type.fromBuffer(body);
  // Objects of JavaScript cannot hold a map with this key.
  if (!value.includes('__proto__')) hold(type.toBuffer(decoded).equals(body), 'sink bytes are canonical');
  return decoded;
}

async function openBytes(): Promise<OpenTarget> {
  const parts = await openParts();
  return {
    run: async (random) => {
      const record = random.pick(parts.traffic);
      const whole = record.value as Buffer;
      const body = random.chance(0.1) ? randomBytesOf(random, 400) : mutateBytes(whole.subarray(FRAME_BYTES), random);
      const value = random.chance(0.05)
        ? mutateBytes(whole, random)
        : Buffer.concat([whole.subarray(0, FRAME_BYTES), body]);
      const pipeline = parts.pipelines[record.route];
      const source = sourceOf(record, value, random);
      await pipeline.load(pipeline.missingSchemas([source]));
      judge(parts, pipeline.sanitize(source, 0));
    },
  };
}

/** Fields that take no other text: symbols of enums. */
const isFixed = (name: string) =>
  ['channel', 'team', 'relation', 'specialty'].includes(name) || /^(\+?\d|\()/.test(name);

async function openValues(): Promise<OpenTarget> {
  const parts = await openParts();
  const whole = parts.traffic.filter(({ object, expected }) => object !== null && expected === 'forward');
  const memory = createConversationMemory(MEMORY);
  const versions = Object.entries(SCHEMA_IDS) as [Version, number][];
  return {
    run: (random) => {
      const record = random.pick(whole);
      const schemaId = (record.value as Buffer).readInt32BE(1);
      const version = versions.find(([, id]) => id === schemaId)![0];
      const object = copyValues(record.object as object, random, isFixed);
      const body = parts.types[version].toBuffer(object);
      const framed = (bytes: Buffer): Buffer => {
        const value = Buffer.alloc(FRAME_BYTES + bytes.length);
        writeFrame(value, schemaId);
        bytes.copy(value, FRAME_BYTES);
        return value;
      };
      const pipeline = parts.pipelines[record.route];
      const source = sourceOf(record, framed(body), random);
      const remembers = random.chance(0.5) ? memory : null;
      const outcome = pipeline.sanitize(source, 0, null);
      const content = judge(parts, outcome);
      holdTreated(object, outcome);
      const other = framed(splitBlocks(parts.nodes.get(schemaId)!, body, random));
      const again = pipeline.sanitize({ ...source, value: other }, 0, null);
      hold(isDeepStrictEqual(again, outcome), 'one content has one outcome, whatever its blocks');
      judge(parts, pipeline.sanitize(source, 0, remembers));
      if (remembers && random.chance(0.2)) commit(memory);
      hold(content !== undefined, 'a sink record can be read');
    },
  };
}

/** Texts of fields that are tokenized, redacted or dropped, by their names in the example schemas. */
const TREATED = new Set(
  ['name', 'plan_card', 'cns', 'email', 'street', 'number', 'district', 'city', 'postal_code'].concat([
    'conversation_id',
    'employee_id',
    'preferred_name',
    'crm',
    'episode_id',
    'url',
  ]),
);
const SHORTEST_TREATED = 8;
/** What Sigilo writes in place of values; such a text as a value is no sign of a leak. */
const OURS = /\[[A-Z_]+(~k1~[A-Z2-7]{16})?\](#\d+)?/g;

/** A value that stands in treated fields alone must not be in the sink at all. */
function holdTreated(object: object, outcome: Outcome): void {
  if (outcome.kind !== 'forward' || outcome.record.value === null) return;
  const treated = new Set<string>();
  const others: string[] = [];
  const visit = (value: unknown, name: string): void => {
    if (typeof value === 'string')
      (TREATED.has(name) ? treated : { add: (text: string) => others.push(text) }).add(value);
    else if (typeof value === 'object' && value !== null && !Buffer.isBuffer(value))
      for (const [inner, part] of Object.entries(value)) {
        others.push(inner);
        visit(part, Array.isArray(value) ? name : inner);
      }
  };
  visit(object, '');
  const rest = others.join('\n');
  const { key, value, headers } = outcome.record;
  const bytes = Buffer.concat([value, key ?? Buffer.alloc(0), Buffer.from(Object.values(headers).join('\n'))]);
  const sink = bytes.toString('latin1').replace(OURS, '\n');
  for (const text of treated) {
    if (text.length < SHORTEST_TREATED || rest.includes(text)) continue;
    hold(!sink.includes(Buffer.from(text).toString('latin1')), 'a value of treated fields is not in the sink');
  }
}

/** Bytes of records: broken, cut, mixed and random. */
export const recordBytes: FuzzTarget = { name: 'record-bytes', boundMs: 5_000, open: openBytes };

/** Whole records whose values stand in other fields, in other blocks, with and without the memory of conversations. */
export const recordValues: FuzzTarget = { name: 'record-values', boundMs: 5_000, open: openValues };
