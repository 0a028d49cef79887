import { ERROR_CODES, type ErrorCode } from './error-codes.ts';

export { ERROR_CODES, type ErrorCode };

/** Why a record was quarantined; also the value of the metric label `reason`. */
export const RECORD_REASONS = [
  'malformed_avro',
  'unsupported_framing',
  'unknown_schema',
  'uncovered_schema',
  'uncovered_field',
  'unexpected_shape',
  'sink_schema_missing',
  'record_too_large',
  'limit_exceeded',
  'unreadable_batch',
  'detector_failed',
  'leak_blocked',
  'internal',
] as const;

export type RecordReason = (typeof RECORD_REASONS)[number];

/**
 * Reasons of which one record is one too many: they come of our configuration or of a fault, not of what a producer wrote,
 * so that whole schema versions are held back, or Sigilo itself is at fault; or they stand for a whole batch of records.
 */
export const URGENT_REASONS: ReadonlySet<RecordReason> = new Set<RecordReason>([
  'sink_schema_missing',
  'uncovered_schema',
  'uncovered_field',
  'unknown_schema',
  'leak_blocked',
  'unreadable_batch',
  'detector_failed',
  'internal',
]);

/** All that an error may carry: coordinates and names of our own configuration, never a record value. */
export interface ErrorContext {
  readonly route?: string;
  readonly topic?: string;
  readonly partition?: number;
  readonly offset?: string;
  readonly schemaId?: number;
  readonly subject?: string;
  readonly fieldPath?: string;
  readonly file?: string;
  readonly setting?: string;
  readonly status?: number;
  readonly limit?: number;
  readonly actual?: number;
  /** Partitions that a topic lacks. */
  readonly missingPartitions?: readonly number[];
  /** Where a server of our configuration is: host and port, or URL without credentials. */
  readonly address?: string;
  /** What a topic's setting is, where it is a word: a word of Kafka's. */
  readonly found?: string;
  /** Name of an operation of Kafka's access control, such as Write. */
  readonly operation?: string;
  /** What an operation is on: kind and name. */
  readonly resource?: string;
  /** Class name of a third-party error, never its message. */
  readonly thrown?: string;
  /** Name of a Kafka protocol error, such as NOT_COORDINATOR_FOR_GROUP, or of a TLS fault, such as CERT_HAS_EXPIRED. */
  readonly errorType?: string;
  /** Faults of configuration, one sentence each, made by us. */
  readonly faults?: readonly string[];
  /** Of several faults that came at once: their codes. */
  readonly codes?: readonly ErrorCode[];
}

/** The one error class: a code, whether a retry can help, and a closed context without values. */
export class SigiloError extends Error {
  override readonly name = 'SigiloError';
  readonly code: ErrorCode;
  readonly retryable: boolean;
  readonly context: ErrorContext;

  constructor(code: ErrorCode, context: ErrorContext = {}, options: { retryable?: boolean } = {}) {
    super(describeError(code, context));
    this.code = code;
    this.retryable = options.retryable ?? false;
    this.context = context;
  }
}

/** Says what failed, where, and what to do, in one line (faults of configuration follow, a line each). */
export function describeError(code: ErrorCode, context: ErrorContext): string {
  const [what, advice] = ERROR_CODES[code];
  const where = describePlace(context);
  const { faults = [] } = context;
  const list = faults.length > 0 ? `\n${faults.map((fault) => `  - ${fault}`).join('\n')}` : '';
  return `${code}: ${what}${where ? ` (${where})` : ''}; ${advice}${list}`;
}

/** The coordinates and amounts of a context, such as `route=chat topic=chat.raw missingPartitions=[2,3]`. */
export function describePlace({ faults: _, codes: __, ...places }: ErrorContext): string {
  return Object.entries(places)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${Array.isArray(value) ? JSON.stringify(value) : value}`)
    .join(' ');
}

/** An error for programs: its code and place, what it means, and what to do. */
export function errorJson({ code, context }: Pick<SigiloError, 'code' | 'context'>): Readonly<Record<string, unknown>> {
  const { codes: _, ...place } = context;
  const [what, todo] = ERROR_CODES[code];
  return { code, ...place, what, todo };
}

/** The class name of anything thrown: the only fact about a foreign error that may be kept. */
export function thrownName(thrown: unknown): string {
  return thrown instanceof Error ? thrown.constructor.name : typeof thrown;
}
