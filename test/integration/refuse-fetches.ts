import { createRequire } from 'node:module';

/** What a broker is made to say of a partition, so many times. */
export interface RefusedFetch {
  readonly partition: number;
  readonly errorCode: number;
  readonly times: number;
}

type Decode = (bytes: Buffer) => Promise<unknown>;

/** Throttle time, error and session. */
const HEAD_BYTES = 10;
/** Bytes of a partition after its error: three offsets. */
const OFFSETS_BYTES = 24;
const ABORTED_BYTES = 16;

/**
 * Has the answers of brokers to fetches of version 11 refuse partitions, as a broker does whose disk has failed. Must be
 * called when the worker has put its own decoder in.
 * @param onRefusal called for each partition that is refused
 */
export function refuseFetches(refused: readonly RefusedFetch[], onRefusal: (partition: number) => void): void {
  const response = createRequire(import.meta.url)('kafkajs/src/protocol/requests/fetch/v11/response') as {
    decode: Decode;
  };
  const { decode } = response;
  const left = new Map(refused.map(({ partition, times }) => [partition, times]));
  response.decode = (bytes) =>
    decode(
      rewrite(bytes, (partition) => {
        const times = left.get(partition) ?? 0;
        if (times === 0) return null;
        left.set(partition, times - 1);
        onRefusal(partition);
        return refused.find((each) => each.partition === partition)!.errorCode;
      }),
    );
}

/** The body of a response, with an error and no records for each partition that gets one. */
function rewrite(bytes: Buffer, errorOf: (partition: number) => number | null): Buffer {
  const parts: Buffer[] = [];
  let position = 0;
  const take = (length: number): Buffer => {
    position += length;
    return bytes.subarray(position - length, position);
  };
  parts.push(take(HEAD_BYTES));
  const topics = take(4);
  parts.push(topics);
  for (let topic = topics.readInt32BE(); topic > 0; topic -= 1) {
    const name = take(2);
    const text = take(name.readInt16BE());
    const count = take(4);
    parts.push(name, text, count);
    for (let each = count.readInt32BE(); each > 0; each -= 1) parts.push(rewritePartition(take, errorOf));
  }
  return Buffer.concat(parts);
}

function rewritePartition(take: (length: number) => Buffer, errorOf: (partition: number) => number | null): Buffer {
  const id = take(4);
  const error = take(2);
  const offsets = take(OFFSETS_BYTES);
  const count = take(4);
  const aborted = take(Math.max(0, count.readInt32BE()) * ABORTED_BYTES);
  const replica = take(4);
  const size = take(4);
  const records = take(Math.max(0, size.readInt32BE()));
  const errorCode = errorOf(id.readInt32BE());
  if (errorCode === null) return Buffer.concat([id, error, offsets, count, aborted, replica, size, records]);
  const refusal = Buffer.alloc(2);
  refusal.writeInt16BE(errorCode);
  return Buffer.concat([id, refusal, Buffer.alloc(OFFSETS_BYTES, 255), Buffer.alloc(4), replica, Buffer.alloc(4)]);
}
