/** Counts of the last 15 minutes, of fixed size: `minutes` tells which minute a place stands for. */
export interface MinuteCounts {
  readonly counts: number[];
  readonly minutes: number[];
}

const MINUTE_MS = 60_000;
const MINUTES = 15;

/** Begins with nothing. */
export function createMinuteCounts(): MinuteCounts {
  return { counts: [], minutes: [] };
}

/** Adds to the present minute. @param now milliseconds since 1970 */
export function countNow({ counts, minutes }: MinuteCounts, amount: number, now: number): void {
  const minute = Math.floor(now / MINUTE_MS);
  const place = minute % MINUTES;
  counts[place] = (minutes[place] === minute ? (counts[place] ?? 0) : 0) + amount;
  minutes[place] = minute;
}

/** The sum of the last 15 minutes, the present one included. @param now milliseconds since 1970 */
export function recentSum({ counts, minutes }: MinuteCounts, now: number): number {
  return counts.reduce((sum, each, place) => (isRecent(minutes[place]!, now) ? sum + each : sum), 0);
}

/** Whether a minute is one of the last 15; none is that a clock which went back left in the future. @param now milliseconds since 1970 */
function isRecent(minute: number, now: number): boolean {
  const current = Math.floor(now / MINUTE_MS);
  return minute > current - MINUTES && minute <= current;
}

/** Whether a time lies in the last 15 minutes. @param time, now milliseconds since 1970 */
export function isRecentTime(time: number, now: number): boolean {
  return isRecent(Math.floor(time / MINUTE_MS), now);
}
