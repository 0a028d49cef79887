import { setTimeout as sleep } from 'node:timers/promises';

const TRIES = 20;
const RETRY_MS = 500;

/**
 * Tries again for some ten seconds: a cluster that has just started, or whose coordinators move, refuses some requests for
 * a while. Rejects as the last try does, or the first whose error `isFinal`.
 */
export async function retryWhileStarting<Result>(
  work: () => Promise<Result>,
  isFinal: (error: unknown) => boolean,
): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (tries === TRIES || isFinal(error)) throw error;
      await sleep(RETRY_MS);
    }
  }
}
