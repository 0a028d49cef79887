import type { EachBatchPayload, logCreator } from 'kafkajs';
import { SigiloError } from '../errors.ts';
import {
  createKafkaPorts,
  type FetchTuning,
  hideNegativeTimeoutWarning,
  type KafkaPorts,
  type KafkaSettings,
} from '../io/kafka-client.ts';
import { createKafkaLogCreator } from '../io/kafka-client-log.ts';
import { decompress } from '../io/kafka-codecs.ts';
import { installFetchDecoder } from '../io/kafka-fetch-decoder.ts';
import { decodeRecordSet } from '../io/kafka-record-batch.ts';
import { installRecordEncoder } from '../io/kafka-record-encoder.ts';
import { startSource } from '../io/kafka-source.ts';
import type { Telemetry } from '../telemetry-events.ts';
import { acceptAssignment, stopUnreadable } from './assignment.ts';
import { startBrokerWatch } from './broker-watch.ts';
import { healthOf, type WorkerHealth } from './health.ts';
import { isUnauthorized, kafkaError } from './kafka-error.ts';
import { readLosses } from './losses.ts';
import { crashError } from './missing-permissions.ts';
import { reachBrokers } from './reach-brokers.ts';
import { retryWhileStarting } from './retry-while-starting.ts';
import { closeAll, stopWorker } from './stop-worker.ts';
import { readLayout, type TopicLayout } from './topic-layout.ts';
import { startUpkeep } from './upkeep.ts';
import { startWatchdog } from './watchdog.ts';
import {
  createWorkerState,
  type ExitReason,
  partitionKey,
  partitionOf,
  type RouteOptions,
  type StartLayout,
  type WorkerState,
} from './worker-state.ts';

export interface WorkerOptions {
  readonly kafka: KafkaSettings;
  /** Each source belongs to one route. */
  readonly routes: readonly RouteOptions[];
  readonly telemetry: Telemetry;
  readonly fetch?: FetchTuning;
  /** How many partitions are worked on at once; default 16. */
  readonly concurrency?: number;
  /** Of lag reports and other upkeep; default 10,000. */
  readonly lagIntervalMs?: number;
  /** Told when the group is about to be joined, which can take long: health as of then. */
  readonly onJoining?: (health: () => WorkerHealth) => void;
  /** Makes what the worker reaches Kafka by; a test gives its own. */
  readonly createPorts?: (createLog: logCreator) => KafkaPorts;
}

export interface Worker {
  /**
   * Takes no new batches, lets running transactions finish, leaves the group. A second call is the same stop.
   * @param deadlineMs after it the worker ends as `worker.stop_timeout`, and the next owner fences what is open
   */
  readonly stop: (deadlineMs: number) => Promise<void>;
  readonly health: () => WorkerHealth;
  /** Resolves once, with why the worker ended. */
  readonly finished: Promise<ExitReason>;
}

type BatchHandler = (worker: WorkerState, payload: EachBatchPayload) => Promise<void>;

