import { setTimeout as sleep } from 'node:timers/promises';
import { createRandom } from '../../../src/commands/demo/random.ts';
import type { ChaosRoute, Load } from '../chaos-run.ts';
import { frameEnd, frameTopic } from './frames.ts';
import { formatMessageId, MESSAGE_ID_LENGTH } from './message-id.ts';
import { mergePlanted, type PlantedValue } from './planted.ts';
import { makePool, type RecordPool, type Template } from './record-pool.ts';
import type { RouteKind, RouteVersions } from './register-versions.ts';
import { startWriter } from './writer-process.ts';

export interface LoadRoute {
  readonly route: Pick<ChaosRoute, 'name' | 'source' | 'partitions'>;
  readonly kind: RouteKind;
  readonly versions: RouteVersions;
  /** Of all records, relative to the other routes. */
  readonly share: number;
  /** Partitions that are written in transactions of Kafka's Java client, and in no other way. */
  readonly transactional?: readonly number[];
  /** Source records are deleted on purpose: a search of the source need not find its values. */
  readonly losesRecords?: boolean;
}

export interface LoadOptions {
  /** Addresses of the brokers, not of the proxy. */
  readonly stack: { readonly brokers: readonly string[]; readonly libs: string };
  /** At most six, with names of their own. */
  readonly routes: readonly LoadRoute[];
  /** Then it ends by itself; records that are aborted on purpose do not count. */
  readonly records: number;
  /** Records a second. After an outage it makes up for what was not written, at twice the rate. */
  readonly rate: number;
  readonly seed: number;
  /** Share of records that belong in the quarantine; 0.01 unless given. */
  readonly badShare?: number;
  /** Share of transactions that are aborted; 0.2 unless given. */
  readonly abortedShare?: number;
}

export interface RunningLoad extends Load {
  /** Records of transactions that were aborted: none of them may be in a sink or a quarantine. */
  readonly aborted: () => number;
  /** Resolves when the last record is acknowledged. Rejects when the writer failed. */
  readonly finished: Promise<void>;
  /** Writes no more, waits until all is acknowledged, and ends the writer; also after a failure. */
  readonly stop: () => Promise<void>;
  /** The values planted so far, for the search of segments and files. */
  readonly needles: () => readonly PlantedValue[];
}

interface Partition {
  readonly pool: RecordPool;
  readonly route: number;
  readonly partition: number;
  readonly isTransactional: boolean;
  written: number;
}

const TICK_MS = 25;
const ODD_SHARE = 0.005;
const LONGEST_TRANSACTION = 60;
const LONGEST_TRANSACTION_MS = 500;
const CHUNK_RECORDS = 100;

