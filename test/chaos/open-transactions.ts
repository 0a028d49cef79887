import type { OpenTransaction, SeenRequest } from './chaos-run.ts';

/** Follows the transactions of all workers by the requests that pass, and by what the brokers answer. */
export interface TransactionLedger {
  /** A request is passed on. */
  readonly passed: (seen: SeenRequest) => void;
  /** The broker has answered it. @param isCommit of EndTxn: what it asked for @param error Kafka's error number */
  readonly answered: (seen: SeenRequest, isCommit: boolean | null, error: number | null) => void;
  readonly open: () => readonly OpenTransaction[];
  readonly lastCommits: () => ReadonlyMap<string, number>;
}

/**
 * Starts an empty ledger. A transactional id belongs to the client whose InitProducerId was answered last: what another,
 * which is fenced, still sends for it changes nothing. A new owner also ends the transaction of the old one.
 */
export function createTransactionLedger(): TransactionLedger {
  const owners = new Map<string, string>();
  const open = new Map<string, OpenTransaction>();
  const commits = new Map<string, number>();
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
        if (isCommit) commits.set(transactionalId, Date.now());
      }
    },
    open: () => [...open.values()],
    lastCommits: () => commits,
  };
}
