import type { RouteConfig } from '../config.ts';
import type { TopicExtents, TopicFacts } from '../io/kafka-topic-facts.ts';

export const ROLES = ['source', 'sink', 'quarantine'] as const;
export type TopicRole = (typeof ROLES)[number];

/** The part of a route's settings that the checks look at. */
export type CheckedRoute = Pick<RouteConfig, 'name' | TopicRole | 'mode' | 'fromStart'>;

/** What is known of a route: a topic that does not exist, or that we may not see, is null, and the others are looked at all the same. */
export interface RouteFacts extends Record<TopicRole, TopicFacts | null> {
  readonly route: CheckedRoute;
  /** Null when they could not be asked for, or a topic is missing. */
  readonly offsets: RouteOffsets | null;
  /** Of the last record keys of a compacted sink; null when it is not compacted, holds none, or may not be read. */
  readonly sinkKeyVersion: string | null;
}

export interface RouteOffsets {
  /** The group's offset of each partition of the source; null where it has none. */
  readonly committed: ReadonlyMap<number, bigint | null>;
  readonly source: TopicExtents;
  readonly sink: TopicExtents;
}
