import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { acceptAssignment } from '../../src/worker/assignment.ts';
import { noteRefusal } from '../../src/worker/layout.ts';
import { keepUp } from '../../src/worker/upkeep.ts';
import { partitionOf, type WorkerState } from '../../src/worker/worker-state.ts';
import { scriptedWorker } from './scripted-worker.ts';

beforeEach(() => vi.useFakeTimers({ now: 1_700_000_000_000 }));
afterEach(() => vi.useRealTimers());

/** The admin of a cluster with the route's topics; `settings` are those of the sink. */
function clusterAdmin(sink: { partitions: number; settings: Record<string, string> }) {
  const names = ['raw', 'clean', 'held'];
  return {
    listTopics: async () => names,
    fetchTopicMetadata: async ({ topics }: { topics: string[] }) => ({
      topics: topics.map((name) => ({ name, partitions: Array(name === 'clean' ? sink.partitions : 4).fill({}) })),
    }),
    describeConfigs: async () => ({
      resources: names.map((resourceName) => ({
        resourceName,
        configEntries: Object.entries(resourceName === 'clean' ? sink.settings : {}).map(
          ([configName, configValue]) => ({ configName, configValue }),
        ),
      })),
    }),
    fetchTopicOffsets: async () => [],
  };
}

const stateOf = (worker: WorkerState, partition: number) => partitionOf(worker, 'raw', partition)!;

describe('keepUp', () => {
  it('resumes what waited for a wider sink, as far as it is wide enough now', async () => {
    const sink = { partitions: 1, settings: {} };
    const { worker, switched } = scriptedWorker({ admin: clusterAdmin(sink) });
    acceptAssignment(worker, new Map([['raw', [0, 1, 2]]]));
    await worker.assignmentCheck;
    expect(switched).toEqual(['pause raw 1', 'pause raw 2']);
    await keepUp(worker);
    expect(switched).toHaveLength(2);
    sink.partitions = 2;
    await keepUp(worker);
    expect(switched.slice(2)).toEqual(['resume raw 1']);
    expect(stateOf(worker, 2).pause).toMatchObject({ code: 'sink.too_few_partitions' });
  });

  it('closes producers that were not used for five minutes, and none that works', async () => {
    const { worker } = scriptedWorker({ admin: clusterAdmin({ partitions: 4, settings: {} }) });
    acceptAssignment(worker, new Map([['raw', [0, 1, 2]]]));
    const disconnect = vi.fn(async () => {});
    for (const partition of [0, 1, 2]) {
      const session = { producer: { disconnect }, dead: false } as never;
      Object.assign(stateOf(worker, partition), { session, isBusy: partition === 1 });
    }
    vi.advanceTimersByTime(299_999);
    stateOf(worker, 2).lastUsedAt = performance.now();
    await keepUp(worker);
    expect(disconnect).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    await keepUp(worker);
    expect(disconnect).toHaveBeenCalledTimes(1);
    expect([0, 1, 2].map((partition) => stateOf(worker, partition).session === null)).toEqual([true, false, false]);
  });

  it('reads the limits of the topics again each minute, and when it fails, at the next interval', async () => {
    const sink = { partitions: 4, settings: { 'max.message.bytes': '2000' } };
    const admin = clusterAdmin(sink);
    const { worker, events } = scriptedWorker({ admin });
    const route = worker.routes.get('raw')!;
    vi.advanceTimersByTime(59_999);
    await keepUp(worker);
    expect(route.layout.sinkLimit).toBe(1_000_000);
    vi.advanceTimersByTime(1);
    const { describeConfigs } = admin;
    worker.ports.admin.describeConfigs = () => Promise.reject(new Error('down'));
    await keepUp(worker);
    expect(route.layout.sinkLimit).toBe(1_000_000);
    worker.ports.admin.describeConfigs = describeConfigs as never;
    await keepUp(worker);
    expect(route.layout.sinkLimit).toBe(2_000);
    const fields = { route: 'chat', topic: 'clean', setting: 'max.message.bytes', limit: 2_000 };
    expect(events).toContainEqual(['log', 'warn', 'a limit of a topic has changed', fields]);
  });
});

describe('noteRefusal', () => {
  it.each([
    ['MESSAGE_TOO_LARGE', null, 0],
    ['RECORD_LIST_TOO_LARGE', null, 0],
    ['INVALID_TIMESTAMP', null, 1],
    ['INVALID_RECORD', null, 0],
    ['NOT_LEADER_FOR_PARTITION', 0, 0],
  ])('%s', (type, layoutReadAt, timeRefusals) => {
    const { worker } = scriptedWorker();
    acceptAssignment(worker, new Map([['raw', [0]]]));
    const state = stateOf(worker, 0);
    noteRefusal(state, Object.assign(new Error('outer'), { cause: Object.assign(new Error('inner'), { type }) }));
    expect([state.route.layoutReadAt, state.timeRefusals]).toEqual([layoutReadAt, timeRefusals]);
  });
});
