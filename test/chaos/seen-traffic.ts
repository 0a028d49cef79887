import type { KafkaProxy, SeenRequest } from './chaos-run.ts';

/** What has passed the proxy so far. */
export interface SeenTraffic {
  /** Transactional ids whose last request came from this worker: its partitions, as far as they have records. */
  readonly ownedBy: (clientId: string) => readonly string[];
  /** Of a transactional id; null before its first request. */
  readonly ownerOf: (transactionalId: string) => string | null;
  /** Milliseconds since 1970 of the last request of any worker to a broker; 0 before the first. */
  readonly lastRequestTo: (broker: number) => number;
}

const watched = new WeakMap<KafkaProxy, SeenTraffic>();

/** Watches a proxy from the first call on; later calls give the same watch. */
export function trafficOf(proxy: KafkaProxy): SeenTraffic {
  const known = watched.get(proxy);
  if (known) return known;
  const owners = new Map<string, string>();
  const lastRequests = new Map<number, number>();
  proxy.watch(({ transactionalId, clientId, broker }) => {
    lastRequests.set(broker, Date.now());
    if (transactionalId !== null) owners.set(transactionalId, clientId);
  });
  const traffic: SeenTraffic = {
    ownedBy: (clientId) => [...owners].flatMap(([id, owner]) => (owner === clientId ? [id] : [])),
    ownerOf: (id) => owners.get(id) ?? null,
    lastRequestTo: (broker) => lastRequests.get(broker) ?? 0,
  };
  watched.set(proxy, traffic);
  return traffic;
}

/**
 * Acts on the first request that fits, before it is passed on.
 * @returns the request, or null when none came in time
 */
export async function atRequest(
  proxy: KafkaProxy,
  fits: (seen: SeenRequest) => boolean,
  act: (seen: SeenRequest) => void,
  timeoutMs: number,
): Promise<SeenRequest | null> {
  const met = Promise.withResolvers<SeenRequest | null>();
  let isOver = false;
  const end = proxy.watch((seen) => {
    if (isOver || !fits(seen)) return;
    isOver = true;
    act(seen);
    met.resolve(seen);
  });
  const timer = setTimeout(() => met.resolve(null), timeoutMs);
  try {
    return await met.promise;
  } finally {
    isOver = true;
    clearTimeout(timer);
    end();
  }
}

/** Asks again and again until the answer is not null; null when the time is over. */
export async function until<Answer>(
  ask: () => Promise<Answer | null> | Answer | null,
  timeoutMs: number,
  sleep: (ms: number) => Promise<void>,
): Promise<Answer | null> {
  const end = performance.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer !== null || performance.now() > end) return answer;
    await sleep(100);
  }
}
