import type { Admin } from 'kafkajs';
import type { StackState } from '../../deploy/local/stack-control.ts';
import { kafkaClient } from '../integration/topics.ts';

const POLL_MS = 500;
/** Without any progress for so long, nothing will come any more. */
const STUCK_MS = 150_000;

/** So long after the last commit, what remains of a source written in transactions is aborted records and markers. */
const QUIET_MS = 20_000;
/** More than one transaction of the load leaves behind its last committed record. */
const MOST_INVISIBLE = 300;

/** Offsets of a group that are behind the ends of its sources, by `topic/partition`. */
export type Lag = Readonly<Record<string, number>>;

/** The lag as far as it is not 0; offsets below the log's beginning count from there. */
export function lagOf(
  ends: readonly { readonly topic: string; readonly partition: number; readonly low: number; readonly high: number }[],
  committed: ReadonlyMap<string, number>,
): Lag {
  const lag: Record<string, number> = {};
  for (const { topic, partition, low, high } of ends) {
    const name = `${topic}/${partition}`;
    const behind = high - Math.max(low, committed.get(name) ?? 0);
    if (behind > 0) lag[name] = behind;
  }
  return lag;
}

/**
 * The lag without what may be offsets that a reader of committed records is not shown. The oracle, which reads all of them,
 * has the last word.
 * @param transactional partitions that are written in transactions, as `topic/partition`
 */
export function withoutInvisible(lag: Lag, transactional: ReadonlySet<string>): Lag {
  return Object.fromEntries(
    Object.entries(lag).filter(([name, behind]) => !transactional.has(name) || behind > MOST_INVISIBLE),
  );
}

/**
 * Waits until the group has committed all that its sources hold.
 * @param transactional partitions that are written in transactions, as `topic/partition`
 * @returns the lag that is left when nothing moves any more; empty after success
 */
export async function waitUntilDrained(
  stack: StackState,
  groupId: string,
  sources: readonly string[],
  transactional: ReadonlySet<string>,
  sleep: (ms: number) => Promise<void>,
): Promise<Lag> {
  const admin = kafkaClient(stack, 'chaos-settle').admin();
  await admin.connect();
  try {
    let least = Number.POSITIVE_INFINITY;
    let movedAt = performance.now();
    for (;;) {
      const lag = await readLag(admin, groupId, sources).catch(() => null);
      const total = lag ? Object.values(lag).reduce((sum, behind) => sum + behind, 0) : least;
      if (lag && total === 0) return lag;
      if (total < least) [least, movedAt] = [total, performance.now()];
      const quietMs = performance.now() - movedAt;
      const visible = lag ? withoutInvisible(lag, transactional) : null;
      if (visible && quietMs > QUIET_MS && Object.keys(visible).length === 0) return visible;
      if (quietMs > STUCK_MS) return lag ?? { 'the brokers do not answer': 1 };
      await sleep(POLL_MS);
    }
  } finally {
    await admin.disconnect();
  }
}

async function readLag(admin: Admin, groupId: string, sources: readonly string[]): Promise<Lag> {
  const found = await admin.fetchOffsets({ groupId, topics: [...sources] });
  const committed = new Map(
    found.flatMap(({ topic, partitions }) =>
      partitions.map(({ partition, offset }) => [`${topic}/${partition}`, Number(offset)] as const),
    ),
  );
  const ends = await Promise.all(
    sources.map(async (topic) =>
      (await admin.fetchTopicOffsets(topic)).map(({ partition, low, high }) => ({
        ...{ topic, partition },
        ...{ low: Number(low), high: Number(high) },
      })),
    ),
  );
  return lagOf(ends.flat(), committed);
}
