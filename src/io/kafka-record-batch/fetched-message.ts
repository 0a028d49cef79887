import type { UnreadableBatch } from '../../core/record.ts';
import type { HeadersByName } from '../../core/record-headers.ts';

/** A record in the shape that kafkajs gives to its consumers. */
export interface FetchedMessage {
  readonly magicByte: number;
  readonly attributes: number;
  readonly timestamp: string;
  readonly offset: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: HeadersByName;
  /** More headers than a record may have: it goes to the quarantine, with all of them. */
  readonly headerOverflow?: true;
  /** This is no record: it stands for all of a batch that cannot be read, at the offset of the last. */
  readonly unreadable?: UnreadableBatch;
  /** True of a placeholder: an offset that exists, with nothing in it for a reader of committed records. */
  readonly isControlRecord: boolean;
}

export const NO_HEADERS: HeadersByName = Object.freeze(Object.create(null));

/** Keeps the first and the last offset of a batch of which a reader of committed records sees nothing. */
export function pushPlaceholders(messages: FetchedMessage[], batch: Buffer, lastOffset: bigint): void {
  const first = batch.readBigInt64BE(0);
  messages.push(placeholder(first));
  if (lastOffset !== first) messages.push(placeholder(lastOffset));
}

/** An offset that exists, without a record. */
export function placeholder(offset: bigint): FetchedMessage {
  return {
    magicByte: 2,
    attributes: 0,
    timestamp: '-1',
    offset: offset.toString(),
    key: null,
    value: null,
    headers: NO_HEADERS,
    isControlRecord: true,
  };
}
