import type { ReadRecord } from './local-stack.ts';
import type { OpenedQuarantine } from './open-quarantine.ts';
import type { Place, RouteTopics, Topics } from './topics.ts';
import { ROUTES, type TrafficRecord } from './traffic-record.ts';

/** A record whose result is not what the generator knew beforehand. Holds no value. */
export interface Unexpected {
  readonly place: Place;
  readonly kind: string;
  readonly fault: string;
}

export interface OutcomeCount {
  readonly forwarded: number;
  readonly quarantined: Readonly<Record<string, number>>;
  readonly unexpected: readonly Unexpected[];
}

/** The source of a sink record, as its header tells. */
export function sourceOf(record: ReadRecord): Place {
  return record.headers.find(([name]) => name === 'sigilo-source')?.[1]?.toString() ?? '';
}

/**
 * Holds what lies in sinks and quarantines against what the generator expects: each source record exactly once, in
 * the right topic and partition, in the order of its partition, quarantined ones for the right reason and still whole.
 */
export function countOutcomes(
  expected: ReadonlyMap<Place, TrafficRecord>,
  topics: Topics,
  sinks: readonly ReadRecord[],
  quarantines: readonly OpenedQuarantine[],
): OutcomeCount {
  const unexpected: Unexpected[] = [];
  const seen = new Set<Place>();
  const quarantined: Record<string, number> = {};
  const report = (place: Place, fault: string) =>
    unexpected.push({ place, kind: expected.get(place)?.kind ?? 'unknown', fault });

  const lastOffset = new Map<string, number>();
  /** Gives the expected record, or null after a fault. */
  const meet = (place: Place, topicOf: (topics: RouteTopics) => string, topic: string): TrafficRecord | null => {
    const record = expected.get(place);
    if (seen.has(place)) report(place, 'more than once');
    seen.add(place);
    if (!record) report(place, 'comes from no record of this run');
    else if (topicOf(topics[record.route]) !== topic) report(place, 'in a topic of another route');
    const [, partition, offset] = place.split('/');
    const order = `${topic} ${partition}`;
    if ((lastOffset.get(order) ?? -1) >= Number(offset)) report(place, 'out of order');
    lastOffset.set(order, Number(offset));
    return record ?? null;
  };

  for (const sink of sinks) {
    const place = sourceOf(sink);
    const record = meet(place, ({ sink: topic }) => topic, sink.topic);
    if (record && record.expected !== 'forward') report(place, `forwarded, expected ${record.expected}`);
    if (record && record.partition !== sink.partition) report(place, 'in another partition');
    if (record && (record.value === null) !== (sink.value === null)) report(place, 'tombstone and value exchanged');
  }
  for (const { place, reason, topic, isWhole } of quarantines) {
    quarantined[reason] = (quarantined[reason] ?? 0) + 1;
    const record = meet(place, ({ quarantine }) => quarantine, topic);
    if (record && record.expected !== reason) report(place, `quarantined as ${reason}, expected ${record.expected}`);
    if (record && !isWhole(record)) report(place, 'cannot be recovered from its quarantine record');
  }
  for (const place of expected.keys()) if (!seen.has(place)) report(place, 'lost');
  return { forwarded: sinks.length, quarantined, unexpected };
}

/** Sinks, or quarantines, of all routes. */
export function topicsOf(topics: Topics, part: keyof RouteTopics): string[] {
  return ROUTES.map((route) => topics[route][part]);
}
