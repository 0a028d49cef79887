/** The present as two clocks tell it, milliseconds since 1970: either can be wrong. */
export interface Present {
  /** The system's clock, which somebody may set. */
  readonly system: number;
  /** What it was at the start of the process, and the time that has passed since. */
  readonly steady: number;
}

/** Reads both clocks. */
export function readPresent(): Present {
  return { system: Date.now(), steady: performance.timeOrigin + performance.now() };
}

/**
 * The time under which a record of ours is written, milliseconds since 1970 in decimal. Brokers refuse the future: the
 * earlier clock is taken, and no time at all (-1) once a broker has refused one.
 */
export function timeToWrite({ system, steady }: Present, refusals: number): string {
  return refusals > 0 ? '-1' : String(Math.floor(Math.min(system, steady)));
}
