import type { Socket } from 'node:net';
import { type CutRule, type KafkaProxy, REQUESTS, type RequestName, type SeenRequest } from './chaos-run.ts';
import { joinConnection, type MetCut, type Traffic } from './cut-connection.ts';
import { type Gate, type OpenGate, openGate } from './kafka-proxy-gate.ts';
import { createTransactionLedger } from './open-transactions.ts';

/** A rule, until it has fired or was withdrawn. */
interface Rule extends CutRule {
  readonly end: (seen: SeenRequest | null) => void;
}

const NAMES = new Map<number, RequestName>(
  (Object.entries(REQUESTS) as [RequestName, number][]).map(([name, apiKey]) => [apiKey, name]),
);

/**
 * Opens a listener in front of each broker and passes Kafka's frames on. A cut whose connection ends by itself before
 * it could be made waits for the next request that fits. Rejects when a port is taken.
 */
export async function openKafkaProxy(gates: readonly Gate[]): Promise<KafkaProxy> {
  const ledger = createTransactionLedger();
  const watchers = new Set<(seen: SeenRequest) => void>();
  const waiting = new Set<Rule>();
  const living = new Set<Rule>();
  const sockets = new Set<Socket>();

  const trafficOf = (broker: number): Traffic => ({
    see: ({ apiKey, clientId, transactionalId }) => {
      const request = NAMES.get(apiKey);
      if (!request) return null;
      const seen: SeenRequest = { request, clientId: clientId ?? '', broker, transactionalId };
      for (const watcher of [...watchers]) watcher(seen);
      return seen;
    },
    meet: (seen) => {
      for (const rule of waiting) if (fits(rule, seen)) return take(rule, seen);
      return null;
    },
    passed: ledger.passed,
    answered: ledger.answered,
  });

  const take = (rule: Rule, seen: SeenRequest): MetCut => {
    waiting.delete(rule);
    return {
      place: rule.place,
      isWithdrawn: () => !living.has(rule),
      done: () => rule.end(seen),
      missed: () => {
        if (living.has(rule)) waiting.add(rule);
      },
    };
  };

  const join = (client: Socket, broker: Socket, index: number): void => {
    for (const socket of [client, broker]) {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
    }
    joinConnection(client, broker, trafficOf(index));
  };

  const opened: OpenGate[] = [];
  const close = async (): Promise<void> => {
    for (const rule of [...living]) rule.end(null);
    const closed = opened.map((gate) => gate.close());
    for (const socket of sockets) socket.destroy();
    await Promise.all(closed);
  };
  try {
    for (const [index, gate] of gates.entries()) {
      opened.push(await openGate(gate, (client, broker) => join(client, broker, index)));
    }
  } catch (error) {
    await close();
    throw error;
  }

  return {
    addresses: opened.map(({ port }) => `127.0.0.1:${port}`),
    arm: (given) => {
      const { promise: fired, resolve } = Promise.withResolvers<SeenRequest | null>();
      const end = (seen: SeenRequest | null): void => {
        waiting.delete(rule);
        living.delete(rule);
        resolve(seen);
      };
      const rule: Rule = { ...given, end };
      waiting.add(rule);
      living.add(rule);
      return { fired, withdraw: () => end(null) };
    },
    watch: (onRequest) => {
      watchers.add(onRequest);
      return () => watchers.delete(onRequest);
    },
    openTransactions: ledger.open,
    lastCommits: ledger.lastCommits,
    firstCommits: ledger.firstCommits,
    close,
  };
}

function fits({ request, clientId, suits }: CutRule, seen: SeenRequest): boolean {
  return request === seen.request && (clientId === undefined || clientId === seen.clientId) && suits?.(seen) !== false;
}
