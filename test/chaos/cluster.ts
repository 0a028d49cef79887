import { setTimeout as sleep } from 'node:timers/promises';
import { clusterAnswers } from '../../deploy/local/broker.ts';
import { isListening } from '../../deploy/local/free-ports.ts';
import { isProxied } from '../../deploy/local/proxied.ts';
import {
  killBroker,
  readStack,
  restartBroker,
  type StackState,
  startStack,
  stopStack,
} from '../../deploy/local/stack-control.ts';
import type { Cluster } from './chaos-run.ts';
import { coordinatingPartition, describeTopics, electPreferredLeaders } from './cluster-metadata.ts';
import { openKafkaProxy } from './kafka-proxy.ts';

const NODES = 3;
const POLL_MS = 200;
const ANSWER_MS = 60_000;
const WHOLE_MS = 180_000;

export interface ClusterOptions {
  /** Holds the stack; absent, empty, or a proxied stack's. */
  readonly directory: string;
  readonly onProgress?: (step: string) => void;
}

/**
 * Starts three brokers with a registry, and the proxy in front of the brokers; or takes those that run in the directory.
 * @throws SigiloError stack.requirements, stack.failed
 */
export async function startCluster({ directory, onProgress }: ClusterOptions): Promise<Cluster> {
  const first = await startStack({ directory, nodes: NODES, proxied: true, ...(onProgress ? { onProgress } : {}) });
  const gates = first.brokerStates.filter(isProxied);
  const proxy = await openKafkaProxy(
    gates.map(({ proxyPort, proxiedPort }) => ({ proxyPort, brokerPort: proxiedPort })),
  );
  const stack = (): StackState => readStack(first.directory) ?? first;
  const indexOf = (nodeId: number): number => first.brokerStates.findIndex(({ id }) => id === nodeId);
  const leaderOf: Cluster['leaderOf'] = async (topic, partition) => {
    return until(`a leader of ${topic} ${partition}`, ANSWER_MS, async () => {
      const [found] = await describeTopics(first, [topic]);
      const index = indexOf(found?.partitions.find(({ partitionId }) => partitionId === partition)?.leader ?? -1);
      return index < 0 ? null : index;
    });
  };
  return {
    stack,
    proxy,
    killBroker: (index) => killBroker(first, index),
    restartBroker: async (index) => {
      await restartBroker(first, index);
      const { proxyPort } = gates[index]!;
      await until(`proxy at ${proxyPort}`, ANSWER_MS, async () => (await isListening(proxyPort)) || null);
    },
    whole: async (timeoutMs = WHOLE_MS) => {
      await until('full set of replicas in sync', timeoutMs, async () => (await isWhole(first)) || null);
    },
    coordinatorOf: async (kind, key) => {
      const find = () => coordinatingPartition(first, kind, key);
      const { topic, partition } = await until(`${kind} coordinator`, ANSWER_MS, find);
      return leaderOf(topic, partition);
    },
    leaderOf,
    electPreferred: () => electPreferredLeaders(first),
    close: async () => {
      await proxy.close();
      await stopStack(first.directory);
    },
  };
}

/** True when all nodes know each other and each replica is in sync. */
async function isWhole(stack: StackState): Promise<boolean> {
  if (!(await clusterAnswers(stack))) return false;
  const topics = await describeTopics(stack);
  return topics.every(({ partitions }) =>
    partitions.every(({ leader, isr, replicas }) => leader >= 0 && isr.length === replicas.length),
  );
}

/** Asks again and again until there is an answer; brokers that are down or moving give none. */
async function until<Answer>(what: string, timeoutMs: number, ask: () => Promise<Answer | null>): Promise<Answer> {
  const end = performance.now() + timeoutMs;
  for (;;) {
    const answer = await ask().catch(() => null);
    if (answer !== null) return answer;
    if (performance.now() > end) throw new Error(`the cluster has no ${what} after ${timeoutMs} ms`);
    await sleep(POLL_MS);
  }
}
