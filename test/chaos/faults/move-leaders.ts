import type { Fault, Strike } from '../chaos-run.ts';
import { until } from '../seen-traffic.ts';

const WHOLE_MS = 240_000;
const MOVE_MS = 30_000;

/**
 * Moves leaders back to the preferred replicas; where all of them lead already, a broker is restarted first, so that
 * its leaders go away and come back. It bites when at least one leader moved back.
 */
export const leadersMoved: Fault = {
  kind: 'leadersMoved',
  strike: async (run): Promise<Strike> => {
    const { cluster } = run;
    const index = run.random(cluster.stack().brokers.length);
    await cluster.killBroker(index);
    await run.sleep(500);
    await cluster.restartBroker(index);
    await cluster.whole(WHOLE_MS);
    // The controller answers for all partitions before its brokers have heard of the new leaders: asked until some moved.
    const moved = await until(async () => (await cluster.electPreferred()) || null, MOVE_MS, run.sleep);
    run.note('leaders moved', { broker: index, moved: moved ?? 0 });
    return { bit: moved !== null };
  },
};
