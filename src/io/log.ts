import { type DestinationStream, pino } from 'pino';
import { ERROR_CODES, SigiloError, thrownName } from '../errors.ts';
import type { LogFields, LogLevel } from '../telemetry-events.ts';
import { type LineOutput, openLineOutput } from './log/line-output.ts';

export type Log = (level: LogLevel, message: string, fields?: LogFields) => void;

type Read = (value: unknown) => unknown;

const TEXT_CHARACTERS = 200;
const SENTENCE_CHARACTERS = 500;

/** A text of a closed form; anything else is not logged at all. */
const text =
  (form: RegExp): Read =>
  (value) =>
    typeof value === 'string' && value.length <= TEXT_CHARACTERS && form.test(value) ? value : undefined;
const number: Read = (value) => (typeof value === 'number' && Number.isFinite(value) ? value : undefined);
const flag: Read = (value) => (typeof value === 'boolean' ? value : undefined);
const numbers: Read = (value) =>
  Array.isArray(value) && value.every((item) => Number.isSafeInteger(item)) ? value.slice(0, 1_000) : undefined;

const WORD = /^[a-z][a-z_]{0,40}$/;
const NAME = /^[A-Za-z0-9._-]{1,200}$/;
const OFFSET = /^-?[0-9]{1,20}$/;
const CLASS = /^[A-Za-z_$][A-Za-z_$0-9]{0,80}$/;
/** kafkajs names a fetcher with the number of its broker. */
const NAMESPACE = /^[A-Za-z]{1,40}( [0-9]{1,9})?$/;
const HOST = /^[A-Za-z0-9.:[\]_-]{1,200}$/;
/** Addresses of our own configuration, which holds none with a user or a query. */
const ADDRESS = /^[A-Za-z0-9.:[\]_,/~%+-]{1,200}$/;
/** Such as `compact,delete`. */
const SETTING_WORDS = /^[A-Za-z_,-]{1,80}$/;
/** Names of our own configuration: cut and printable, of any letters. */
const PLACE = /^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]{1,200}$/u;

/** A sentence of ours on the user's own files: printable and cut; it names settings and fields, and no value of a record. */
const sentence: Read = (value) =>
  typeof value === 'string'
    ? value.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ').slice(0, SENTENCE_CHARACTERS)
    : undefined;

function counts(value: unknown): Record<string, number> | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const entries = Object.entries(value).filter(([key, count]) => WORD.test(key) && Number.isFinite(count));
  return Object.fromEntries(entries.slice(0, 50));
}

/** The allow-list: what is not named here, or has another form, never reaches a line. */
const FIELDS: Readonly<Record<keyof LogFields, Read>> = {
  route: text(NAME),
  topic: text(NAME),
  partition: number,
  partitions: numbers,
  offset: text(OFFSET),
  code: (value) => (typeof value === 'string' && Object.hasOwn(ERROR_CODES, value) ? value : undefined),
  count: number,
  seconds: number,
  attempt: number,
  outcome: text(WORD),
  reason: text(WORD),
  stage: text(WORD),
  namespace: text(NAMESPACE),
  thrown: text(CLASS),
  errorType: text(CLASS),
  setting: text(NAME),
  status: number,
  limit: number,
  actual: number,
  schemaId: number,
  plan: text(NAME),
  policy: text(NAME),
  generation: number,
  signal: text(/^SIG[A-Z0-9]{1,12}$/),
  broker: text(HOST),
  host: text(HOST),
  port: number,
  file: text(PLACE),
  fieldPath: text(PLACE),
  subject: text(PLACE),
  fault: sentence,
  operation: text(CLASS),
  missingPartitions: numbers,
  address: text(ADDRESS),
  found: text(SETTING_WORDS),
  resource: text(PLACE),
  retryable: flag,
  remedy: text(/^restart the worker once with( --[a-z-]+( [A-Za-z0-9._-]+)?)+ added to its command$/),
  version: text(NAME),
  firstOffset: text(OFFSET),
  lastOffset: text(OFFSET),
  consumed: number,
  forwarded: number,
  bytes: number,
  quarantined: counts,
  leaksBlocked: counts,
  payloadsOmitted: counts,
};

/** A message of ours is a sentence without digits or quotes: one that was built from data hardly fits. */
const MESSAGE = /^[A-Za-z][A-Za-z ,;:.()/-]{0,160}$/;

/** The object that a line may show of the given fields. */
export function allowedFields(fields: LogFields): Record<string, unknown> {
  const line: Record<string, unknown> = {};
  for (const [name, read] of Object.entries(FIELDS)) {
    const value = Object.hasOwn(fields, name) ? read(fields[name as keyof LogFields]) : undefined;
    if (value !== undefined) line[name] = value;
  }
  return line;
}

/** What a log may tell of anything thrown: our code with its context, or the class name; never a message or a cause. */
export function errorFields(thrown: unknown): LogFields {
  if (!(thrown instanceof SigiloError)) return { thrown: thrownName(thrown) };
  const { faults: _, codes: __, ...context } = thrown.context;
  return { code: thrown.code, retryable: thrown.retryable, ...context };
}

export interface LogOptions {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  /** Standard output unless given. */
  readonly destination?: DestinationStream;
}

/** Makes the function that writes one JSON line; it never throws. */
export function createLog(options: LogOptions): Log {
  const settings = {
    level: options.level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  const logger = options.destination ? pino(settings, options.destination) : pino(settings);
  return (level, message, fields = {}) => {
    try {
      logger[level](allowedFields(fields), MESSAGE.test(message) ? message : 'message withheld');
    } catch {
      // Whatever a destination throws must not stop the records.
    }
  };
}

/** The log of a worker process: lines on standard output that never hold up the records, and how many were lost. */
export function openProcessLog(level: LogOptions['level']): { readonly log: Log; readonly lost: LineOutput['lost'] } {
  // Node makes descriptor 1 non-blocking with this, where it is a pipe or a socket.
  void process.stdout;
  const output = openLineOutput({
    descriptor: 1,
    onGap: (count) => log('warn', 'lines of the log are missing here', { count }),
  });
  const log = createLog({ level, destination: { write: output.write } });
  process.once('exit', output.flush);
  return { log, lost: output.lost };
}
