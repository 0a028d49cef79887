import { withAdmin } from '../../integration/topics.ts';
import type { ChaosRoute, ChaosRun, Fault, Strike } from '../chaos-run.ts';
import { until } from '../seen-traffic.ts';
import { transactionsOf, watchPauses } from './pauses.ts';

/** The group sees new partitions when a member has asked for metadata anew, once a minute. */
const SEEN_MS = 240_000;

/** The sink grows, then the source. It bites when the new partition has committed. */
export const partitionsAdded: Fault = {
  kind: 'partitionsAdded',
  strike: async (run): Promise<Strike> => {
    const route = run.routes[run.random(run.routes.length)]!;
    await grow(run, route.sink, route.partitions + 1);
    await growSource(run, route);
    return { bit: await newestCommits(run, route) };
  },
};

/** The source grows first: its new partition must wait for the sink. It bites when it waited, and then committed. */
export const partitionsAddedToSource: Fault = {
  kind: 'partitionsAddedToSource',
  strike: async (run): Promise<Strike> => {
    const route = run.routes[run.random(run.routes.length)]!;
    const waitForPause = watchPauses(run, route, 'sink.too_few_partitions');
    await growSource(run, route);
    const pause = await waitForPause(SEEN_MS);
    const early = newestId(run, route);
    const hadCommitted = run.cluster.proxy.lastCommits().has(early);
    await grow(run, route.sink, route.partitions);
    const commits = await newestCommits(run, route);
    run.note('partition waited for its sink', { route: route.name, pause, hadCommitted, commits });
    return { bit: pause !== null && !hadCommitted && commits };
  },
};

async function growSource(run: ChaosRun, route: ChaosRoute): Promise<void> {
  const wanted = route.partitions + 1;
  await grow(run, route.source, wanted);
  route.partitions = wanted;
  run.load.widen(route.name, wanted);
  run.note('partitions added', { route: route.name, partitions: wanted });
}

/** Resolves when all partitions of the topic have leaders. */
async function grow(run: ChaosRun, topic: string, count: number): Promise<void> {
  await withAdmin(run.cluster.stack(), async (admin) => {
    await admin.createPartitions({ topicPartitions: [{ topic, count }] });
    await until(
      async () => {
        const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
        const partitions = topics[0]?.partitions ?? [];
        return (partitions.length === count && partitions.every(({ leader }) => leader >= 0)) || null;
      },
      SEEN_MS,
      run.sleep,
    );
  });
}

const newestId = (run: ChaosRun, route: ChaosRoute): string => transactionsOf(run, route).at(-1)!;

async function newestCommits(run: ChaosRun, route: ChaosRoute): Promise<boolean> {
  const look = () => run.cluster.proxy.lastCommits().has(newestId(run, route)) || null;
  return (await until(look, SEEN_MS, run.sleep)) !== null;
}
