import { type ErrorCode, SigiloError } from './errors.ts';

export const CLEAN = 0;
export const FATAL = 1;
export const CONFIGURATION = 2;

/** Faults that stay until a person mends them; everything else is fatal, and a restart may help. */
const CONFIGURATION_CODES: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'config.invalid',
  'config.secret_unreadable',
  'node.version',
  'policy.invalid',
  'schema.invalid',
  'model.unreadable',
  'keys.unreadable',
  'keys.exposed',
  'keys.mismatch',
  'keys.no_recipient',
  'keys.exists',
  'http.port',
  'input.invalid',
  'output.exists',
  'output.unwritable',
  'source.topic_missing',
  'source.no_offset',
  'sink.topic_missing',
  'sink.too_few_partitions',
  'sink.timestamp_type',
  'sink.key',
  'sink.key_version',
  'quarantine.topic_missing',
  'quarantine.unfit',
  'quarantine.too_few_partitions',
  'topic.replication',
  'kafka.permission_missing',
  'check.failed',
  'check.incomplete',
]);

/** The exit code of a command that one fault ended. */
export function exitCodeOfCode(code: ErrorCode): typeof FATAL | typeof CONFIGURATION {
  return CONFIGURATION_CODES.has(code) ? CONFIGURATION : FATAL;
}

/** The exit code of a command that ended by this; of several faults at once the gravest decides: a restart does not mend it. */
export function exitCodeOf(thrown: unknown): typeof FATAL | typeof CONFIGURATION {
  if (!(thrown instanceof SigiloError)) return FATAL;
  const codes = thrown.context.codes ?? [thrown.code];
  return codes.some((code) => exitCodeOfCode(code) === CONFIGURATION) ? CONFIGURATION : FATAL;
}
