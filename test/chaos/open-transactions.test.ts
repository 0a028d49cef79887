import { describe, expect, it, vi } from 'vitest';
import type { RequestName, SeenRequest } from './chaos-run.ts';
import { createTransactionLedger } from './open-transactions.ts';

const ID = 'sigilo:group:chat:0';
const FENCED = 47;

function seen(request: RequestName, clientId = 'worker-1', transactionalId: string | null = ID): SeenRequest {
  return { request, clientId, broker: 0, transactionalId };
}

/** A ledger in which worker-1 owns the id and has begun a transaction. */
function begun() {
  const ledger = createTransactionLedger();
  ledger.passed(seen('InitProducerId'));
  ledger.answered(seen('InitProducerId'), null, 0);
  ledger.passed(seen('AddPartitionsToTxn'));
  return ledger;
}

describe('a transaction', () => {
  it('is open from its first partition on, and has records after the first Produce', () => {
    const ledger = begun();
    const open = { transactionalId: ID, clientId: 'worker-1' };
    expect(ledger.open()).toEqual([{ ...open, hasRecords: false }]);
    ledger.passed(seen('Produce'));
    ledger.passed(seen('AddPartitionsToTxn'));
    expect(ledger.open()).toEqual([{ ...open, hasRecords: true }]);
  });

  it.each([true, false])('ends when its EndTxn is answered; the commit is noted: %s', (isCommit) => {
    const ledger = begun();
    ledger.passed(seen('EndTxn'));
    expect(ledger.open()).toHaveLength(1);
    const before = Date.now();
    ledger.answered(seen('EndTxn'), isCommit, 0);
    expect(ledger.open()).toEqual([]);
    expect([...ledger.lastCommits().keys()]).toEqual(isCommit ? [ID] : []);
    if (isCommit) expect(ledger.lastCommits().get(ID)).toBeGreaterThanOrEqual(before);
  });

  it('gives the first commit of each id after a moment, and none of those that have not committed since', () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    try {
      const ledger = createTransactionLedger();
      for (const [id, time] of [
        ['a', 10],
        ['b', 20],
        ['a', 30],
        ['a', 40],
      ] as const) {
        vi.setSystemTime(time);
        ledger.answered({ ...seen('EndTxn'), transactionalId: id }, true, 0);
      }
      expect(ledger.firstCommits(5)).toEqual(
        new Map([
          ['a', 10],
          ['b', 20],
        ]),
      );
      expect(ledger.firstCommits(10)).toEqual(
        new Map([
          ['a', 30],
          ['b', 20],
        ]),
      );
      expect(ledger.firstCommits(39)).toEqual(new Map([['a', 40]]));
      expect(ledger.firstCommits(40)).toEqual(new Map());
      expect(ledger.lastCommits()).toEqual(
        new Map([
          ['a', 40],
          ['b', 20],
        ]),
      );
    } finally {
      vi.useRealTimers();
    }
  });

  it('stays open when its EndTxn is refused', () => {
    const ledger = begun();
    ledger.answered(seen('EndTxn'), true, FENCED);
    expect(ledger.open()).toHaveLength(1);
    expect(ledger.lastCommits().size).toBe(0);
  });

  it('ends when a new owner is let in, and not when it is refused', () => {
    const ledger = begun();
    ledger.answered(seen('InitProducerId', 'worker-2'), null, 51);
    expect(ledger.open()).toHaveLength(1);
    ledger.answered(seen('InitProducerId', 'worker-2'), null, 0);
    expect(ledger.open()).toEqual([]);
  });

  it('is not begun, nor given records, by an owner that was fenced', () => {
    const ledger = begun();
    ledger.answered(seen('InitProducerId', 'worker-2'), null, 0);
    ledger.passed(seen('AddPartitionsToTxn', 'worker-1'));
    expect(ledger.open()).toEqual([]);
    ledger.passed(seen('AddPartitionsToTxn', 'worker-2'));
    ledger.passed(seen('Produce', 'worker-1'));
    expect(ledger.open()).toEqual([{ transactionalId: ID, clientId: 'worker-2', hasRecords: false }]);
  });

  it('is not begun by requests without a transactional id', () => {
    const ledger = createTransactionLedger();
    ledger.answered(seen('InitProducerId', 'worker-1', null), null, 0);
    ledger.passed(seen('Produce', 'worker-1', null));
    expect(ledger.open()).toEqual([]);
  });
});
