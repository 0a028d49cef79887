import { createRequire } from 'node:module';
import type { Kafka } from 'kafkajs';

/** Operations by their number in the protocol. */
const OPERATIONS = {
  3: 'Read',
  4: 'Write',
  5: 'Create',
  6: 'Delete',
  7: 'Alter',
  8: 'Describe',
  10: 'DescribeConfigs',
  11: 'AlterConfigs',
} as const;

/** As Kafka's tools write them. */
export type PermittedOperation = (typeof OPERATIONS)[keyof typeof OPERATIONS];

/** A topic as we may see it; without permission to describe it, nothing tells whether it exists. */
export type TopicView =
  | { readonly kind: 'missing' }
  | { readonly kind: 'hidden'; readonly permitted: ReadonlySet<PermittedOperation> }
  | {
      readonly kind: 'seen';
      readonly partitions: number;
      /** Of the partition that has the fewest. */
      readonly replicas: number;
      readonly permitted: ReadonlySet<PermittedOperation>;
    };

/** What the brokers say of what we may do; asking changes nothing. */
export interface PermissionView {
  readonly brokers: number;
  readonly topics: ReadonlyMap<string, TopicView>;
  /** Empty when we may not even see the group. */
  readonly group: ReadonlySet<PermittedOperation>;
  /** Transactional ids that were asked for and that we may not write with. */
  readonly refusedTransactions: ReadonlySet<string>;
}

/**
 * Asks which operations we may do on topics and on the group (KIP-430), and whether we may write with transactional
 * ids. The last has no question of its own: ending a transaction that nobody began is refused before or after the
 * permission is looked at, and changes nothing either way; so ask for ids that no producer uses.
 * Rejects with an error of kafkajs when no broker answers or the credentials are refused. Brokers must be 2.3 or newer.
 */
export async function viewPermissions(
  kafka: Kafka,
  groupId: string,
  topics: readonly string[],
  transactionalIds: readonly string[],
): Promise<PermissionView> {
  const cluster = clusterOf<Cluster>(kafka);
  await cluster.connect();
  try {
    const seed = cluster.brokerPool.seedBroker;
    const metadata = await send(seed, metadataRequest(topics));
    const group = await groupOperations(cluster, groupId);
    const refused = new Set<string>();
    for (const id of transactionalIds) if (await send(seed, refusesTransaction(id))) refused.add(id);
    return { ...metadata, group, refusedTransactions: refused };
  } finally {
    await cluster.disconnect();
  }
}

/** kafkajs' own encoder and decoder of the protocol, as far as they are used here. */
interface Encoder {
  writeArray(items: readonly string[]): this;
  writeString(text: string): this;
  writeBoolean(value: boolean): this;
  writeInt16(value: number): this;
  writeInt64(value: string): this;
}

interface Decoder {
  readInt16(): number;
  readInt32(): number;
  readString(): string | null;
  readBoolean(): boolean;
  readBytes(): Buffer | null;
  readArray<Item>(read: (decoder: Decoder) => Item): Item[];
}

/** A request in a version without compact encoding, and how its answer is read. */
interface RawRequest<Answer> {
  readonly apiKey: number;
  readonly apiVersion: number;
  readonly apiName: string;
  readonly encode: (encoder: Encoder) => Encoder;
  readonly decode: (decoder: Decoder) => Answer;
}

interface Broker {
  connect(): Promise<void>;
  findGroupCoordinator(wanted: { groupId: string; coordinatorType: number }): Promise<{
    readonly coordinator: { readonly nodeId: number };
  }>;
  readonly connectionPool: { send(request: object): Promise<unknown> };
}

interface Cluster {
  connect(): Promise<void>;
  refreshMetadata(): Promise<void>;
  findBroker(wanted: { readonly nodeId: number }): Promise<Broker>;
  disconnect(): Promise<void>;
  readonly brokerPool: { readonly seedBroker: Broker };
}

/**
 * Makes the cluster behind a client, which sends what the client does not offer: it lies under the symbol of its maker.
 * The caller connects and disconnects it.
 */
export function clusterOf<Part>(kafka: Kafka): Part {
  const name = 'private:Kafka:createCluster';
  const symbol = Object.getOwnPropertySymbols(kafka).find(({ description }) => description === name);
  const make = symbol && (kafka as unknown as Record<symbol, unknown>)[symbol];
  if (typeof make !== 'function') throw new TypeError('kafkajs is not of the version that this was written for');
  return (make as (options: object) => Part)({ allowAutoTopicCreation: false });
}

async function send<Answer>(broker: Broker, raw: RawRequest<Answer>): Promise<Answer> {
  const require = createRequire(import.meta.url);
  const NewEncoder = require('kafkajs/src/protocol/encoder') as new () => Encoder;
  const NewDecoder = require('kafkajs/src/protocol/decoder') as new (bytes: Buffer) => Decoder;
  const { apiKey, apiVersion, apiName } = raw;
  await broker.connect();
  const answer = await broker.connectionPool.send({
    request: { apiKey, apiVersion, apiName, encode: async () => raw.encode(new NewEncoder()) },
    response: {
      decode: async (bytes: Buffer) => raw.decode(new NewDecoder(bytes)),
      parse: async (decoded: Answer) => decoded,
    },
    logResponseError: false,
  });
  return answer as Answer;
}

