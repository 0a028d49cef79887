import { createRequire } from 'node:module';

interface Fetching {
  start: () => Promise<void>;
}

interface Runner {
  readonly fetchManager: Fetching;
  scheduleFetchManager: () => void;
}

/** Fetching that went on for so long was well: a fault that ends it is no continuation of the faults before. */
const WELL_MS = 60_000;
/** What the group tells, and what kafkajs ends the consumer for, must reach it. */
const LEFT_TO_KAFKAJS: ReadonlySet<unknown> = new Set([
  ...['REBALANCE_IN_PROGRESS', 'NOT_COORDINATOR_FOR_GROUP', 'ILLEGAL_GENERATION', 'UNKNOWN_MEMBER_ID'],
  ...['KafkaJSNotImplemented', 'KafkaJSNoBrokerAvailableError'],
]);

let isInstalled = false;

/**
 * Has the consumer count its tries to fetch anew once fetching has gone well for a minute. kafkajs counts them from one
 * rebalance to the next: in a group that stands for weeks each broken connection would be waited for a little longer, by
 * all partitions, and the one after the last try would end the consumer.
 */
export function installFreshTries(): void {
  if (isInstalled) return;
  isInstalled = true;
  const runner = (createRequire(import.meta.url)('kafkajs/src/consumer/runner') as { prototype: Runner }).prototype;
  const wrapped = new WeakSet<Fetching>();
  const { scheduleFetchManager } = runner;
  runner.scheduleFetchManager = function () {
    const { fetchManager } = this;
    if (!wrapped.has(fetchManager)) {
      wrapped.add(fetchManager);
      fetchManager.start = endingWell(fetchManager.start);
    }
    scheduleFetchManager.call(this);
  };
}

/** An end without an error has kafkajs begin again, with all its tries. */
function endingWell(start: Fetching['start']): Fetching['start'] {
  return async () => {
    const began = performance.now();
    try {
      await start();
    } catch (error) {
      const { name, type, retriable } = error as { name?: unknown; type?: unknown; retriable?: unknown };
      const isPassing = retriable === true && !LEFT_TO_KAFKAJS.has(type) && !LEFT_TO_KAFKAJS.has(name);
      if (!isPassing || performance.now() - began < WELL_MS) throw error;
    }
  };
}
