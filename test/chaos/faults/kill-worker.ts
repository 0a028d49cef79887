import type { ChaosRun, Fault, RequestName, Strike } from '../chaos-run.ts';
import { atRequest, trafficOf } from '../seen-traffic.ts';

/** Of a transaction, from its first record to its end. */
const STAGES: readonly RequestName[] = ['Produce', 'AddOffsetsToTxn', 'TxnOffsetCommit', 'EndTxn'];
const REQUEST_MS = 60_000;
const PASSING_MS = 200;
const LONGEST_DELAY_MS = 4_000;

/**
 * Kills a worker in the midst of a transaction, at a stage of seeded choice, and starts another some time later.
 * It bites when records of the transaction were on their way, and its end was not told to the worker.
 */
export const workerKilled: Fault = {
  kind: 'workerKilled',
  strike: async (run): Promise<Strike> => {
    const { proxy } = run.cluster;
    const stage = STAGES[run.random(STAGES.length)]!;
    const delayMs = run.random(LONGEST_DELAY_MS);
    const candidates = new Map(run.workers.free().map((worker) => [worker.name, worker]));
    const hasRecords = (clientId: string) =>
      proxy.openTransactions().some((open) => open.clientId === clientId && open.hasRecords);
    let hadRecords = false;
    const hit = await atRequest(
      proxy,
      ({ request, clientId, transactionalId }) => {
        const worker = candidates.get(clientId);
        if (request !== stage || worker === undefined || !isOfPartition(transactionalId)) return false;
        return !worker.isTaken && !worker.hasExited();
      },
      ({ clientId }) => {
        const victim = candidates.get(clientId)!;
        victim.isTaken = true;
        victim.signal('SIGKILL');
        hadRecords = hasRecords(clientId);
      },
      REQUEST_MS,
    );
    if (hit === null) return { bit: false };
    const from = Date.now();
    const victim = candidates.get(hit.clientId)!;
    await victim.exited;
    // The request at which it was killed goes on to the broker: the first record of a transaction is in the log then.
    await run.sleep(PASSING_MS);
    const bit = hadRecords || hasRecords(victim.name);
    const of = ownedOfRoutes(run, victim.name);
    run.note('worker killed', { worker: victim.name, stage, bit, partitions: of.length, replacedAfterMs: delayMs });
    await run.sleep(delayMs);
    await run.workers.start();
    return { bit, recovery: { from, of, kind: 'worker' } };
  },
};

/** Transactional ids of a worker on the routes that always have records; the check at its start has ids of its own. */
export function ownedOfRoutes(run: ChaosRun, clientId: string): string[] {
  const prefixes = run.routes.map(({ source }) => `sigilo:${run.groupId}:${source}:`);
  return trafficOf(run.cluster.proxy)
    .ownedBy(clientId)
    .filter((id) => isOfPartition(id) && prefixes.some((prefix) => id.startsWith(prefix)));
}

/** False for the transactions by which a worker tries at its start whether it may write. */
export function isOfPartition(transactionalId: string | null): boolean {
  return transactionalId !== null && /:\d+$/.test(transactionalId);
}
