import { BREAKAGES } from '../../src/commands/demo/broken-values.ts';
import { createRandom, type Random } from '../../src/commands/demo/random.ts';
import type { Version } from '../../src/commands/demo/schemas.ts';
import { SPECIALS } from '../../src/commands/demo/specials.ts';
import { PARTITIONS } from '../../src/commands/demo/topics.ts';
import { makeTraffic, type TrafficRecord } from '../../src/commands/demo/traffic.ts';
import type { RouteName } from '../../src/commands/demo/traffic-record.ts';
import { GOOD } from '../integration/bad-row.ts';
import type { Planted } from '../integration/probe-records.ts';
import type { WrittenRecord } from '../integration/write-by-java.ts';
import { HOSTILE_ROWS, type HostileRow, type Outcome } from './hostile-rows.ts';

/** A record with its place and all outcomes that are right for it. */
export interface PlannedRecord {
  readonly record: WrittenRecord & { readonly topic: string };
  readonly kind: string;
  readonly allowed: ReadonlySet<Outcome>;
  readonly isGarbage: boolean;
}

export interface HostileTrafficOptions {
  readonly records: number;
  /** Share of garbage, from 0 to 1. */
  readonly garbage: number;
  readonly seed: number;
  readonly schemaIds: Readonly<Record<Version, number>>;
  readonly probeId: number;
  /** Source topics. */
  readonly topics: Readonly<Record<RouteName | 'probe', string>>;
}

/** Six of ten records are chat and clinical messages, the others have a schema made for what can go wrong. */
const CHAT_SHARE = 0.6;
export const PROBE_PARTITIONS = 4;
const PORTION = 20_000;
/** The demo makes each kind so often in so many records, times its weight. */
const WEIGHT_BASE = 4_000;
/** Of kinds whose records are large no more than so many bytes are written. */
const BYTES_OF_A_KIND = 64 << 20;
const LARGE_SPECIALS = new Set(['record above 1 MiB', '100,001 items', 'text of 70 KiB', '10,000 patients deep']);

/** Makes the traffic of one run, in the order in which it is written; kinds of garbage come equally often. */
export function* hostileTraffic(options: HostileTrafficOptions): Generator<PlannedRecord> {
  const random = createRandom(options.seed);
  const deal = dealRows(options, random);
  for (let done = 0; done < options.records; done += PORTION) {
    const count = Math.min(PORTION, options.records - done);
    const chat = chatPortion(options, Math.round(count * CHAT_SHARE), done);
    const probes = Array.from({ length: count - chat.length }, () => probeRecord(options, random, deal));
    // Both are spread over the portion.
    for (let index = 0; index < Math.max(chat.length, probes.length); index += 1) {
      if (chat[index]) yield chat[index]!;
      if (probes[index]) yield probes[index]!;
    }
  }
}

function chatPortion(options: HostileTrafficOptions, records: number, done: number): PlannedRecord[] {
  const weight = (options.garbage * WEIGHT_BASE) / (SPECIALS.length - LARGE_SPECIALS.size);
  const specials = SPECIALS.map((special) => ({ ...special, weight: LARGE_SPECIALS.has(special.kind) ? 0 : weight }));
  const traffic = makeTraffic({
    ...{ records, seed: options.seed * 1_000 + done / PORTION, now: Date.now(), schemaIds: options.schemaIds },
    ...{ partitions: PARTITIONS, specials: options.garbage > 0 ? specials : [] },
  });
  return traffic.map((record) => planned(record, options.topics[record.route]));
}

const GARBAGE_KINDS = new Set([...SPECIALS, ...BREAKAGES].map(({ kind }) => kind));

function planned(
  { key, value, headers, partition, kind, expected, timestamp }: TrafficRecord,
  topic: string,
): PlannedRecord {
  const record = { key, value, headers, partition, topic, timestamp: String(timestamp) };
  return { record, kind, allowed: justOne(expected), isGarbage: GARBAGE_KINDS.has(kind) };
}

const sets = new Map<Outcome, ReadonlySet<Outcome>>();

/** One set for each outcome: a million of them would take more memory than the records. */
function justOne(outcome: Outcome): ReadonlySet<Outcome> {
  const set = sets.get(outcome) ?? new Set([outcome]);
  sets.set(outcome, set);
  return set;
}

function probeRecord(options: HostileTrafficOptions, random: Random, deal: () => HostileRow): PlannedRecord {
  const isGarbage = random.chance(options.garbage);
  const { name, allowed, make } = isGarbage ? deal() : GOOD_ROW;
  const made = make(options.probeId, plantBy(random));
  const partition = random.integer(0, PROBE_PARTITIONS - 1);
  return { record: { ...made, partition, topic: options.topics.probe }, kind: name, allowed, isGarbage };
}

const GOOD_ROW: HostileRow = { name: GOOD.name, allowed: new Set(['forward']), make: GOOD.make };

/** Gives all kinds in turn; those of large records, or with a bound of their own, drop out when they have had their share. */
function dealRows({ probeId }: HostileTrafficOptions, random: Random): () => HostileRow {
  const bounds = new Map(
    HOSTILE_ROWS.map((row) => {
      const size = row.make(probeId, plantBy(random)).value?.length ?? 0;
      return [row, Math.min(row.most ?? Number.POSITIVE_INFINITY, Math.ceil(BYTES_OF_A_KIND / (size + 1)))];
    }),
  );
  const dealt = new Map<HostileRow, number>();
  let turn: HostileRow[] = [];
  return () => {
    if (turn.length === 0) turn = HOSTILE_ROWS.filter((row) => (dealt.get(row) ?? 0) < bounds.get(row)!);
    const [row] = turn.splice(random.integer(0, turn.length - 1), 1);
    dealt.set(row!, (dealt.get(row!) ?? 0) + 1);
    return row!;
  };
}

function plantBy(random: Random): Planted {
  const letters = (prefix: string) => `${prefix}-${random.bytes(6).toString('hex')}`;
  const cpf = BigInt(random.integer(10_000_000_000, 99_999_999_999));
  return { key: letters('chave'), header: letters('cabecalho'), name: `Ozenir ${letters('Bravatelli')}`, cpf };
}