function protocolError(code: number): Error {
  type Errors = { createErrorFromCode: (code: number) => Error };
  return (createRequire(import.meta.url)('kafkajs/src/protocol/error') as Errors).createErrorFromCode(code);
}

const UNKNOWN_TOPIC = 3;
const TOPIC_REFUSED = 29;
const GROUP_REFUSED = 'GROUP_AUTHORIZATION_FAILED';
const TRANSACTIONAL_ID_REFUSED = 53;
const GROUP_COORDINATOR = 0;
/** No broker has given this number to a producer yet. */
const NO_PRODUCER = '9223372036854775807';

/** Metadata, version 8: the first that tells the permitted operations; creates nothing. */
function metadataRequest(topics: readonly string[]): RawRequest<Pick<PermissionView, 'brokers' | 'topics'>> {
  return {
    apiKey: 3,
    apiVersion: 8,
    apiName: 'Metadata',
    encode: (encoder) => encoder.writeArray(topics).writeBoolean(false).writeBoolean(false).writeBoolean(true),
    decode: (decoder) => {
      decoder.readInt32();
      const brokers = decoder.readArray((each) => {
        each.readInt32();
        each.readString();
        each.readInt32();
        each.readString();
      });
      decoder.readString();
      decoder.readInt32();
      return { brokers: brokers.length, topics: new Map(decoder.readArray(readTopic)) };
    },
  };
}

function readTopic(decoder: Decoder): [name: string, view: TopicView] {
  const errorCode = decoder.readInt16();
  const name = decoder.readString() ?? '';
  decoder.readBoolean();
  const replicas = decoder.readArray(readReplicaCount);
  const permitted = readOperations(decoder.readInt32());
  if (errorCode === UNKNOWN_TOPIC) return [name, { kind: 'missing' }];
  if (errorCode === TOPIC_REFUSED) return [name, { kind: 'hidden', permitted: new Set() }];
  return [name, { kind: 'seen', partitions: replicas.length, replicas: Math.min(...replicas), permitted }];
}

/** Error, number, leader and its epoch come before the replicas; those in sync and those offline after them. */
function readReplicaCount(decoder: Decoder): number {
  decoder.readInt16();
  for (let skipped = 0; skipped < 3; skipped += 1) decoder.readInt32();
  const [replicas] = [0, 1, 2].map(() => decoder.readArray((each) => each.readInt32()));
  return replicas?.length ?? 0;
}

function readOperations(bits: number): ReadonlySet<PermittedOperation> {
  const known = Object.entries(OPERATIONS).filter(([bit]) => bits !== NOT_TOLD && (bits & (1 << Number(bit))) !== 0);
  return new Set(known.map(([, operation]) => operation));
}

const NOT_TOLD = -2_147_483_648;

async function groupOperations(cluster: Cluster, groupId: string): Promise<ReadonlySet<PermittedOperation>> {
  const seed = cluster.brokerPool.seedBroker;
  try {
    const { coordinator } = await seed.findGroupCoordinator({ groupId, coordinatorType: GROUP_COORDINATOR });
    await cluster.refreshMetadata();
    return await send(await cluster.findBroker(coordinator), groupRequest(groupId));
  } catch (error) {
    if ((error as { type?: unknown } | null)?.type === GROUP_REFUSED) return new Set();
    throw error;
  }
}

/** DescribeGroups, version 3; a group that does not exist yet is described as dead, with its permissions. */
function groupRequest(groupId: string): RawRequest<ReadonlySet<PermittedOperation>> {
  return {
    apiKey: 15,
    apiVersion: 3,
    apiName: 'DescribeGroups',
    encode: (encoder) => encoder.writeArray([groupId]).writeBoolean(true),
    decode: (decoder) => {
      decoder.readInt32();
      const [operations] = decoder.readArray((each) => {
        const errorCode = each.readInt16();
        // A coordinator that is still loading tells no permissions: none told is not none given.
        if (errorCode !== 0) throw protocolError(errorCode);
        for (let skipped = 0; skipped < 4; skipped += 1) each.readString();
        each.readArray((member) => {
          for (let skipped = 0; skipped < 3; skipped += 1) member.readString();
          for (let skipped = 0; skipped < 2; skipped += 1) member.readBytes();
        });
        return readOperations(each.readInt32());
      });
      return operations ?? new Set();
    },
  };
}

/** EndTxn, version 1. */
function refusesTransaction(transactionalId: string): RawRequest<boolean> {
  return {
    apiKey: 26,
    apiVersion: 1,
    apiName: 'EndTxn',
    encode: (encoder) => encoder.writeString(transactionalId).writeInt64(NO_PRODUCER).writeInt16(0).writeBoolean(false),
    decode: (decoder) => {
      decoder.readInt32();
      return decoder.readInt16() === TRANSACTIONAL_ID_REFUSED;
    },
  };
}
