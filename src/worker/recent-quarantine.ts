import type { RecordReason } from '../errors.ts';
import type { QuarantineDetail } from '../telemetry-events.ts';

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

interface Entry {
  /** Records by minute; `minutes` tells which minute a place stands for. */
  readonly counts: number[];
  readonly minutes: number[];
  fieldPath: string | null;
  schemaId: number | null;
  lastAt: number;
}

/** One entry a reason, of fixed size. */
export type RecentByReason = Map<RecordReason, Entry>;

const MINUTE_MS = 60_000;
const MINUTES = 15;

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
  const minute = Math.floor(now / MINUTE_MS);
  const place = minute % MINUTES;
  for (const [reason, { count, fieldPath, schemaId }] of details) {
    const former = recent.get(reason);
    const isStale = former === undefined || isOver(former.lastAt, minute);
    const entry: Entry = isStale ? { counts: [], minutes: [], fieldPath: null, schemaId: null, lastAt: now } : former;
    recent.set(reason, entry);
    entry.counts[place] = (entry.minutes[place] === minute ? (entry.counts[place] ?? 0) : 0) + count;
    entry.minutes[place] = minute;
    entry.fieldPath = fieldPath ?? entry.fieldPath;
    entry.schemaId = schemaId ?? entry.schemaId;
    entry.lastAt = now;
  }
}

function isOver(time: number, minute: number): boolean {
  return Math.floor(time / MINUTE_MS) <= minute - MINUTES;
}

/** What was quarantined in the last 15 minutes, the newest first. @param now milliseconds since 1970 */
export function recentOf(recent: RecentByReason, now: number): RecentQuarantine[] {
  const oldest = Math.floor(now / MINUTE_MS) - MINUTES;
  return [...recent]
    .map(([reason, { counts, minutes, fieldPath, schemaId, lastAt }]) => {
      const count = counts.reduce((sum, each, place) => (minutes[place]! > oldest ? sum + each : sum), 0);
      return { reason, count, fieldPath, schemaId, lastAt };
    })
    .filter(({ count }) => count > 0)
    .sort((left, right) => right.lastAt - left.lastAt);
}
