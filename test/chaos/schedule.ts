import { createRandom } from '../../src/commands/demo/random.ts';
import { REQUESTS } from './chaos-run.ts';

/** Faults of one lane strike one after the other; lanes run side by side. */
export type LaneName = 'workers' | 'brokers' | 'cuts' | 'rare cuts' | 'services' | 'topics' | 'others';

/** How often a fault must bite in a run of 30 minutes, and in which runs it strikes at all. */
export interface Planned {
  readonly kind: string;
  readonly lane: LaneName;
  readonly in30Minutes: number;
  /** A shorter run leaves it out. */
  readonly fromMinutes: number;
}

/** One strike of a lane, and the milliseconds from the begin of the run before which it does not begin. */
export interface PlannedStrike {
  readonly kind: string;
  readonly at: number;
}

export interface Schedule {
  /** Strikes before the lanes begin, each only when the one before has recovered: their times are those of one fault. */
  readonly calm: readonly string[];
  readonly lanes: readonly { readonly name: LaneName; readonly strikes: readonly PlannedStrike[] }[];
  /** How often each kind must bite. */
  readonly least: Readonly<Record<string, number>>;
}

/** Requests of opening or joining: their cuts wait until something brings them about. */
const RARE: ReadonlySet<string> = new Set(['JoinGroup', 'OffsetFetch', 'InitProducerId']);
/** A silent connection costs the worker the whole time-out of a request: some kinds are enough. */
const SILENT = ['Produce', 'EndTxn', 'TxnOffsetCommit', 'InitProducerId'];
/** The last part of the time is left to strikes that had to be tried again. */
const PLANNED_SHARE = 0.9;

/** Names of all cuts: request and place. */
export function cutKinds(): readonly { readonly kind: string; readonly request: string; readonly place: string }[] {
  return Object.keys(REQUESTS).flatMap((request) =>
    ['before', 'after', 'lost', ...(SILENT.includes(request) ? ['silent'] : [])].map((place) => ({
      kind: `cut ${request} ${place}`,
      request,
      place,
    })),
  );
}

/** Cuts of a transaction that any run makes, one of each place. */
const TRANSACTION = new Set(['cut Produce before', 'cut AddOffsetsToTxn after', 'cut EndTxn lost']);

/** A run that is long enough begins with these, one after the other. */
const CALM: readonly string[] = [
  ...['workerKilled', 'brokerKilled', 'workerKilled', 'groupCoordinatorKilled', 'workerKilled'],
  ...['transactionCoordinatorKilled', 'workerKilled', 'brokerKilled', 'workerKilled'],
];
const CALM_FROM_MINUTES = 10;

/** The faults of driver and cuts; the others add theirs. */
export const PLANNED: readonly Planned[] = [
  { kind: 'workerKilled', lane: 'workers', in30Minutes: 36, fromMinutes: 0 },
  { kind: 'workerPaused', lane: 'workers', in30Minutes: 8, fromMinutes: 0 },
  { kind: 'workerStopped', lane: 'workers', in30Minutes: 8, fromMinutes: 0 },
  { kind: 'workerJoined', lane: 'workers', in30Minutes: 6, fromMinutes: 0 },
  { kind: 'brokerKilled', lane: 'brokers', in30Minutes: 7, fromMinutes: 3 },
  { kind: 'groupCoordinatorKilled', lane: 'brokers', in30Minutes: 5, fromMinutes: 3 },
  { kind: 'transactionCoordinatorKilled', lane: 'brokers', in30Minutes: 6, fromMinutes: 0 },
  { kind: 'leadersMoved', lane: 'brokers', in30Minutes: 5, fromMinutes: 3 },
  ...cutKinds().map(
    ({ kind, request, place }): Planned => ({
      kind,
      lane: RARE.has(request) ? 'rare cuts' : 'cuts',
      in30Minutes: place === 'silent' ? 3 : 4,
      fromMinutes: TRANSACTION.has(kind) ? 0 : 3,
    }),
  ),
];

/** How often each kind must bite in a run of so many minutes. */
export function leastCounts(planned: readonly Planned[], minutes: number): Record<string, number> {
  const least: Record<string, number> = {};
  for (const { kind, in30Minutes, fromMinutes } of planned) {
    if (minutes >= fromMinutes) least[kind] = Math.ceil((in30Minutes * minutes) / 30);
  }
  return least;
}

/**
 * Deals the strikes of each lane in seeded order and spreads them over the time; those of the calm beginning come first.
 * @param minutes of the run; the same seed, minutes and table give the same schedule
 */
export function makeSchedule(planned: readonly Planned[], minutes: number, seed: number): Schedule {
  const least = leastCounts(planned, minutes);
  const names = [...new Set(planned.map(({ lane }) => lane))];
  const calm = minutes < CALM_FROM_MINUTES ? [] : calmOf(least);
  const lanes = names.map((name) => {
    const random = createRandom(seed + names.indexOf(name) * 7_919);
    const deck = planned.flatMap(({ kind, lane }) =>
      lane === name ? Array.from({ length: (least[kind] ?? 0) - countIn(calm, kind) }, () => kind) : [],
    );
    const dealt = shuffle(deck, (bound) => random.integer(0, bound - 1));
    const gap = (minutes * 60_000 * PLANNED_SHARE) / dealt.length;
    return { name, strikes: dealt.map((kind, index) => ({ kind, at: Math.round(gap * (index + random.next())) })) };
  });
  return { calm, lanes: lanes.filter(({ strikes }) => strikes.length > 0), least };
}

/** As many of the calm strikes as are planned at all. */
function calmOf(least: Readonly<Record<string, number>>): string[] {
  return CALM.filter((kind, index) => countIn(CALM.slice(0, index), kind) < (least[kind] ?? 0));
}

function countIn(kinds: readonly string[], kind: string): number {
  return kinds.filter((each) => each === kind).length;
}

/** Fisher and Yates. */
function shuffle<Item>(items: readonly Item[], below: (bound: number) => number): Item[] {
  const dealt = [...items];
  for (let last = dealt.length - 1; last > 0; last -= 1) {
    const other = below(last + 1);
    [dealt[last], dealt[other]] = [dealt[other]!, dealt[last]!];
  }
  return dealt;
}
