import { SPECIALS } from '../../../src/commands/demo/specials.ts';
import { makeTraffic, type TrafficRecord } from '../../../src/commands/demo/traffic.ts';
import { frameRecord, type RecordFrame } from './frames.ts';
import { MESSAGE_ID_LENGTH } from './message-id.ts';
import { type PlantedValue, plantedIn } from './planted.ts';
import type { RouteKind, RouteVersions } from './register-versions.ts';

/** A record of the load, framed for the writer, to be written many times with different ids. */
export interface Template {
  readonly frame: RecordFrame;
  /** Where in the frame the message id stands; null where it cannot be read. */
  readonly idAt: number | null;
  /** Where the schema id stands, in records that follow `nextSchema`. */
  readonly schemaIdAt: number | null;
  /** Number of the key within the pool; null without a key. */
  readonly key: number | null;
  readonly isBad: boolean;
  readonly planted: readonly PlantedValue[];
}

/** What a partition of a source is written with. */
export interface RecordPool {
  readonly ordinary: readonly Template[];
  /** Forwarded all the same: tombstones, and headers in forms that the policy does not allow. */
  readonly odd: readonly Template[];
  /** They belong in the quarantine. */
  readonly bad: readonly Template[];
}

export interface PoolOptions {
  readonly kind: RouteKind;
  readonly seed: number;
  readonly versions: RouteVersions;
  /** Number of the source among the writer's topics. */
  readonly topic: number;
  readonly partition: number;
  readonly transactional: boolean;
}

const ORDINARY = 300;
/** Of the makers' records seven in ten are chat. */
const MADE: Readonly<Record<RouteKind, number>> = { chat: 450, clinical: 1_050 };
const NOT_REGISTERED = 2_000_000_000;
const ID_AT = 6;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Kinds of the demo that go to the quarantine and are small; guard and limits have tests of their own. */
const BAD_KINDS: ReadonlySet<string> = new Set([
  ...['empty value', 'wrong magic byte', 'frame only', 'cut in the middle', 'last byte missing', 'a byte too many'],
  ...['invalid UTF-8', 'overlong varint', 'boolean byte 2', 'map key twice', 'block of 2^62 items'],
  ...['JSON instead of Avro', 'schema id in a header', 'unknown schema id', 'record type without a policy'],
  ...['field that the policy does not name', 'message id that is no UUID', 'personal data as a map key'],
  'tombstone without its tenant',
]);
const ODD_KINDS: ReadonlySet<string> = new Set([
  ...['tombstone', 'header of another shape', 'header twice', 'header that is not UTF-8'],
]);
const SPECIALS_USED = SPECIALS.filter(({ kind }) => BAD_KINDS.has(kind) || ODD_KINDS.has(kind));

/** Makes the records of one partition; the same options give the same records. */
export function makePool(options: PoolOptions): RecordPool {
  const { kind, seed } = options;
  const keys = new Map<string, number>();
  const plain = trafficOf(options, seed, MADE[kind], []).slice(0, ORDINARY);
  const special = trafficOf(options, seed + 1, 120, SPECIALS_USED).filter((record) => !isPlain(record));
  const ordinary = plain.map((record, index) => toTemplate(withForms(record, index), options, keys));
  const odd = special.filter((record) => ODD_KINDS.has(record.kind));
  const bad = [...special.filter((record) => BAD_KINDS.has(record.kind)), ...broken(plain.slice(0, 12))];
  return {
    ordinary,
    odd: odd.map((record) => toTemplate(withTombstoneId(record), options, keys)),
    bad: bad.map((record) => toTemplate(withTombstoneId(record), options, keys)),
  };
}

function trafficOf(
  { kind, versions }: PoolOptions,
  seed: number,
  records: number,
  specials: typeof SPECIALS,
): TrafficRecord[] {
  const [first] = versions.versions as readonly [number, ...number[]];
  const { chatNext, chatUncovered, invoice } = versions;
  const schemaIds = { chat: first, clinical: first, chatNext, chatUncovered, invoice, chatUnplanned: NOT_REGISTERED };
  const partitions = { chat: 1, clinical: 1 };
  const made = makeTraffic({ records, seed, now: Date.now(), schemaIds, partitions, specials });
  return made.filter(({ route }) => route === kind);
}

function isPlain({ kind }: TrafficRecord): boolean {
  return kind.startsWith('chat message') || kind.startsWith('clinical message');
}

/** Three ways to break any record, whatever its schema. */
function broken(plain: readonly TrafficRecord[]): TrafficRecord[] {
  return plain.map((record, index) => {
    const value = record.value!;
    const ways = [value.subarray(0, -1), Buffer.concat([value, Buffer.of(0)]), withSchemaId(value, NOT_REGISTERED)];
    return { ...record, value: ways[index % ways.length]!, expected: 'malformed_avro' };
  });
}

function withSchemaId(value: Buffer, id: number): Buffer {
  const copy = Buffer.from(value);
  copy.writeInt32BE(id, 1);
  return copy;
}

/** Now and then a declared value also stands in other forms, in headers that the policy does not list. */
function withForms(record: TrafficRecord, index: number): TrafficRecord {
  const [value] = record.declared;
  if (index % 10 !== 0 || value === undefined) return record;
  const utf16 = Buffer.from(value, 'utf16le');
  const forms = {
    'x-base64': Buffer.from(value).toString('base64'),
    'x-hex': Buffer.from(value).toString('hex'),
    'x-utf16le': utf16,
    'x-utf16be': Buffer.from(utf16).swap16(),
  };
  return { ...record, headers: { ...record.headers, ...forms } };
}

/** A record without a value has its message id in a header. */
function withTombstoneId(record: TrafficRecord): TrafficRecord {
  if (record.value !== null) return record;
  return { ...record, headers: { ...record.headers, 'correlation-id': '0'.repeat(MESSAGE_ID_LENGTH) } };
}

function toTemplate(record: TrafficRecord, options: PoolOptions, keys: Map<string, number>): Template {
  const { topic, partition, transactional, versions } = options;
  const { value, key } = record;
  const headers = Object.entries(record.headers).flatMap(([name, content]) =>
    (Array.isArray(content) ? content : [content]).map((one) => [name, Buffer.from(one as string)] as const),
  );
  const frame = frameRecord({ topic, partition, transactional, key, value, headers });
  const isVersioned =
    isPlain(record) && record.expected === 'forward' && value?.readInt32BE(1) === versions.versions[0];
  return {
    frame,
    idAt: value === null ? frame.headersAt.at(-1)! : hasId(value) ? frame.valueAt + ID_AT : null,
    schemaIdAt: isVersioned ? frame.valueAt + 1 : null,
    key: key === null ? null : numberOf(keys, key.toString('latin1')),
    isBad: record.expected !== 'forward',
    planted: plantedIn(record, frame.bytes),
  };
}

/** A message id right behind frame and length. */
function hasId(value: Buffer): boolean {
  const isFramed = value.length >= ID_AT + MESSAGE_ID_LENGTH && value[0] === 0;
  if (!isFramed || value[ID_AT - 1] !== 2 * MESSAGE_ID_LENGTH) return false;
  return UUID.test(value.toString('latin1', ID_AT, ID_AT + MESSAGE_ID_LENGTH));
}

function numberOf(keys: Map<string, number>, key: string): number {
  const known = keys.get(key);
  if (known !== undefined) return known;
  keys.set(key, keys.size);
  return keys.size - 1;
}
