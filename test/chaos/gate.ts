/** Keeps some acts apart: those that share it run side by side, one that has it alone waits for them and holds up others. */
export interface Gate {
  readonly shared: <Result>(act: () => Promise<Result>) => Promise<Result>;
  readonly alone: <Result>(act: () => Promise<Result>) => Promise<Result>;
}

/** Makes an open gate. Whoever wants it alone comes before those that would share it later. */
export function createGate(): Gate {
  const running = new Set<Promise<unknown>>();
  let closed: Promise<unknown> | null = null;
  return {
    shared: async (act) => {
      while (closed) await closed;
      const acting = act();
      // A failure is told to whoever acts.
      const over = acting.catch(() => {}).finally(() => running.delete(over));
      running.add(over);
      return acting;
    },
    alone: async (act) => {
      while (closed) await closed;
      const { promise, resolve } = Promise.withResolvers<void>();
      closed = promise;
      try {
        await Promise.all(running);
        return await act();
      } finally {
        closed = null;
        resolve();
      }
    },
  };
}
