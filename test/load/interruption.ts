/** What a shell gives for a program that was ended by Ctrl-C. */
export const INTERRUPTED = 130;

/** Whether somebody asks the process to end. */
export interface Interruption {
  readonly signal: AbortSignal;
  /** Gives what the steps give, or rejects at once when somebody asks: what they started is then stopped by the caller. */
  readonly until: <Result>(steps: Promise<Result>) => Promise<Result>;
}

/** Takes SIGINT, SIGTERM and SIGHUP: brokers run in sessions of their own and would outlive the process. */
export function watchInterruption(): Interruption {
  const asked = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, () => asked.abort());
  const { signal } = asked;
  const interrupted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error('interrupted')), { once: true });
  });
  interrupted.catch(() => {});
  return { signal, until: (steps) => Promise.race([steps, interrupted]) };
}
