import type { RecordReason } from '../../errors.ts';
import type { FreeText } from './free-text.ts';

export const ROUTES = ['chat', 'clinical'] as const;
export type RouteName = (typeof ROUTES)[number];

export type HeaderValue = Buffer | string | (Buffer | string)[];

/** One record of the synthetic traffic, with all that must be true of its result. */
export interface TrafficRecord {
  readonly route: RouteName;
  readonly partition: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Record<string, HeaderValue>;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  /** What it is, for people: `chat message`, `tombstone`, `boolean byte 2`. */
  readonly kind: string;
  readonly expected: 'forward' | RecordReason;
  /** Source headers that the sink record must have; all others must be gone. */
  readonly keptHeaders: readonly string[];
  /** Values of treated fields, keys and headers: none may be found in the bytes of a sink. */
  readonly declared: readonly string[];
  readonly declaredBytes: readonly Buffer[];
  /** 11 digits each. */
  readonly cpfs: readonly string[];
  readonly freeText: readonly FreeText[];
  /** The Avro object that `value` was made from; null where it was not made from a whole one. */
  readonly object: Readonly<Record<string, unknown>> | null;
}
