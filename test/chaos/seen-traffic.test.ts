import { describe, expect, it } from 'vitest';
import type { KafkaProxy, SeenRequest } from './chaos-run.ts';
import { atRequest, trafficOf, until } from './seen-traffic.ts';

/** A proxy through which `pass` lets requests go. */
function scripted() {
  const watchers = new Set<(seen: SeenRequest) => void>();
  const proxy = {
    watch: (watcher: (seen: SeenRequest) => void) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
  } as unknown as KafkaProxy;
  const pass = (clientId: string, transactionalId: string | null = null, broker = 0) => {
    for (const watcher of [...watchers]) watcher({ request: 'Produce', clientId, transactionalId, broker });
  };
  return { proxy, pass, watchers };
}

describe('seen traffic', () => {
  it('knows who sent for a partition last, and which broker was asked', () => {
    const { proxy, pass } = scripted();
    const traffic = trafficOf(proxy);
    expect(trafficOf(proxy)).toBe(traffic);
    pass('one', 'a', 2);
    pass('one', 'b');
    pass('two', 'a');
    pass('two');
    expect([traffic.ownedBy('one'), traffic.ownedBy('two'), traffic.ownerOf('c')]).toEqual([['b'], ['a'], null]);
    expect(traffic.lastRequestTo(2)).toBeGreaterThan(0);
    expect(traffic.lastRequestTo(1)).toBe(0);
  });

  it('acts on the first request that fits, before it is passed on, and only once', async () => {
    const { proxy, pass, watchers } = scripted();
    const acted: string[] = [];
    const met = atRequest(
      proxy,
      ({ clientId }) => clientId === 'two',
      ({ transactionalId }) => void acted.push(transactionalId!),
      10_000,
    );
    pass('one', 'a');
    pass('two', 'b');
    pass('two', 'c');
    expect(acted).toEqual(['b']);
    expect((await met)?.transactionalId).toBe('b');
    expect(watchers.size).toBe(0);
  });

  it('gives up when no request comes', async () => {
    const { proxy, watchers } = scripted();
    expect(
      await atRequest(
        proxy,
        () => true,
        () => {},
        1,
      ),
    ).toBeNull();
    expect(watchers.size).toBe(0);
  });

  it('asks until there is an answer or no time', async () => {
    let asked = 0;
    expect(
      await until(
        () => (++asked === 3 ? 'yes' : null),
        10_000,
        async () => {},
      ),
    ).toBe('yes');
    expect(
      await until(
        () => null,
        -1,
        async () => {},
      ),
    ).toBeNull();
  });
});
