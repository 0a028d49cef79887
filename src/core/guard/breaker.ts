/**
 * The breaker of one route, as plain data. It opens at the first fault and stays open until the process starts anew.
 *
 * It never opens because of how many records were blocked. A blocked record is already contained: it sits in the
 * quarantine. If a share of blocked records could open it, whoever writes to the raw topic could stop everybody's
 * stream with a flood of records made to be blocked. A fault is different: data cannot cause it, only a bug of ours
 * can, and then no later record can be trusted either.
 */
export interface Breaker {
  /** Milliseconds since 1970 of the fault that opened it, or null while closed. */
  openedAt: number | null;
  check: string | null;
  fieldPath: string | null;
}

/** Makes a closed breaker. */
export function createBreaker(): Breaker {
  return { openedAt: null, check: null, fieldPath: null };
}

/** Notes a hit of the guard in the state, which it also returns; `now` is in milliseconds since 1970. Later faults keep the first. */
export function recordHit(
  breaker: Breaker,
  hit: {
    readonly fault?: boolean | undefined;
    readonly check?: string | undefined;
    readonly fieldPath?: string | undefined;
  },
  now: number,
): Breaker {
  if (hit.fault !== true || breaker.openedAt !== null) return breaker;
  breaker.openedAt = now;
  breaker.check = hit.check ?? null;
  breaker.fieldPath = hit.fieldPath ?? null;
  return breaker;
}

/** Tells whether the route must stop before anything more is sent. */
export function isOpen(breaker: Breaker): boolean {
  return breaker.openedAt !== null;
}
