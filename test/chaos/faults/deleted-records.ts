import { withAdmin } from '../../integration/topics.ts';
import { metricOf } from '../../integration/worker-run.ts';
import type { ChaosRoute, ChaosRun, ChaosWorker, Fault, Strike } from '../chaos-run.ts';
import { until } from '../seen-traffic.ts';
import { whileWriteIsDenied } from './access-lists.ts';
import { followLogs } from './follow-logs.ts';
import { missingCommits, watchPauses } from './pauses.ts';
import { stopInOrder } from './stop-worker.ts';

const PAUSED_MS = 90_000;
const UNREAD_MS = 60_000;
const LOST_MS = 120_000;
const ACCEPTED_MS = 45_000;
const COMMITS_MS = 120_000;
/** A partition with an accepted loss may go to a worker that was not told of it. */
const MOST_RESTARTS = 8;
/** So many records are deleted unread at least. */
const UNREAD = 3;

/**
 * Deletes records that no worker has read, as retention does. It bites when their partition stopped and was counted and
 * alarmed, all others went on, and it went on after an operator's restart with `--accept-loss`.
 */
export const recordsDeleted: Fault = {
  kind: 'recordsDeleted',
  strike: async (run): Promise<Strike> => {
    const route = run.expiring;
    const waitForPause = watchPauses(run, route, 'kafka.unauthorized');
    const news = followLogs(run);
    const deleteWaiting = async () => {
      const pause = await waitForPause(PAUSED_MS);
      return pause ? deleteUnread(run, route, pause.partition) : null;
    };
    const lost = await run.gate.alone(() => whileWriteIsDenied(run, route.sink, deleteWaiting));
    if (!lost) return { bit: false };
    const healedAt = Date.now();
    const owner = await ownerOfLoss(run, news, lost.partition);
    if (!owner) return { bit: false };
    const expired = metricOf(await owner.metrics(), 'sigilo_records_expired_total', { route: route.name });
    const others = (
      await Promise.all(run.routes.map((each) => missingCommits(run, each, healedAt, COMMITS_MS)))
    ).flat();
    const accepted = await acceptLoss(run, route, owner, news, lost.partition);
    const missing = await missingCommits(run, route, Date.now(), COMMITS_MS);
    run.note('records deleted', { ...lost, expired, others, accepted, missing });
    return { bit: expired >= UNREAD && others.length === 0 && accepted && missing.length === 0 };
  },
};

/** Deletes all but the last record that waits, once enough of them do. */
async function deleteUnread(run: ChaosRun, route: ChaosRoute, partition: number) {
  return withAdmin(run.cluster.stack(), async (admin) => {
    const before = await until(
      async () => {
        const [group] = await admin.fetchOffsets({ groupId: run.groupId, topics: [route.source] });
        const committed = Number(group?.partitions.find((each) => each.partition === partition)?.offset ?? -1);
        const offsets = await admin.fetchTopicOffsets(route.source);
        const end = Number(offsets.find((each) => each.partition === partition)?.high ?? 0);
        return end - 1 - Math.max(0, committed) >= UNREAD ? end - 1 : null;
      },
      UNREAD_MS,
      run.sleep,
    );
    if (before === null) return null;
    await admin.deleteTopicRecords({ topic: route.source, partitions: [{ partition, offset: String(before) }] });
    run.deleted.push({ topic: route.source, partition, before });
    return { partition, before };
  });
}

/** The worker that says that an operator must act. */
async function ownerOfLoss(
  run: ChaosRun,
  news: ReturnType<typeof followLogs>,
  partition: number,
): Promise<ChaosWorker | null> {
  return until(
    () => {
      const told = news().findLast(
        ({ line }) =>
          line.code === 'source.offset_lost' && line.partition === partition && line.route === run.expiring.name,
      );
      const worker = run.workers.free().find(({ name }) => name === told?.worker);
      return worker ?? null;
    },
    LOST_MS,
    run.sleep,
  );
}

/** Restarts the owner with what the log says to type, and whoever owns the partition then, until the loss is accepted. */
async function acceptLoss(
  run: ChaosRun,
  route: ChaosRoute,
  first: ChaosWorker,
  news: ReturnType<typeof followLogs>,
  partition: number,
): Promise<boolean> {
  let owner: ChaosWorker | null = first;
  for (let restarts = 0; restarts < MOST_RESTARTS; restarts += 1) {
    if (owner && !owner.hasExited() && !owner.isTaken) await stopInOrder(run, owner);
    await run.workers.start({ options: ['--accept-loss', route.name] });
    let next: string | null = null;
    const accepted = await until(
      () => {
        for (const { worker, line } of news()) {
          if (line.route !== route.name || line.partition !== partition) continue;
          if (String(line.msg).startsWith('the loss was accepted')) return true;
          if (line.code === 'source.offset_lost') next = worker;
        }
        return null;
      },
      ACCEPTED_MS,
      run.sleep,
    );
    if (accepted) return true;
    owner = run.workers.free().find(({ name }) => name === next) ?? run.workers.free()[0] ?? null;
  }
  return false;
}
