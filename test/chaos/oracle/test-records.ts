import { frame } from '../../../src/commands/demo/schemas.ts';
import type { NewRecord } from '../../integration/topics.ts';
import { formatMessageId, MESSAGE_ID_LENGTH } from '../load/message-id.ts';

/** A source record in the form of the load, as small as can be. */
export function record(number: number, partition: number): NewRecord {
  return make(number, partition, false);
}

/** One that belongs in the quarantine. */
export function badRecord(number: number, partition: number): NewRecord {
  return make(number, partition, true);
}

/** The sink record of a source record. */
export function pass(source: string, { value }: NewRecord, partition: number, offset: number): NewRecord {
  return { value, partition, headers: { 'sigilo-source': `${source}/${partition}/${offset}` } };
}

/** A quarantine record: the form of its clear part, and nothing sealed. */
export function sealed(source: string, partition: number, offset: number): NewRecord {
  const metadata = Buffer.from(JSON.stringify({ reason: 'malformed_avro', keyWrap: '' }));
  const head = Buffer.alloc(7, 'SQ1');
  head.writeUInt32BE(metadata.length, 3);
  return { key: `${source}/${partition}/${offset}`, value: Buffer.concat([head, metadata]), partition: partition % 2 };
}

function make(number: number, partition: number, isBad: boolean): NewRecord {
  const id = formatMessageId({ seed: 1, route: 0, partition, key: number % 3, isBad, number });
  return { value: frame(1, Buffer.concat([Buffer.of(2 * MESSAGE_ID_LENGTH), Buffer.from(id)])), partition };
}
