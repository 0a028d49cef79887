import { createRequire } from 'node:module';

interface Group {
  joinAndSync: () => Promise<unknown>;
}

/** As long as the consumer tries otherwise: some minute. */
const TRIES = 25;
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 3_000;

let isInstalled = false;

/**
 * Has a member that could not join its group try again, until it has joined or the consumer ends. When a broker that has
 * just come back does not know the topics yet, or a connection breaks in the midst of a join, kafkajs gives that join up and
 * goes on to fetch as if there had been none: nobody is told of a new generation, and a worker that waits for one stands
 * still until the next rebalance.
 */
export function installFirmJoins(): void {
  if (isInstalled) return;
  isInstalled = true;
  const group = (createRequire(import.meta.url)('kafkajs/src/consumer/consumerGroup') as { prototype: Group })
    .prototype;
  const { joinAndSync } = group;
  group.joinAndSync = async function () {
    for (let pause = FIRST_PAUSE_MS, tries = 1; ; tries += 1, pause = Math.min(LONGEST_PAUSE_MS, pause * 2)) {
      try {
        return await joinAndSync.call(this);
      } catch (error) {
        if ((error as { retriable?: unknown } | null)?.retriable !== true) throw error;
        // So that the consumer ends, and with it the process, instead of going on without having joined.
        if (tries === TRIES) throw Object.assign(error as object, { retriable: false });
      }
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  };
}
