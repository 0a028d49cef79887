import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';

/**
 * Until when no long work begins, of all partitions of the process. One turn of the event loop lets others take one step,
 * and a commit takes a dozen: behind records that take seconds each, others would wait for a dozen of them.
 */
export interface Rest {
  /** Milliseconds on a clock that never goes back. */
  until: number;
}

/** Work that was meant to take 20 ms and took so long came of one costly record. */
const LONG_MS = 100;
/** Of the time that was worked: enough for commits of others, and little beside what costly records take themselves. */
const SHARE = 0.25;

/** Begins without any. */
export function createRest(): Rest {
  return { until: Number.NEGATIVE_INFINITY };
}

/** Lets others work: for a turn, or in proportion after long work. @param worked milliseconds since the last rest */
export async function restAfter(rest: Rest, worked: number): Promise<void> {
  if (worked < LONG_MS) {
    await nextTurn();
    return;
  }
  rest.until = Math.max(rest.until, performance.now() + worked * SHARE);
  // Another partition's long work may have moved it meanwhile.
  for (let left = rest.until - performance.now(); left > 0; left = rest.until - performance.now()) await sleep(left);
}
