import type { SecureContext } from 'node:tls';
import {
  type Admin,
  type Consumer,
  type ISocketFactory,
  Kafka,
  type KafkaConfig,
  type logCreator,
  logLevel,
  Partitioners,
  type Producer,
} from 'kafkajs';
import { installCoordinatorSearch } from './kafka-client/coordinator-search.ts';
import { installFirmJoins } from './kafka-client/firm-joins.ts';
import { installFreshTries } from './kafka-client/fresh-tries.ts';
import { type Sasl, saslMechanism } from './kafka-client/sasl.ts';
import { withoutSilence } from './kafka-client/silent-socket.ts';
import { createSocketFactory, escapeAddress } from './kafka-client/socket.ts';
import { installSteadyTimes } from './kafka-client/steady-times.ts';

/** How to reach the brokers. Whatever may be renewed is a function: it is called for each connection or authentication. */
export interface KafkaSettings {
  readonly brokers: readonly string[];
  readonly clientId: string;
  readonly groupId: string;
  /** Default 45,000. */
  readonly sessionTimeoutMs?: number;
  /** null is no TLS. Certificate and host name are always checked. */
  readonly ssl?: { readonly secureContext: () => SecureContext } | null;
  readonly sasl?: Sasl | null;
}

/** What batches are fetched in. A larger transaction costs less a record; a longer wait costs latency. */
export interface FetchTuning {
  readonly maxBytesPerPartition: number;
  readonly maxBytes: number;
  /** The broker holds its answer back until it has so many bytes, but at most `maxWaitMs`: this is the linger. */
  readonly minBytes: number;
  readonly maxWaitMs: number;
}

export const FETCH_TUNING: FetchTuning = {
  maxBytesPerPartition: 1024 * 1024,
  maxBytes: 16 * 1024 * 1024,
  minBytes: 64 * 1024,
  maxWaitMs: 50,
};

/** All that the worker does with Kafka; a test puts its own in. */
export interface KafkaPorts {
  readonly consumer: Consumer;
  readonly admin: Admin;
  /** Makes a producer that is not yet connected. */
  readonly createProducer: (transactionalId: string) => Producer;
  /** The same without transactions, for routes in at_least_once mode. */
  readonly createPlainProducer: () => Producer;
  /** Makes a client for a look at something else; it gives up soon. */
  readonly createClient: () => Kafka;
}

export interface KafkaPortOptions {
  /** kafkajs' own messages can quote data: it must keep none of them. */
  readonly logCreator: logCreator;
  readonly fetch?: FetchTuning;
  /** Opens the producers' sockets; tests break them here. */
  readonly socketFactory?: ISocketFactory;
  /** After it the consumer looks for new partitions; default 60,000. */
  readonly metadataMaxAgeMs?: number;
}

/** A member's SyncGroup takes as long as the group's slowest member, so the consumer waits longer than others. */
const CONSUMER_REQUEST_TIMEOUT_MS = 30_000;
const REQUEST_TIMEOUT_MS = 5_000;
/** kafkajs gives a request up first, and the connection breaks before it has asked again for long. */
const SILENCE_MARGIN_MS = 500;
const JOIN_DELAY_MS = 5_000;
const RETRY = { initialRetryTime: 30, maxRetryTime: 1_000, multiplier: 1.5, factor: 0.2, retries: 40 };
const CONSUMER_RETRY = { initialRetryTime: 50, maxRetryTime: 3_000, multiplier: 2, factor: 0.2, retries: 25 };

/**
 * Makes consumer, admin and producers, each from a Kafka object of its own: those of one object share a map of
 * offsets, and a producer's commit would move the consumer. Nothing is connected yet.
 */
