import net from 'node:net';
import { createKafkaPorts, type KafkaPorts } from '../../src/io/kafka-client.ts';
import { type DeliveryMode, startWorker, type Worker } from '../../src/worker.ts';
import { type Hold, holdAt, type Mutation, mutatePorts } from './recipe-mutations.ts';
import { recordingTelemetry } from './recording-telemetry.ts';
import { type RefusedFetch, refuseFetches } from './refuse-fetches.ts';
import { breakSockets, type SocketFault } from './socket-faults.ts';
import { createTaggingPipeline } from './tagging-pipeline.ts';

/** What a test tells its worker process, as JSON in the first argument. */
export interface WorkerCommand {
  readonly brokers: readonly string[];
  readonly groupId: string;
  readonly sessionTimeoutMs: number;
  readonly routes: readonly {
    readonly name: string;
    readonly source: string;
    readonly sink: string;
    readonly quarantine: string;
    readonly mode?: DeliveryMode;
    readonly acceptLoss?: boolean;
  }[];
  /** Bytes fetched of a partition at once; small ones make many transactions. */
  readonly maxBytesPerPartition?: number;
  /** Waits so long before each request that is part of a transaction. */
  readonly delayMs?: number;
  /** After it the consumer looks for new partitions. */
  readonly metadataMaxAgeMs?: number;
  /** Of lag reports and other upkeep. */
  readonly lagIntervalMs?: number;
  /** Prints `stage` before each commit outside of a transaction, and waits so long before it is sent. */
  readonly commitDelayMs?: number;
  readonly hold?: Hold;
  readonly faults?: readonly SocketFault[];
  readonly mutation?: Mutation;
  /** Prints `refused` for each partition whose fetch is refused. */
  readonly refusedFetches?: readonly RefusedFetch[];
}

const command = JSON.parse(process.argv[2]!) as WorkerCommand;

/** One JSON line a mark; written synchronously, so that a SIGKILL right after it loses nothing. */
function print(mark: string, fields: object = {}): void {
  process.stdout.write(`${JSON.stringify({ mark, pid: process.pid, ...fields })}\n`);
}

function createPorts(createLog: Parameters<typeof createKafkaPorts>[1]['logCreator']): KafkaPorts {
  const { brokers, groupId, sessionTimeoutMs, maxBytesPerPartition = 65_536 } = command;
  const fetch = { maxBytesPerPartition, maxBytes: 4_194_304, minBytes: 1, maxWaitMs: 50 };
  const settings = { brokers, clientId: 'exactly-once-test', groupId, sessionTimeoutMs };
  const socketFactory = breakSockets(command.faults ?? [], command.delayMs ?? 0, print);
  const metadataMaxAgeMs = command.metadataMaxAgeMs ?? 60_000;
  const ports = createKafkaPorts(settings, { logCreator: createLog, fetch, socketFactory, metadataMaxAgeMs });
  return mutatePorts(holdAt(announceCommits(ports), command.hold, print), command.mutation);
}

function announceCommits(ports: KafkaPorts): KafkaPorts {
  const { commitDelayMs } = command;
  if (commitDelayMs === undefined) return ports;
  const commitOffsets: KafkaPorts['consumer']['commitOffsets'] = async (offsets) => {
    print('stage', { request: 'OffsetCommit', offsets });
    await new Promise((resolve) => setTimeout(resolve, commitDelayMs));
    await ports.consumer.commitOffsets(offsets);
  };
  return { ...ports, consumer: { ...ports.consumer, commitOffsets } };
}

/** From SIGUSR1 to SIGUSR2 no answer of a broker arrives, and no connection ends. */
function loseBrokers(): void {
  const sockets = new Set<net.Socket>();
  const prototype = net.Socket.prototype as { connect: (...values: unknown[]) => net.Socket };
  const { connect } = prototype;
  let isLost = false;
  prototype.connect = function track(this: net.Socket, ...values: unknown[]): net.Socket {
    sockets.add(this.on('close', () => sockets.delete(this)));
    if (isLost) this.pause();
    return connect.apply(this, values);
  };
  process.on('SIGUSR1', () => {
    isLost = true;
    for (const socket of sockets) socket.pause();
  });
  process.on('SIGUSR2', () => {
    isLost = false;
    for (const socket of sockets) socket.resume();
  });
}

loseBrokers();
const worker: Worker = await startWorker({
  kafka: { ...command, clientId: 'exactly-once-test' },
  routes: command.routes.map(({ mode, acceptLoss, ...route }) => ({
    pipeline: createTaggingPipeline(route),
    fromStart: false,
    ...(mode ? { mode } : {}),
    ...(acceptLoss ? { acceptLoss } : {}),
  })),
  ...(command.lagIntervalMs ? { lagIntervalMs: command.lagIntervalMs } : {}),
  telemetry: recordingTelemetry(print),
  createPorts,
});
refuseFetches(command.refusedFetches ?? [], (partition) => print('refused', { partition }));
print('started');
process.on('SIGTERM', () => void worker.stop(8_000));
const reason = await worker.finished;
print('ended', { kind: reason.kind, ...(reason.kind === 'fatal' ? { code: reason.error.code } : {}) });
process.exit(reason.kind === 'stopped' ? 0 : 1);
