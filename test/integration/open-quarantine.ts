import type { TopicRecord } from '../../deploy/local/read-committed.ts';
import { readQuarantine, type StoredMetadata } from '../../src/core/quarantine.ts';
import { decodeQuarantinePlaintext, type OpenedRecord } from '../../src/core/quarantine-plaintext.ts';
import { openQuarantine, unwrapDataKey } from '../../src/io/quarantine-open.ts';

export interface Opened {
  readonly metadata: StoredMetadata;
  /** The clear part as it lies in the topic. */
  readonly clear: Buffer;
  readonly record: OpenedRecord;
}

/** Opens quarantine records with the identity that their reader has; by `topic/partition/offset` of the source. */
export async function openAll(records: readonly TopicRecord[], identity: string): Promise<Map<string, Opened[]>> {
  const keys = new Map<string, Buffer>();
  const opened = new Map<string, Opened[]>();
  for (const { key, value } of records) {
    const sealed = readQuarantine(value!);
    const { metadata, metadataBytes } = sealed;
    const dataKey = keys.get(metadata.keyWrap) ?? (await unwrapDataKey(metadata.keyWrap, [identity]));
    keys.set(metadata.keyWrap, dataKey);
    const { topic, partition, offset } = metadata.source;
    const place = `${topic}/${partition}/${offset}`;
    if (key?.toString() !== place) throw new Error('the key of a quarantine record is not its source');
    const record = decodeQuarantinePlaintext(openQuarantine(sealed, dataKey));
    opened.set(place, [...(opened.get(place) ?? []), { metadata, clear: metadataBytes, record }]);
  }
  return opened;
}