export function createKafkaPorts(settings: KafkaSettings, options: KafkaPortOptions): KafkaPorts {
  installSteadyTimes();
  installCoordinatorSearch();
  installFreshTries();
  installFirmJoins();
  const common = commonConfig(settings, options.logCreator);
  const fetch = options.fetch ?? FETCH_TUNING;
  const sessionTimeout = settings.sessionTimeoutMs ?? 45_000;
  // A consumer that ends takes the process with it: it tries again. The others' callers pause and come back.
  const patient = commonConfig(settings, options.logCreator, true);
  const consumers = new Kafka({
    ...patient,
    requestTimeout: CONSUMER_REQUEST_TIMEOUT_MS,
    socketFactory: withoutSilence(createSocketFactory(settings), silenceOf(sessionTimeout)),
    retry: CONSUMER_RETRY,
  });
  const socketFactory = options.socketFactory ? { socketFactory: options.socketFactory } : {};
  const producers = new Kafka({ ...common, ...socketFactory });
  return {
    consumer: consumers.consumer({
      groupId: settings.groupId,
      sessionTimeout,
      rebalanceTimeout: rebalanceTimeoutOf(sessionTimeout),
      heartbeatInterval: Math.min(3_000, Math.max(300, Math.floor(sessionTimeout / 6))),
      maxBytesPerPartition: fetch.maxBytesPerPartition,
      maxBytes: fetch.maxBytes,
      minBytes: fetch.minBytes,
      maxWaitTimeInMs: fetch.maxWaitMs,
      metadataMaxAge: options.metadataMaxAgeMs ?? 60_000,
      allowAutoTopicCreation: false,
      readUncommitted: false,
      // A crashed consumer ends the process: what it held is uncertain, and a new process starts from the offsets.
      retry: { ...CONSUMER_RETRY, restartOnFailure: async () => false },
    }),
    admin: new Kafka(common).admin({ retry: { ...RETRY, retries: 8 } }),
    createProducer: (transactionalId) =>
      producers.producer({
        transactionalId,
        idempotent: true,
        maxInFlightRequests: 1,
        transactionTimeout: 60_000,
        allowAutoTopicCreation: false,
        createPartitioner: Partitioners.DefaultPartitioner,
        retry: RETRY,
      }),
    createPlainProducer: () =>
      producers.producer({
        idempotent: true,
        maxInFlightRequests: 1,
        allowAutoTopicCreation: false,
        createPartitioner: Partitioners.DefaultPartitioner,
        retry: RETRY,
      }),
    createClient: () => createKafkaClient(settings, options.logCreator, 2),
  };
}

/** How long the group waits for a member that does not join again. */
function rebalanceTimeoutOf(sessionTimeoutMs: number): number {
  return Math.max(sessionTimeoutMs, 15_000);
}

/**
 * Milliseconds after which a connection of the consumer is given up that brought no answer: the group answers who joins it
 * only when all others have joined, or were waited for in vain, and kafkajs gives that 5 seconds more.
 */
export function silenceOf(sessionTimeoutMs: number): number {
  const joining = rebalanceTimeoutOf(sessionTimeoutMs) + JOIN_DELAY_MS;
  return Math.max(CONSUMER_REQUEST_TIMEOUT_MS, joining) + SILENCE_MARGIN_MS;
}

/**
 * Makes a client of the brokers without consumer or producer, to look at topics and permissions. Nothing is connected yet.
 * @param retries how often it tries again by itself; by default for about half a minute
 */
export function createKafkaClient(settings: KafkaSettings, createLog: logCreator, retries = RETRY.retries): Kafka {
  return new Kafka({ ...commonConfig(settings, createLog), retry: { ...RETRY, retries } });
}

function commonConfig(settings: KafkaSettings, createLog: logCreator, isRetried = false): KafkaConfig {
  const { sasl } = settings;
  return {
    brokers: settings.brokers.map(escapeAddress),
    clientId: settings.clientId,
    connectionTimeout: 3_000,
    authenticationTimeout: 10_000,
    requestTimeout: REQUEST_TIMEOUT_MS,
    retry: RETRY,
    logLevel: logLevel.WARN,
    logCreator: createLog,
    socketFactory: withoutSilence(createSocketFactory(settings), REQUEST_TIMEOUT_MS + SILENCE_MARGIN_MS),
    ...(sasl ? { sasl: saslMechanism(sasl, { isRetried, report: (message) => reportFault(createLog, message) }) } : {}),
  };
}

/** Tells of a fault as kafkajs' own logger does. */
function reportFault(createLog: logCreator, message: string): void {
  const entry = { timestamp: new Date().toISOString(), logger: 'kafkajs', message };
  createLog(logLevel.WARN)({ namespace: 'Connection', level: logLevel.ERROR, label: 'ERROR', log: entry });
}

/** Keeps Node from printing its warning about timers that kafkajs sets in the past; all other warnings pass. */
export function hideNegativeTimeoutWarning(): void {
  const original = process.emitWarning as (...values: unknown[]) => void;
  if (HIDDEN.has(original)) return;
  const filtered = (...values: unknown[]): void => {
    const [, type] = values;
    const name = typeof type === 'object' && type !== null ? (type as { type?: unknown }).type : type;
    if (name !== 'TimeoutNegativeWarning') original.apply(process, values);
  };
  HIDDEN.add(filtered);
  process.emitWarning = filtered as typeof process.emitWarning;
}

const HIDDEN = new WeakSet<object>();