/** Starts to write; the records of each partition are in the order of the numbers in their message ids. */
export async function startLoad(options: LoadOptions): Promise<RunningLoad> {
  const { routes, rate, seed, badShare = 0.01, abortedShare = 0.2 } = options;
  const random = createRandom(seed);
  const writer = await startWriter(options.stack, `load-${routes[0]!.route.source}`);
  /** Templates written so far, and whether each surely lies in a source segment. */
  const used = new Map<Template, boolean>();
  const partitions = routes.map(({ route }, index) =>
    Array.from({ length: route.partitions }, (_, partition) => openPartition(options, index, partition)),
  );
  const current = routes.map(() => 0);
  const total = routes.reduce((sum, { share }) => sum + share, 0);
  const transaction = { records: 0, size: 0, commits: true, openedAt: 0 };
  let isStopped = false;

  const pickRoute = (): number => {
    let rest = random.next() * total;
    const found = routes.findIndex(({ share }) => {
      rest -= share;
      return rest < 0;
    });
    return Math.max(0, found);
  };

  const makeRecord = (frames: Buffer[]): boolean => {
    const route = pickRoute();
    const target = random.pick(partitions[route]!);
    const chance = random.next();
    const { ordinary, odd, bad } = target.pool;
    const isOdd = chance < badShare + ODD_SHARE && odd.length > 0;
    const template = random.pick(chance < badShare ? bad : isOdd ? odd : ordinary);
    // A transaction that fails may leave nothing behind, and a deleted record nothing at all.
    used.set(template, !target.isTransactional && !routes[route]!.losesRecords);
    frames.push(patched(template, target, seed, routes[route]!.versions.versions[current[route]!]!));
    if (!target.isTransactional) return true;
    if (transaction.records === 0) {
      transaction.size = random.integer(1, LONGEST_TRANSACTION);
      transaction.commits = !random.chance(abortedShare);
      transaction.openedAt = performance.now();
    }
    transaction.records++;
    if (transaction.records >= transaction.size) endTransaction(frames);
    return transaction.commits;
  };
  const endTransaction = (frames: Buffer[]): void => {
    if (transaction.records > 0) frames.push(frameEnd(transaction.commits));
    transaction.records = 0;
  };

  const endOpen = async (): Promise<void> => {
    const frames: Buffer[] = [];
    endTransaction(frames);
    if (frames.length > 0) await writer.write(Buffer.concat(frames));
  };

  const writeRecords = async (wanted: number): Promise<void> => {
    let made = 0;
    let [budget, last] = [0, performance.now()];
    const began = last;
    while (!isStopped && made < wanted) {
      const now = performance.now();
      const isLate = made < ((now - began) / 1_000) * rate - rate;
      budget = Math.min(budget + ((now - last) / 1_000) * rate * (isLate ? 2 : 1), rate);
      last = now;
      while (budget >= 1 && made < wanted && !isStopped) {
        const frames: Buffer[] = [];
        for (; frames.length < CHUNK_RECORDS && budget >= 1 && made < wanted; budget--) {
          if (makeRecord(frames)) made++;
        }
        await writer.write(Buffer.concat(frames));
      }
      if (performance.now() - transaction.openedAt > LONGEST_TRANSACTION_MS) await endOpen();
      await sleep(TICK_MS);
    }
    await endOpen();
    await writer.flush();
  };
  const write = async (): Promise<void> => {
    await writer.write(Buffer.concat(routes.map(({ route }) => frameTopic(route.source))));
    // A transaction that an outage ended took its records with it: others are written in their place.
    while (!isStopped && writer.acknowledged() < options.records) {
      await writeRecords(options.records - writer.acknowledged());
    }
  };
  const finished = write();
  finished.catch(() => {});

  return {
    written: writer.acknowledged,
    aborted: writer.aborted,
    finished,
    stop: async () => {
      isStopped = true;
      await finished.finally(writer.close);
    },
    nextSchema: async (name) => {
      const index = indexOf(routes, name);
      const next = current[index]! + 1;
      if (next >= routes[index]!.versions.versions.length) throw new Error(`no version is left for the route ${name}`);
      current[index] = next;
    },
    widen: (name, wanted) => {
      const index = indexOf(routes, name);
      const own = partitions[index]!;
      for (let partition = own.length; partition < wanted; partition++) {
        own.push(openPartition(options, index, partition));
      }
    },
    needles: () => {
      const values = [...used].flatMap(([{ planted }, isInSource]) =>
        isInSource ? planted : planted.map(({ needle }) => ({ needle, forms: [] })),
      );
      return mergePlanted(values);
    },
  };
}

function openPartition({ routes, seed }: LoadOptions, route: number, partition: number): Partition {
  const { kind, versions, transactional = [] } = routes[route]!;
  const isTransactional = transactional.includes(partition);
  const own = (seed * 1_000 + route * 100 + partition) * 2;
  const pool = makePool({ kind, seed: own, versions, topic: route, partition, transactional: isTransactional });
  return { pool, route, partition, isTransactional, written: 0 };
}

function indexOf(routes: readonly LoadRoute[], name: string): number {
  const index = routes.findIndex(({ route }) => route.name === name);
  if (index < 0) throw new Error(`the load has no route ${name}`);
  return index;
}

/** A copy of the framed record with its own message id, and the schema id of the day. */
function patched(template: Template, target: Partition, seed: number, schemaId: number): Buffer {
  const { frame, idAt, schemaIdAt, key, isBad } = template;
  const bytes = Buffer.from(frame.bytes);
  const { route, partition } = target;
  const number = target.written++;
  if (idAt !== null) {
    const id = formatMessageId({ seed, route, partition, key, isBad, number });
    bytes.write(id, idAt, MESSAGE_ID_LENGTH, 'latin1');
  }
  if (schemaIdAt !== null) bytes.writeInt32BE(schemaId, schemaIdAt);
  return bytes;
}
