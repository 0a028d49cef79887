/**
 * How long batches may wait for answers about ids that turn out to be unknown. Whoever can write to a source can make up
 * ids, and the records of everyone else wait behind them. All batches of the process share it.
 */
export interface Patience {
  /** Milliseconds that were left at `at`. */
  left: number;
  /** Milliseconds on a clock that never goes back. */
  at: number;
}

/** Some hundred ids of a registry that answers at once. */
const LONGEST_MS = 5_000;
/** Afterwards one millisecond of ten is spent on such ids at most. */
const SHARE = 0.1;

/** Begins with all of it. @param now milliseconds on a clock that never goes back */
export function createPatience(now: number): Patience {
  return { left: LONGEST_MS, at: now };
}

/** Whether any is left. @param now as above */
export function isPatient(patience: Patience, now: number): boolean {
  patience.left = Math.min(LONGEST_MS, patience.left + SHARE * Math.max(0, now - patience.at));
  patience.at = now;
  return patience.left > 0;
}

/** Takes off what was spent. @param milliseconds that a batch has waited @param now as above */
export function losePatience(patience: Patience, milliseconds: number, now: number): void {
  isPatient(patience, now);
  // Not far below zero: a registry that was slow once must not be paid for ever.
  patience.left = Math.max(-LONGEST_MS, patience.left - milliseconds);
}
