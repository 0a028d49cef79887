/** Closes what was opened, in reverse order, each even when another fails. */
export interface Cleanup {
  add(close: () => Promise<unknown>): void;
  run(): Promise<void>;
}

/** Makes an empty list of things to close. */
export function createCleanup(): Cleanup {
  const steps: (() => Promise<unknown>)[] = [];
  const run = async () => {
    for (let close = steps.pop(); close; close = steps.pop()) await close().catch(() => {});
  };
  return { add: (close) => steps.push(close), run };
}
