import { AsyncLocalStorage } from 'node:async_hooks';
import { createRequire } from 'node:module';

/** kafkajs' own encoder and decoder of the protocol, as far as they are used here. */
interface Encoder {
  writeInt32(value: number): Encoder;
  writeBoolean(value: boolean): Encoder;
  writeUVarIntString(text: string): Encoder;
  writeUVarIntArray(items: readonly Encoder[]): Encoder;
  /** Without bytes: no tagged fields. */
  writeUVarIntBytes(): Encoder;
}

interface Decoder {
  readInt16(): number;
  readInt32(): number;
  readInt64(): bigint;
  readUVarIntString(): string | null;
  readUVarIntArray<Item>(read: (decoder: Decoder) => Item): Item[];
  readTaggedFields(): void;
}

interface Asked {
  readonly groupId: string;
  readonly topics: readonly {
    readonly topic: string;
    readonly partitions: readonly { readonly partition: number }[];
  }[];
}

interface Definition {
  readonly versions: string[];
  protocol: (of: { readonly version: number }) => (asked: Asked) => unknown;
}

interface Place {
  readonly topic: string;
  readonly partition: number;
}

const OFFSET_FETCH = 9;
/** The first that can ask for stable offsets; brokers from 2.5 on know it. */
const VERSION = 7;

/** The partition whose offset must be stable, in whatever is asked on behalf of it. */
const wanted = new AsyncLocalStorage<Place>();
let isInstalled = false;

/**
 * Asks for committed offsets of one partition, and has brokers answer `UNSTABLE_OFFSET_COMMIT` while one of a transaction
 * that has ended already is still on its way (KIP-447, `require_stable`). Before Kafka 4.0 a group's coordinator takes such
 * offsets over in a task of its own, after it has confirmed the end of the transaction, which waits behind others such as
 * the loading of a partition: until then it answers with the offset before, and a batch would be processed twice.
 * kafkajs has no version of the request that asks for it. Brokers before 2.5 are asked as kafkajs does.
 */
export function askForStable<Answer>(place: Place, ask: () => Promise<Answer>): Promise<Answer> {
  install();
  return wanted.run({ topic: place.topic, partition: place.partition }, ask);
}

function install(): void {
  if (isInstalled) return;
  isInstalled = true;
  const definition = createRequire(import.meta.url)('kafkajs/src/protocol/requests/offsetFetch') as Definition;
  const { protocol } = definition;
  const newest = Math.max(...definition.versions.map(Number));
  definition.versions.push(String(VERSION));
  definition.protocol = ({ version }) =>
    version === VERSION ? offsetFetch : protocol({ version: Math.min(version, newest) });
}

/** OffsetFetch, version 7; other partitions are left out, whose transactions may be open. */
function offsetFetch({ groupId, topics }: Asked): unknown {
  const require = createRequire(import.meta.url);
  const NewEncoder = require('kafkajs/src/protocol/encoder') as new () => Encoder;
  const NewDecoder = require('kafkajs/src/protocol/decoder') as new (bytes: Buffer) => Decoder;
  const place = wanted.getStore();
  const encodeTopic = ({ topic, partitions }: Asked['topics'][number]): Encoder =>
    new NewEncoder()
      .writeUVarIntString(topic)
      .writeUVarIntArray(partitions.map(({ partition }) => new NewEncoder().writeInt32(partition)))
      .writeUVarIntBytes();
  const encode = async (): Promise<Encoder> =>
    new NewEncoder()
      .writeUVarIntBytes()
      .writeUVarIntString(groupId)
      .writeUVarIntArray((place ? only(place, topics) : topics).map(encodeTopic))
      .writeBoolean(place !== undefined)
      .writeUVarIntBytes();
  const { parse } = require('kafkajs/src/protocol/requests/offsetFetch/v4/response') as { parse: unknown };
  const response = { decode: async (bytes: Buffer) => decode(new NewDecoder(bytes)), parse };
  return { request: { apiKey: OFFSET_FETCH, apiVersion: VERSION, apiName: 'OffsetFetch', encode }, response };
}

function only({ topic, partition }: Place, topics: Asked['topics']): Asked['topics'] {
  return topics
    .filter((each) => each.topic === topic)
    .map(({ partitions }) => ({ topic, partitions: partitions.filter((each) => each.partition === partition) }));
}

function decode(decoder: Decoder): unknown {
  decoder.readTaggedFields();
  const clientSideThrottleTime = decoder.readInt32();
  const responses = decoder.readUVarIntArray((each) => {
    const topic = each.readUVarIntString();
    const partitions = each.readUVarIntArray(decodePartition);
    each.readTaggedFields();
    return { topic, partitions };
  });
  return { throttleTime: 0, clientSideThrottleTime, responses, errorCode: decoder.readInt16() };
}

function decodePartition(decoder: Decoder): unknown {
  const partition = decoder.readInt32();
  const offset = decoder.readInt64().toString();
  // The leader's epoch of the record before.
  decoder.readInt32();
  const metadata = decoder.readUVarIntString();
  const errorCode = decoder.readInt16();
  decoder.readTaggedFields();
  return { partition, offset, metadata, errorCode };
}
