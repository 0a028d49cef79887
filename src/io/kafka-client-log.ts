import type { logCreator as LogCreator } from 'kafkajs';
import { type ConnectionFault, readFault } from '../core/connection-fault.ts';
import type { LogFields, LogLevel } from '../telemetry-events.ts';

type Log = (level: LogLevel, message: string, fields?: LogFields) => void;

/**
 * kafkajs warns of each producer whose retries end. Here they may: a send that fails for good aborts its transaction,
 * and the batch is read again.
 */
const EXPECTED_MESSAGE = 'kafka client: retries are limited';

/**
 * Beginnings of kafkajs' messages that are worth a line of their own, and the line. The messages themselves are not
 * kept: they are built from error texts, which can quote what was sent.
 */
const MESSAGES: readonly (readonly [start: string, line: string])[] = [
  ['Connection error', 'kafka client: connection failed'],
  ['Connection timeout', 'kafka client: connection timed out'],
  ['Failed to connect', 'kafka client: broker not reached'],
  ['SASL', 'kafka client: authentication failed'],
  ['sigilo fault', 'kafka client: authentication failed'],
  ['Response ', 'kafka client: request refused'],
  ['The group is rebalancing', 'kafka client: group is rebalancing'],
  ['The coordinator is not aware of this member', 'kafka client: member unknown to its group'],
  ['Consumer has joined the group', 'kafka client: group joined'],
  ['Error when calling each', 'kafka client: batch handler failed'],
  ['Crash', 'kafka client: consumer crashed'],
  ['Restarting the consumer', 'kafka client: consumer restarts'],
  ['Offset out of range', 'kafka client: offset out of range'],
  ['Failed to send messages', 'kafka client: send failed'],
  ['Stopped', 'kafka client: consumer stopped'],
  ['Limiting retries for the idempotent producer', EXPECTED_MESSAGE],
];

/** Error texts of the protocol, constant in kafkajs, and the names of the errors. */
const ERROR_TYPES: ReadonlyMap<string, string> = new Map([
  [
    `The producer attempted to update a transaction while another concurrent operation on the same transaction was ongoing`,
    'CONCURRENT_TRANSACTIONS',
  ],
  [
    `Producer attempted an operation with an old epoch. Either there is a newer producer with the same transactionalId, or the producer's transaction has been expired by the broker`,
    'INVALID_PRODUCER_EPOCH',
  ],
  ['Not authorized to access topics: [Topic authorization failed]', 'TOPIC_AUTHORIZATION_FAILED'],
  ['Not authorized to access group: Group authorization failed', 'GROUP_AUTHORIZATION_FAILED'],
  ['Transactional Id authorization failed', 'TRANSACTIONAL_ID_AUTHORIZATION_FAILED'],
  ['This server does not host this topic-partition', 'UNKNOWN_TOPIC_OR_PARTITION'],
  ['This server is not the leader for that topic-partition', 'NOT_LEADER_FOR_PARTITION'],
  ['The group coordinator is not available', 'GROUP_COORDINATOR_NOT_AVAILABLE'],
  ['This is not the correct coordinator for this group', 'NOT_COORDINATOR_FOR_GROUP'],
  ['The group is rebalancing, so a rejoin is needed', 'REBALANCE_IN_PROGRESS'],
  ['Specified group generation id is not valid', 'ILLEGAL_GENERATION'],
  ['The coordinator is not aware of this member', 'UNKNOWN_MEMBER_ID'],
  ['The request included a message larger than the max message size the server will accept', 'MESSAGE_TOO_LARGE'],
]);

/** It comes with each transaction that follows another closely, and is retried. */
const EXPECTED_TYPE = 'CONCURRENT_TRANSACTIONS';

/** kafkajs' numbers: 1 error, 2 warning, 4 information, 5 debug. Its errors are mostly retried: warnings to us. */
function levelOf(level: number, line: string, errorType: string | undefined): LogLevel {
  if (line === EXPECTED_MESSAGE || errorType === EXPECTED_TYPE || level >= 5) return 'debug';
  return level >= 4 ? 'info' : 'warn';
}

/** Routes kafkajs' own logger to ours, keeping constant texts, names of the protocol and numbers only. */
export function createKafkaLogCreator(log: Log): LogCreator {
  return () => (entry) => {
    const { message, error, broker, retryCount } = entry.log as unknown as Record<string, unknown>;
    // Some of its messages are the error itself.
    const text = message instanceof Error ? message.message : typeof message === 'string' ? message : '';
    const cause = typeof error === 'string' ? error : text.replace(/^Failed to send messages: /, '');
    const errorType = ERROR_TYPES.get(cause);
    const thrown = /^Crash: (KafkaJS[A-Za-z]{1,60}|[A-Za-z]{1,30}Error):/.exec(text)?.[1];
    const fault = readFault(text);
    const line = MESSAGES.find(([start]) => text.startsWith(start))?.[1] ?? 'kafka client: other message';
    log(levelOf(entry.level, line, errorType), line, {
      ...(/^[A-Za-z]{1,30}$/.test(entry.namespace) && { namespace: entry.namespace }),
      ...(errorType && { errorType }),
      ...(thrown && { thrown }),
      ...(fault && { code: fault.code, ...placeOf(fault) }),
      ...(typeof broker === 'string' && { broker }),
      ...(typeof retryCount === 'number' && { attempt: retryCount }),
    });
  };
}

function placeOf({ code, detail }: ConnectionFault): LogFields {
  return code === 'config.secret_unreadable' ? { setting: detail } : { errorType: detail };
}
