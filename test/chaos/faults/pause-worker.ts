import type { ChaosRun, ChaosWorker, Fault, RequestName, Strike } from '../chaos-run.ts';
import { atRequest, trafficOf, until } from '../seen-traffic.ts';
import { isOfPartition, ownedOfRoutes } from './kill-worker.ts';

/** Before the end: what comes after the pause is a write of somebody whom the group has given up. */
const STAGES: readonly RequestName[] = ['Produce', 'AddOffsetsToTxn', 'TxnOffsetCommit'];
const REQUEST_MS = 60_000;
const TAKEN_OVER_MS = 90_000;
const REJOINED_MS = 60_000;

/**
 * Stops the process of a worker in the midst of a transaction, until others have committed on all of its partitions,
 * and lets it go on. It bites when the worker then had to give its transaction up.
 */
export const workerPaused: Fault = {
  kind: 'workerPaused',
  strike: async (run): Promise<Strike> => {
    const { proxy } = run.cluster;
    const stage = STAGES[run.random(STAGES.length)]!;
    const candidates = new Map(run.workers.free().map((worker) => [worker.name, worker]));
    // Those that remain must be enough to take its partitions over.
    if (candidates.size < 2) return { bit: false };
    const hit = await atRequest(
      proxy,
      ({ request, clientId, transactionalId }) =>
        request === stage &&
        isOfPartition(transactionalId) &&
        candidates.get(clientId)?.isTaken === false &&
        (stage !== 'Produce' || proxy.openTransactions().some((open) => open.clientId === clientId && open.hasRecords)),
      ({ clientId }) => {
        const zombie = candidates.get(clientId)!;
        zombie.isTaken = true;
        zombie.signal('SIGSTOP');
      },
      REQUEST_MS,
    );
    if (hit === null) return { bit: false };
    const zombie = candidates.get(hit.clientId)!;
    try {
      return await awaitFence(run, zombie, stage);
    } finally {
      zombie.signal('SIGCONT');
      zombie.isTaken = false;
    }
  },
};

async function awaitFence(run: ChaosRun, zombie: ChaosWorker, stage: RequestName): Promise<Strike> {
  const { proxy } = run.cluster;
  const from = Date.now();
  const of = ownedOfRoutes(run, zombie.name);
  const traffic = trafficOf(proxy);
  const takenOver = await until(
    () => {
      const commits = proxy.lastCommits();
      return of.every((id) => traffic.ownerOf(id) !== zombie.name && (commits.get(id) ?? 0) > from) || null;
    },
    TAKEN_OVER_MS,
    run.sleep,
  );
  const lines = zombie.logLines().length;
  const rejoining = atRequest(
    proxy,
    ({ request, clientId }) => request === 'JoinGroup' && clientId === zombie.name,
    () => {},
    REJOINED_MS,
  );
  zombie.signal('SIGCONT');
  // From here on it may end by itself, which is then an end that nobody asked for.
  zombie.isTaken = false;
  const rejoined = await rejoining;
  const refusals = zombie.logLines().slice(lines).filter(isGivenUp);
  const bit = takenOver === true && of.length > 0 && (rejoined !== null || refusals.length > 0);
  run.note('worker paused', {
    worker: zombie.name,
    stage,
    bit,
    takenOver: takenOver === true,
    rejoined: rejoined !== null,
    refused: refusals.map(({ errorType, thrown }) => errorType ?? thrown),
    ms: Date.now() - from,
  });
  return { bit, ...(takenOver ? { recovery: { from, of, kind: 'worker' as const } } : {}) };
}

function isGivenUp({ msg }: Readonly<Record<string, unknown>>): boolean {
  return String(msg).startsWith('transaction failed');
}
