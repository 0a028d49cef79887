import type { Admin } from 'kafkajs';
import type { PartitionState } from './worker-state.ts';

/** A partition with records that wait, and the offset of the first of them. */
export interface Waiting {
  readonly state: PartitionState;
  readonly next: bigint;
}

const FIRST_AGE_MS = 10_000;
const OLDEST_AGE_MS = 30 * 24 * 3_600_000;
/** The bound is at least two thirds of the true age; a month takes some thirty questions, once. */
const STEP = 1.5;

/**
 * Finds how old waiting records are at least, without reading them: when the first record that is younger than an age
 * lies behind the waiting ones, these are older. The offset of the first may be that of a transaction's end, which is no
 * record, so that the next one must be older too; a single record is as old as it was seen to wait.
 * Rejects with an error of kafkajs; what was found by then is kept.
 * @param now milliseconds since 1970
 */
export async function boundAges(
  admin: Pick<Admin, 'fetchTopicOffsetsByTimestamp'>,
  topic: string,
  waiting: readonly Waiting[],
  now: number,
): Promise<void> {
  let open = waiting;
  for (let age = FIRST_AGE_MS; age < OLDEST_AGE_MS && open.length > 0; age *= STEP) {
    const time = Math.floor(now - age);
    const younger = await admin.fetchTopicOffsetsByTimestamp(topic, time);
    for (const { state } of open) state.waitingSince ??= now;
    open = open.filter(({ state, next }) => {
      const first = younger.find(({ partition }) => partition === state.partition);
      return first !== undefined && BigInt(first.offset) > next + 1n;
    });
    for (const { state } of open) state.waitingSince = time;
  }
}
