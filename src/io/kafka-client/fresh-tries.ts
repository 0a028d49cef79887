import { createRequire } from 'node:module';

interface Fetching {
  start: () => Promise<void>;
}

interface Runner {
  readonly fetchManager: Fetching;
  scheduleFetchManager: () => void;
}

type IsRebalancing = (error: unknown) => boolean;

/** Fetching that went on for so long was well: a fault that ends it is no continuation of the faults before. */
const WELL_MS = 60_000;
/** What the group tells, and what kafkajs ends the consumer for, must reach it, besides what it takes for a rebalance. */
const LEFT_TO_KAFKAJS: ReadonlySet<unknown> = new Set([
  'UNKNOWN_MEMBER_ID',
  'KafkaJSNotImplemented',
  'KafkaJSNoBrokerAvailableError',
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
  const require = createRequire(import.meta.url);
  const { prototype: runner } = require('kafkajs/src/consumer/runner') as { prototype: Runner };
  const { isRebalancing } = require('kafkajs/src/errors') as { isRebalancing: IsRebalancing };
  const wrapped = new WeakSet<Fetching>();
  const { scheduleFetchManager } = runner;
  runner.scheduleFetchManager = function () {
    const { fetchManager } = this;
    if (!wrapped.has(fetchManager)) {
      wrapped.add(fetchManager);
      fetchManager.start = endingWell(fetchManager.start, isRebalancing);
    }
    scheduleFetchManager.call(this);
  };
}

/** An end without an error has kafkajs begin again, with all its tries. */
function endingWell(start: Fetching['start'], isRebalancing: IsRebalancing): Fetching['start'] {
  return async () => {
    const began = performance.now();
    try {
      await start();
    } catch (error) {
      const { name, type, retriable } = error as { name?: unknown; type?: unknown; retriable?: unknown };
      const isLeft = isRebalancing(error) || LEFT_TO_KAFKAJS.has(type) || LEFT_TO_KAFKAJS.has(name);
      if (isLeft || retriable !== true || performance.now() - began < WELL_MS) throw error;
    }
  };
}
