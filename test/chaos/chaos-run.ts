import type { StackState } from '../../deploy/local/stack-control.ts';
import type { RegistryProxy } from '../integration/registry-proxy.ts';
import type { Gate } from './gate.ts';

/** Requests of Kafka's protocol at which a connection is cut, by their API keys. */
export const REQUESTS = {
  Produce: 0,
  Fetch: 1,
  OffsetFetch: 9,
  JoinGroup: 11,
  Heartbeat: 12,
  InitProducerId: 22,
  AddPartitionsToTxn: 24,
  AddOffsetsToTxn: 25,
  EndTxn: 26,
  TxnOffsetCommit: 28,
} as const;

export type RequestName = keyof typeof REQUESTS;

/**
 * Where a connection is cut.
 * - before: the request never reaches the broker
 * - after: the request is passed on, and both connections end at once
 * - lost: the broker has answered; the answer is dropped, and the connections end
 * - silent: as lost, but the connection of the worker stays open and gets no answer
 */
export type CutPlace = 'before' | 'after' | 'lost' | 'silent';

/** A request of a worker as it passes the proxy. */
export interface SeenRequest {
  readonly request: RequestName;
  /** As the worker names itself: `kafka.clientId` of its configuration. */
  readonly clientId: string;
  /** Index of the broker it goes to, in the stack's list. */
  readonly broker: number;
  /** Of requests that carry one. */
  readonly transactionalId: string | null;
}

export interface CutRule {
  readonly request: RequestName;
  readonly place: CutPlace;
  /** Only requests of this worker; of any one unless given. */
  readonly clientId?: string;
  /** Only requests that it holds for. */
  readonly suits?: (seen: SeenRequest) => boolean;
}

/** A rule that waits for its request; it fires once. */
export interface ArmedCut {
  /** Resolves with the request it hit, or with null when it was withdrawn before. */
  readonly fired: Promise<SeenRequest | null>;
  readonly withdraw: () => void;
}

/** A transaction whose end has not been answered: its records may be in the log, and its outcome is open. */
export interface OpenTransaction {
  readonly transactionalId: string;
  readonly clientId: string;
  /** True once a Produce of it was passed on. */
  readonly hasRecords: boolean;
}

/** Stands between the workers and the brokers: each broker advertises a port of it, and each frame passes through. */
export interface KafkaProxy {
  /** `host:port` of each broker as the workers see it. */
  readonly addresses: readonly string[];
  readonly arm: (rule: CutRule) => ArmedCut;
  /** Calls back, synchronously, before a request is passed on. @returns ends the watching */
  readonly watch: (onRequest: (seen: SeenRequest) => void) => () => void;
  readonly openTransactions: () => readonly OpenTransaction[];
  /** Milliseconds since 1970 of the last committed transaction of each transactional id (`sigilo:group:topic:partition`). */
  readonly lastCommits: () => ReadonlyMap<string, number>;
  /** The same of the first commit of each after a moment; ids that have not committed since are not among them. */
  readonly firstCommits: (after: number) => ReadonlyMap<string, number>;
  readonly close: () => Promise<void>;
}

/** Three brokers (replication 3, at least 2 in sync) behind the proxy, and the registry. */
export interface Cluster {
  /** As it is now; `stack.brokers` are the addresses without the proxy, for load and oracle. */
  readonly stack: () => StackState;
  readonly proxy: KafkaProxy;
  /** Kills a broker; resolves when its process is gone. */
  readonly killBroker: (index: number) => Promise<void>;
  /** Starts it again; resolves when it serves clients. */
  readonly restartBroker: (index: number) => Promise<void>;
  /** Resolves when each replica of each partition is in sync. */
  readonly whole: (timeoutMs?: number) => Promise<void>;
  /** Index of the broker that coordinates the group, or the transactions of an id. */
  readonly coordinatorOf: (kind: 'group' | 'transaction', key: string) => Promise<number>;
  readonly leaderOf: (topic: string, partition: number) => Promise<number>;
  /** Moves leaders back to the preferred replicas. @returns how many moved */
  readonly electPreferred: () => Promise<number>;
  readonly close: () => Promise<void>;
}

