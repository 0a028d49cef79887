import type { RecordReason } from '../errors.ts';
import type { QuarantineDetail } from '../telemetry-events.ts';
import { countNow, createMinuteCounts, isRecentTime, type MinuteCounts, recentSum } from './minute-counts.ts';

/** Records of one route quarantined for one reason in the last 15 minutes. */
export interface RecentQuarantine {
  readonly reason: RecordReason;
  readonly count: number;
  /** Names of the schema, or a word of ours such as `headers`: that of the last record that had one. */
  readonly fieldPath: string | null;
  /** Of the last record that had one. */
  readonly schemaId: number | null;
  /** Milliseconds since 1970. */
  readonly lastAt: number;
}

interface Entry extends MinuteCounts {
  fieldPath: string | null;
  schemaId: number | null;
  lastAt: number;
}

/** One entry a reason, of fixed size. */
export type RecentByReason = Map<RecordReason, Entry>;

/** Begins with nothing. */
export function createRecent(): RecentByReason {
  return new Map();
}

/** Adds what one committed batch quarantined. @param now milliseconds since 1970 */
export function noteQuarantined(
  recent: RecentByReason,
  details: ReadonlyMap<RecordReason, QuarantineDetail>,
  now: number,
): void {
  for (const [reason, { count, fieldPath, schemaId }] of details) {
    const former = recent.get(reason);
    const isStale = former === undefined || !isRecentTime(former.lastAt, now);
    const entry: Entry = isStale ? { ...createMinuteCounts(), fieldPath: null, schemaId: null, lastAt: now } : former;
    recent.set(reason, entry);
    countNow(entry, count, now);
    entry.fieldPath = fieldPath ?? entry.fieldPath;
    entry.schemaId = schemaId ?? entry.schemaId;
    entry.lastAt = now;
  }
}

/** What was quarantined in the last 15 minutes, the newest first. @param now milliseconds since 1970 */
export function recentOf(recent: RecentByReason, now: number): RecentQuarantine[] {
  return [...recent]
    .map(([reason, entry]) => {
      const { fieldPath, schemaId, lastAt } = entry;
      return { reason, count: recentSum(entry, now), fieldPath, schemaId, lastAt };
    })
    .filter(({ count }) => count > 0)
    .sort((left, right) => right.lastAt - left.lastAt);
}
