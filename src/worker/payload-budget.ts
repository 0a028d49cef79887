import type { PayloadAllowance } from '../core/limits.ts';

/**
 * What is left of an allowance. Batches stage what they would keep, and only what was committed is charged: a batch that
 * was interrupted or failed costs nothing, and one that is tried again is charged once.
 */
export interface PayloadBudget {
  readonly allowance: PayloadAllowance;
  /** Bytes that were left at `at`; staged ones are not taken off yet. */
  left: number;
  /** Milliseconds on a clock that never goes back. */
  at: number;
  /** Bytes of batches that are not committed yet, by partition. */
  readonly staged: Map<number, number>;
}

/** Begins with the whole allowance. @param now milliseconds on a clock that never goes back */
export function createPayloadBudget(allowance: PayloadAllowance, now: number): PayloadBudget {
  return { allowance, left: allowance.bytes, at: now, staged: new Map() };
}

/** Bytes that the next record may take; what all partitions have staged is taken off. @param now as above */
export function payloadRoom(budget: PayloadBudget, now: number): number {
  refill(budget, now);
  let room = budget.left;
  for (const bytes of budget.staged.values()) room -= bytes;
  return Math.max(0, Math.floor(room));
}

/** Notes what a record of a batch would keep. */
export function stagePayload({ staged }: PayloadBudget, partition: number, bytes: number): void {
  if (bytes > 0) staged.set(partition, (staged.get(partition) ?? 0) + bytes);
}

/** Charges what the partition's batch has staged: it is committed. @param now as above */
export function commitPayloads(budget: PayloadBudget, partition: number, now: number): void {
  refill(budget, now);
  budget.left = Math.max(0, budget.left - (budget.staged.get(partition) ?? 0));
  budget.staged.delete(partition);
}

/** Gives back what the partition's batch has staged: it was not committed. */
export function discardPayloads({ staged }: PayloadBudget, partition: number): void {
  staged.delete(partition);
}

function refill(budget: PayloadBudget, now: number): void {
  const { bytes, seconds } = budget.allowance;
  budget.left = Math.min(bytes, budget.left + (Math.max(0, now - budget.at) / 1_000) * (bytes / seconds));
  budget.at = now;
}