/** Starts all parts of a worker around its batch handler. @throws SigiloError as `startWorker` */
export async function runWorker(options: WorkerOptions, handleBatch: BatchHandler): Promise<Worker> {
  const { kafka, telemetry, routes } = options;
  hideNegativeTimeoutWarning();
  const createLog = createKafkaLogCreator((level, message, fields) => telemetry.log(level, message, fields));
  const ports = options.createPorts
    ? options.createPorts(createLog)
    : createKafkaPorts(kafka, { logCreator: createLog, ...(options.fetch ? { fetch: options.fetch } : {}) });
  const ending = Promise.withResolvers<ExitReason>();
  let isFatal = false;
  const fail = (error: SigiloError): void => {
    if (isFatal) return;
    isFatal = true;
    telemetry.log('fatal', 'worker ends', {
      code: error.code,
      ...(error.context.thrown ? { thrown: error.context.thrown } : {}),
      ...(error.context.errorType ? { errorType: error.context.errorType } : {}),
    });
    ending.resolve({ kind: 'fatal', error });
  };
  if (!options.createPorts) await reachBrokers(kafka, createLog);
  const start = await readStart(ports, kafka.groupId, routes);
  const worker = createWorkerState({ groupId: kafka.groupId, ports, telemetry, routes, start, fail });
  const sessionTimeoutMs = kafka.sessionTimeoutMs ?? 45_000;
  const health = () => healthOf(worker, isFatal);
  options.onJoining?.(health);
  telemetry.log('info', 'joining the group; after a crash this takes up to the session timeout', {
    seconds: sessionTimeoutMs / 1_000,
  });
  const stopWatch = startBrokerWatch(worker);
  await beginConsuming(worker, options.concurrency ?? 16, handleBatch).catch((error: unknown) => {
    stopWatch();
    throw error;
  });
  const timers = [
    stopWatch,
    startWatchdog(worker, sessionTimeoutMs),
    startUpkeep(worker, options.lagIntervalMs ?? 10_000),
  ];
  const finished = ending.promise.finally(() => {
    for (const stop of timers) stop();
  });
  let stopping: Promise<void> | null = null;
  return {
    finished,
    health,
    stop: (deadlineMs) => {
      stopping ??= stopWorker(worker, deadlineMs, sessionTimeoutMs).then(
        () => ending.resolve({ kind: 'stopped' }),
        () => fail(new SigiloError('worker.stop_timeout', { limit: deadlineMs })),
      );
      return stopping;
    },
  };
}

/** Faults of the topics were found before the start, by the checks that `sigilo check` makes. */
function readStart(ports: KafkaPorts, groupId: string, routes: readonly RouteOptions[]): Promise<StartLayout> {
  return openAdmin(ports, async () => {
    const layouts = new Map<string, TopicLayout>();
    const acceptedLosses = new Map<string, ReadonlyMap<number, bigint>>();
    for (const { pipeline, acceptLoss } of routes) {
      layouts.set(pipeline.name, await readLayout(ports.admin, pipeline));
      if (acceptLoss) acceptedLosses.set(pipeline.name, await readLosses(ports.admin, groupId, pipeline.source));
    }
    return { layouts, acceptedLosses };
  });
}

async function openAdmin<Result>(ports: KafkaPorts, inspect: () => Promise<Result>): Promise<Result> {
  try {
    await ports.admin.connect();
    return await retryWhileStarting(inspect, (error) => isUnauthorized(error) || error instanceof SigiloError);
  } catch (error) {
    await ports.admin.disconnect().catch(() => {});
    throw kafkaError(error);
  }
}

async function beginConsuming(worker: WorkerState, concurrency: number, handleBatch: BatchHandler): Promise<void> {
  installRecordEncoder();
  installFetchDecoder({
    decodeRecordSet: (bytes, aborted, budget) => decodeRecordSet(bytes, aborted, decompress, budget),
    onFault: (...fault) => stopUnreadable(worker, ...fault),
    onRecords: (topic, partition, at) => {
      const state = partitionOf(worker, topic, partition);
      if (state && !worker.readingAgain.has(partitionKey(state))) state.fetchedAt = at;
    },
  });
  try {
    await startSource(worker.ports.consumer, [...worker.routes.keys()], concurrency, {
      onBatch: async (payload) => {
        if (worker.isStopping) return;
        const batch = handleBatch(worker, payload).finally(() => worker.underWay.delete(batch));
        worker.underWay.add(batch);
        await batch;
      },
      onJoin: (assignment) => acceptAssignment(worker, assignment),
      onRebalancing: () => {
        worker.isRebalancing = true;
      },
      onFetch: () => {
        worker.lastFetchAt = performance.now();
      },
      onHeartbeat: () => {
        worker.lastHeartbeatAt = worker.lastAnswerAt = performance.now();
      },
      onEmptyOffsets: (topic, partition, lastOffset) => {
        const state = partitionOf(worker, topic, partition);
        if (!state) return;
        state.position = BigInt(lastOffset) + 1n;
        state.waitingSince = null;
      },
      onCrash: (error) => void crashError(worker, error).then(worker.fail),
    });
  } catch (error) {
    await closeAll(worker).catch(() => {});
    throw kafkaError(error);
  }
}
