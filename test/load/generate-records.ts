/**
 * Prints chat records without end for SoakProbe, new people and conversations all the time.
 * Arguments: one JSON object { seed, schemaIds, topics }, topics by route.
 */
import { once } from 'node:events';
import { PARTITIONS } from '../../src/commands/demo/topics.ts';
import { makeTraffic, type TrafficRecord } from '../../src/commands/demo/traffic.ts';
import type { RouteName } from '../../src/commands/demo/traffic-record.ts';
import type { GeneratorOptions } from './soak-probe.ts';

/** Records of one portion share its people; the next one has others. */
const PORTION = 20_000;
const FLUSH_BYTES = 64 << 10;

const { seed, schemaIds, topics } = JSON.parse(process.argv[2] ?? '{}') as GeneratorOptions;

// The reader ends when it has enough.
process.stdout.on('error', () => process.exit(0));

for (let portion = 0; ; portion += 1) {
  const now = Date.now();
  const traffic = makeTraffic({
    ...{ records: PORTION, seed: seed * 100_000 + portion, now, partitions: PARTITIONS, specials: [] },
    schemaIds: { chatUncovered: 0, chatUnplanned: 0, invoice: 0, ...schemaIds },
  });
  let parts: Buffer[] = [];
  let bytes = 0;
  for (const record of traffic) {
    const encoded = encode(record, topics);
    parts.push(encoded);
    bytes += encoded.length;
    if (bytes < FLUSH_BYTES) continue;
    if (!process.stdout.write(Buffer.concat(parts))) await once(process.stdout, 'drain');
    parts = [];
    bytes = 0;
  }
  process.stdout.write(Buffer.concat(parts));
}

function encode(record: TrafficRecord, names: Readonly<Record<RouteName, string>>): Buffer {
  const headers = Object.entries(record.headers).filter(([, value]) => !Array.isArray(value));
  return Buffer.concat([
    sized(names[record.route]),
    integer(record.partition),
    sized(record.key),
    sized(record.value),
    integer(headers.length),
    ...headers.flatMap(([name, value]) => [sized(name), sized(value as Buffer | string)]),
  ]);
}

/** A length and the bytes; -1 stands for null. */
function sized(content: Buffer | string | null): Buffer {
  if (content === null) return integer(-1);
  const bytes = Buffer.from(content as string);
  return Buffer.concat([integer(bytes.length), bytes]);
}

function integer(value: number): Buffer {
  const encoded = Buffer.alloc(4);
  encoded.writeInt32BE(value);
  return encoded;
}
