import type { ChaosRun, Fault, Strike } from '../chaos-run.ts';
import { atRequest, trafficOf, until } from '../seen-traffic.ts';

const LONGEST_OUTAGE_MS = 8_000;
const LEAST_OUTAGE_MS = 1_000;
const WHOLE_MS = 240_000;
const REQUEST_MS = 60_000;
/** A broker that a worker has asked something so recently has a connection of it. */
const RECENT_MS = 5_000;
const ASK_MS = 30_000;

/** Crashes a broker: the leader of a partition of seeded choice, or any one. */
export const brokerKilled: Fault = {
  kind: 'brokerKilled',
  strike: async (run) => {
    const count = run.cluster.stack().brokers.length;
    const route = run.routes[run.random(run.routes.length)]!;
    const partition = run.random(route.partitions);
    const byLeader = run.random(2) === 0;
    const other = run.random(count);
    const index = byLeader ? await asked(run, () => run.cluster.leaderOf(route.source, partition)) : other;
    return index === null ? { bit: false } : crash(run, 'brokerKilled', index);
  },
};

/** Crashes the broker that coordinates the group. */
export const groupCoordinatorKilled: Fault = {
  kind: 'groupCoordinatorKilled',
  strike: async (run) => {
    const index = await asked(run, () => run.cluster.coordinatorOf('group', run.groupId));
    return index === null ? { bit: false } : crash(run, 'groupCoordinatorKilled', index);
  },
};

/**
 * Crashes the broker that coordinates a transaction, while one that it coordinates is open.
 * It bites when such a transaction was still open once the broker was gone.
 */
export const transactionCoordinatorKilled: Fault = {
  kind: 'transactionCoordinatorKilled',
  strike: async (run) => {
    const { cluster } = run;
    const ids = run.routes.flatMap(idsOf(run));
    const chosen = ids[run.random(ids.length)]!;
    const index = await asked(run, () => cluster.coordinatorOf('transaction', chosen));
    if (index === null) return { bit: false };
    const coordinated = new Set<string>();
    for (const id of ids) {
      if ((await asked(run, () => cluster.coordinatorOf('transaction', id))) === index) coordinated.add(id);
    }
    const isOpen = () =>
      cluster.proxy.openTransactions().some((open) => open.hasRecords && coordinated.has(open.transactionalId));
    const met = await atRequest(
      cluster.proxy,
      ({ request, transactionalId }) =>
        request === 'AddOffsetsToTxn' && transactionalId !== null && coordinated.has(transactionalId),
      () => {},
      REQUEST_MS,
    );
    return met === null ? { bit: false } : crash(run, 'transactionCoordinatorKilled', index, isOpen);
  },
};

/** Transactional ids of a route, as the worker names them. */
function idsOf(run: ChaosRun) {
  return ({ source, partitions }: { readonly source: string; readonly partitions: number }): string[] =>
    Array.from({ length: partitions }, (_, partition) => `sigilo:${run.groupId}:${source}:${partition}`);
}

/** A cluster that is busy with the fault before answers late. */
async function asked(run: ChaosRun, ask: () => Promise<number>): Promise<number | null> {
  return until(
    () =>
      ask().then(
        (index) => (index < 0 ? null : index),
        () => null,
      ),
    ASK_MS,
    run.sleep,
  );
}

/**
 * kill -9, a time of seeded length without the broker, and its return; ends when every replica is in sync again.
 * @param isHit told right after the broker is gone; unless given, connections of workers must have been cut
 */
async function crash(run: ChaosRun, kind: string, index: number, isHit?: () => boolean): Promise<Strike> {
  const { cluster } = run;
  const wasUsed = Date.now() - trafficOf(cluster.proxy).lastRequestTo(index) < RECENT_MS;
  const killedAt = Date.now();
  await cluster.killBroker(index);
  const bit = isHit ? isHit() : wasUsed;
  const outageMs = LEAST_OUTAGE_MS + run.random(LONGEST_OUTAGE_MS);
  await run.sleep(outageMs);
  await cluster.restartBroker(index);
  const from = Date.now();
  const commits = cluster.proxy.lastCommits();
  const of = run.routes.flatMap(idsOf(run)).filter((id) => (commits.get(id) ?? 0) < killedAt && commits.has(id));
  run.note('broker killed', { kind, broker: index, bit, outageMs, ms: from - killedAt, waiting: of.length });
  await cluster.whole(WHOLE_MS);
  await cluster.electPreferred();
  run.note('cluster is whole', { ms: Date.now() - from });
  return { bit, recovery: { from, of, kind: 'broker' } };
}