export interface ChaosRoute {
  readonly name: string;
  readonly source: string;
  readonly sink: string;
  readonly quarantine: string;
  /** Grows when partitions are added. */
  partitions: number;
}

/** One worker process: `sigilo run` as users start it, with a configuration of its own. */
export interface ChaosWorker {
  /** Also its `kafka.clientId`; never used again by a later process. */
  readonly name: string;
  readonly pid: number;
  readonly logFile: string;
  /** While a fault has stopped it (SIGSTOP) or is ending it, others leave it alone. */
  isTaken: boolean;
  readonly signal: (name: NodeJS.Signals) => void;
  readonly exited: Promise<{ readonly status: number | null; readonly signal: NodeJS.Signals | null }>;
  readonly hasExited: () => boolean;
  /** Text of the metrics page. */
  readonly metrics: () => Promise<string>;
  /** Lines of its log from a byte on, parsed; what is no JSON is left out. */
  readonly logLines: (from?: number) => readonly Readonly<Record<string, unknown>>[];
}

export interface StartWorker {
  /** Words before the command, such as those of faketime. */
  readonly prefix?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Options of `sigilo run`. */
  readonly options?: readonly string[];
  /** Directory of the log file instead of the run's own. */
  readonly logDirectory?: string;
  /** Laid over the configuration, section by section. */
  readonly settings?: Readonly<Record<string, object>>;
}

/** The workers of the group. One that ends by itself is noted, and replaced by the driver. */
export interface Workers {
  /** Those that run and are not taken. */
  readonly free: () => readonly ChaosWorker[];
  readonly all: () => readonly ChaosWorker[];
  readonly start: (options?: StartWorker) => Promise<ChaosWorker>;
}

/** Writes to the sources, for as long as the run lasts. */
export interface Load {
  /** Records acknowledged so far. */
  readonly written: () => number;
  /** From now on records of a route carry the next version of its schema, whose id no worker has asked for. */
  readonly nextSchema: (route: string) => Promise<void>;
  /** Writes to partitions up to this number too. */
  readonly widen: (route: string, partitions: number) => void;
}

/** Records of a source that are gone on purpose: they may be in the sink once or not at all. */
export interface Deleted {
  readonly topic: string;
  readonly partition: number;
  /** Offsets below it are gone. */
  readonly before: number;
}

export interface ChaosRun {
  readonly cluster: Cluster;
  readonly workers: Workers;
  readonly load: Load;
  /** Between the workers and the registry; a fault scripts it and takes the script away again. */
  readonly registry: RegistryProxy;
  readonly groupId: string;
  readonly routes: readonly ChaosRoute[];
  /** Small, with its own topics, for faults that lose records on purpose. */
  readonly expiring: ChaosRoute;
  readonly deleted: Deleted[];
  /**
   * Shared by the strikes that end workers or brokers. A fault has it alone while no worker could start, as one that lacks
   * a permission: the group must not lose its last worker then.
   */
  readonly gate: Gate;
  readonly directory: string;
  /** Seeded: a whole number from 0 to `bound` - 1. */
  readonly random: (bound: number) => number;
  /** A line of the run's journal. */
  readonly note: (event: string, fields?: Readonly<Record<string, unknown>>) => void;
  readonly sleep: (ms: number) => Promise<void>;
}

/** What a fault did. It counts only when it bit. */
export interface Strike {
  readonly bit: boolean;
  /** Milliseconds since 1970 from which recovery is counted, and the transactional ids that must commit again. */
  readonly recovery?: { readonly from: number; readonly of: readonly string[]; readonly kind: 'worker' | 'broker' };
}

/** One way to harm the cluster or the workers; when `strike` resolves, the harm is undone. */
export interface Fault {
  /** Such as `workerKilled`, or `cut EndTxn lost`. */
  readonly kind: string;
  readonly strike: (run: ChaosRun) => Promise<Strike>;
}
