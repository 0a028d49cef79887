import type { OpenTransaction, SeenRequest } from './chaos-run.ts';

/** Follows the transactions of all workers by the requests that pass, and by what the brokers answer. */
export interface TransactionLedger {
  /** A request is passed on. */
  readonly passed: (seen: SeenRequest) => void;
  /** The broker has answered it. @param isCommit of EndTxn: what it asked for @param error Kafka's error number */
  readonly answered: (seen: SeenRequest, isCommit: boolean | null, error: number | null) => void;
  readonly open: () => readonly OpenTransaction[];
  readonly lastCommits: () => ReadonlyMap<string, number>;
  readonly firstCommits: (after: number) => ReadonlyMap<string, number>;
}

/**
 * Starts an empty ledger. A transactional id belongs to the client whose InitProducerId was answered last: what another,
 * which is fenced, still sends for it changes nothing. A new owner also ends the transaction of the old one.
 */
export function createTransactionLedger(): TransactionLedger {
  const owners = new Map<string, string>();
  const open = new Map<string, OpenTransaction>();
  /** Of each id all of them: some ten a second and partition. */
  const commits = new Map<string, number[]>();
  return {
    passed: ({ request, clientId, transactionalId }) => {
      if (transactionalId === null || owners.get(transactionalId) !== clientId) return;
      const found = open.get(transactionalId);
      if (request === 'AddPartitionsToTxn' && !found) {
        open.set(transactionalId, { transactionalId, clientId, hasRecords: false });
      } else if (request === 'Produce' && found) {
        open.set(transactionalId, { ...found, hasRecords: true });
      }
    },
    answered: ({ request, clientId, transactionalId }, isCommit, error) => {
      if (transactionalId === null || error !== 0) return;
      if (request === 'InitProducerId') {
        owners.set(transactionalId, clientId);
        open.delete(transactionalId);
      } else if (request === 'EndTxn') {
        open.delete(transactionalId);
        if (!isCommit) return;
        const earlier = commits.get(transactionalId);
        if (earlier) earlier.push(Date.now());
        else commits.set(transactionalId, [Date.now()]);
      }
    },
    open: () => [...open.values()],
    lastCommits: () => new Map([...commits].map(([id, times]) => [id, times.at(-1)!])),
    firstCommits: (after) =>
      new Map(
        [...commits].flatMap(([id, times]) => {
          // The last ones are asked for: they stand at the end.
          const before = times.findLastIndex((time) => time <= after);
          return before + 1 < times.length ? [[id, times[before + 1]!]] : [];
        }),
      ),
  };
}
