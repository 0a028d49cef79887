import { Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import { openListeners } from '../../src/commands/run/listeners.ts';
import type { PartitionHealth } from '../../src/worker/health.ts';
import type { WorkerHealth } from '../../src/worker.ts';

/** The part of a worker's health that probes may look at, and some that they must not. */
const JOINED = {
  isJoined: true,
  isStopping: false,
  isFatal: false,
  openBreakers: [],
  partitions: [],
} as unknown as WorkerHealth;
const PAUSED = { code: 'kafka.unavailable', since: 0, remedy: null } as const;
const WAITING = { route: 'chat', partition: 0, lagSeconds: 9e9, paused: PAUSED } as unknown as PartitionHealth;

describe('probes', () => {
  it.each<[string, WorkerHealth | null, readonly [startup: number, live: number, ready: number]]>([
    ['while the start checks run', null, [503, 200, 503]],
    ['before the group was joined', { ...JOINED, isJoined: false }, [200, 200, 503]],
    ['as a member of the group', JOINED, [200, 200, 200]],
    ['with an open breaker, which a restart would not mend', { ...JOINED, openBreakers: ['chat'] }, [200, 200, 200]],
    ['while brokers and registry do not answer', { ...JOINED, partitions: [WAITING] }, [200, 200, 200]],
    ['while it stops', { ...JOINED, isStopping: true }, [200, 200, 503]],
    ['when the process must be replaced', { ...JOINED, isFatal: true }, [200, 503, 503]],
  ])('%s', async (_, health, expected) => {
    const { listeners, faults } = await openListeners({
      http: { host: '127.0.0.1', port: 0, adminPort: 0, adminToken: null },
      telemetry: { log: () => {} } as never,
      prometheus: new Registry(),
      health: () => health,
      status: async () => ({}),
    });
    const base = `http://127.0.0.1:${listeners[0]?.port}`;
    const paths = ['/startupz', '/livez', '/readyz'];
    const statuses = await Promise.all(paths.map(async (path) => (await fetch(base + path)).status));
    await Promise.all(listeners.map((listener) => listener.close()));
    expect(faults).toEqual([]);
    expect(statuses).toEqual(expected);
  });
});
