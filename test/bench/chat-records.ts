import { frame, loadTypes } from '../../src/commands/demo/schemas.ts';
import { makeTraffic, type TrafficRecord } from '../../src/commands/demo/traffic.ts';

/** Clean chat messages of the demo's generator, each to be forwarded; the same seed gives the same records. */
export function makeChatRecords(count: number, seed: number, schemaId: number): TrafficRecord[] {
  const schemaIds = {
    chat: schemaId,
    chatNext: schemaId + 1,
    chatUncovered: schemaId + 2,
    clinical: schemaId + 3,
  } as Parameters<typeof makeTraffic>[0]['schemaIds'];
  const partitions = { chat: 4, clinical: 2 };
  const traffic = makeTraffic({ records: count * 2, seed, now: 1_760_000_000_000, schemaIds, partitions });
  return traffic
    .filter((record) => record.kind === 'chat message' && record.expected === 'forward' && record.value !== null)
    .slice(0, count);
}

/** The same records with an empty text and no notes: what is left is the walk, the treatments and the guard. */
export function withoutText(records: readonly TrafficRecord[], schemaId: number): Buffer[] {
  const { chat } = loadTypes();
  return records.map(({ object }) => frame(schemaId, chat.toBuffer({ ...object, text: '', metadata: {} })));
}
