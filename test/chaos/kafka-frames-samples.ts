import { createRequire } from 'node:module';

type Encode = (fields: object) => { readonly request: object };
type Protocol = Readonly<Record<string, { readonly protocol: (version: { version: number }) => Encode }>>;
type EncodeFrame = (parts: object) => Promise<{ readonly buffer: Buffer }>;

const require = createRequire(import.meta.url);
const { requests } = require('kafkajs/src/protocol/requests') as { requests: Protocol };
const encodeFrame = require('kafkajs/src/protocol/request') as EncodeFrame;

const TOPICS = [{ topic: 'chat', partitions: [{ partition: 0, offset: '1' }] }];

/** Fields of every request that the samples need; each takes what it has. */
const FIELDS = {
  producerId: '4000',
  producerEpoch: 7,
  transactionTimeout: 60_000,
  transactionResult: true,
  groupId: 'group',
  groupGenerationId: 3,
  memberId: 'member',
  topics: TOPICS,
  acks: -1,
  timeout: 1000,
  topicData: [],
};

/** A request of kafkajs, as kafkajs itself encodes it. */
export async function sampleRequest(
  name: string,
  options: { version: number; correlationId: number; clientId?: string } & Readonly<Record<string, unknown>>,
): Promise<Buffer> {
  const { version, correlationId, clientId = 'worker-1', ...given } = options;
  const { request } = requests[name]!.protocol({ version })({ ...FIELDS, ...given });
  return Buffer.from((await encodeFrame({ correlationId, clientId, request })).buffer);
}

/** An answer: no throttle time, an error number, and as many more bytes. */
export function sampleAnswer(correlationId: number, error = 0, more = 0): Buffer {
  const frame = Buffer.alloc(14 + more, 0x61);
  frame.writeInt32BE(10 + more, 0);
  frame.writeInt32BE(correlationId, 4);
  frame.writeInt32BE(0, 8);
  frame.writeInt16BE(error, 12);
  return frame;
}
