import { setTimeout as sleep } from 'node:timers/promises';

/** Longer than a cluster takes to miss a dead broker (`broker.session.timeout.ms`, 9 s) and to move what it coordinated. */
const PATIENCE_MS = 25_000;
const PAUSE_MS = 500;

/**
 * Tries again for some 25 seconds: a cluster that has just started, or that has lost a broker, refuses some requests for a
 * while, and sends us to brokers that are gone. Rejects as the last try does, or the first whose error `isFinal`.
 * @param patienceMs how long after the first try another one begins
 */
export async function retryWhileStarting<Result>(
  work: () => Promise<Result>,
  isFinal: (error: unknown) => boolean,
  patienceMs = PATIENCE_MS,
): Promise<Result> {
  const until = performance.now() + patienceMs;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (isFinal(error) || performance.now() + PAUSE_MS > until) throw error;
      await sleep(PAUSE_MS);
    }
  }
}
