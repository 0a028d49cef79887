import type { Fault, Strike } from '../chaos-run.ts';
import { trafficOf, until } from '../seen-traffic.ts';
import { pickWorker, stopInOrder } from './stop-worker.ts';

const SHARE_MS = 90_000;

/**
 * One more worker joins, works, and one of them leaves in order.
 * It bites when the new one got partitions and sent records of them.
 */
export const workerJoined: Fault = {
  kind: 'workerJoined',
  strike: async (run): Promise<Strike> => {
    const { proxy } = run.cluster;
    const worker = await run.workers.start();
    const worked = await until(
      () => {
        const commits = proxy.lastCommits();
        const owned = trafficOf(proxy).ownedBy(worker.name);
        if (owned.some((id) => commits.has(id))) return 'works';
        return worker.hasExited() ? 'ended' : null;
      },
      SHARE_MS,
      run.sleep,
    );
    const works = worked === 'works';
    run.note('worker joined', { worker: worker.name, works });
    // Whoever comes in its place is no worker more.
    if (worked === 'ended') return { bit: false };
    const leaver = pickWorker(run) ?? worker;
    const left = leaver.hasExited() ? false : await stopInOrder(run, leaver);
    return { bit: works && left };
  },
};
