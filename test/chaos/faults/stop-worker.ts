import type { ChaosRun, ChaosWorker, Fault, Strike } from '../chaos-run.ts';

/** The worker gives itself 20 seconds, and orchestrators 30. */
const DEADLINE_MS = 30_000;
const LONGEST_DELAY_MS = 3_000;

/** Asks a worker to stop, and starts another. It bites when the worker ended with 0 in time. */
export const workerStopped: Fault = {
  kind: 'workerStopped',
  strike: async (run): Promise<Strike> => {
    const worker = pickWorker(run);
    if (!worker) return { bit: false };
    const bit = await stopInOrder(run, worker);
    await run.sleep(run.random(LONGEST_DELAY_MS));
    await run.workers.start();
    return { bit };
  },
};

/** One of the workers that run and are not taken. */
export function pickWorker(run: ChaosRun): ChaosWorker | undefined {
  const free = run.workers.free();
  return free[run.random(Math.max(1, free.length))];
}

/** SIGTERM, and SIGKILL after the deadline. @returns whether it ended with 0 */
export async function stopInOrder(run: ChaosRun, worker: ChaosWorker): Promise<boolean> {
  worker.isTaken = true;
  const began = Date.now();
  worker.signal('SIGTERM');
  const force = setTimeout(() => worker.signal('SIGKILL'), DEADLINE_MS);
  const { status, signal } = await worker.exited;
  clearTimeout(force);
  run.note('worker stopped', { worker: worker.name, status, signal, ms: Date.now() - began });
  return status === 0;
}
