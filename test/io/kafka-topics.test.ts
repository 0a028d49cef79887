import type { Admin } from 'kafkajs';
import { describe, expect, it } from 'vitest';
import { inspectTopics, type RouteTopics } from '../../src/io/kafka-topics.ts';

const ROUTE: RouteTopics = { name: 'chat', source: 'raw', sink: 'clean', quarantine: 'held', fromStart: false };

interface FakeTopic {
  readonly partitions?: number;
  readonly settings?: Readonly<Record<string, string>>;
  readonly high?: string;
  /** Committed offset of each partition. */
  readonly committed?: string;
}

const FITTING: Readonly<Record<string, FakeTopic>> = {
  raw: { partitions: 2, settings: { 'max.message.bytes': '1000000', 'retention.ms': '3600000' } },
  clean: { partitions: 3, settings: { 'max.message.bytes': '500000', 'message.timestamp.after.max.ms': '3600000' } },
  held: { partitions: 1, settings: { 'max.message.bytes': '1016384', 'cleanup.policy': 'delete' } },
};

function adminOf(topics: Readonly<Record<string, FakeTopic>>): Admin {
  const numbered = (count: number | undefined) => Array.from({ length: count ?? 1 }, (_, partition) => partition);
  return {
    listTopics: async () => Object.keys(topics),
    fetchTopicMetadata: async ({ topics: names }: { topics: string[] }) => ({
      topics: names.map((name) => ({ name, partitions: numbered(topics[name]?.partitions) })),
    }),
    describeConfigs: async ({ resources }: { resources: { name: string }[] }) => ({
      resources: resources.map(({ name }) => ({
        resourceName: name,
        configEntries: Object.entries(topics[name]?.settings ?? {}).map(([configName, configValue]) => ({
          configName,
          configValue,
        })),
      })),
    }),
    fetchTopicOffsets: async (name: string) =>
      numbered(topics[name]?.partitions).map((partition) => ({ partition, low: '0', high: topics[name]?.high ?? '0' })),
    fetchOffsets: async ({ topics: [name] }: { topics: [string] }) => [
      {
        topic: name,
        partitions: numbered(topics[name]?.partitions).map((partition) => ({
          partition,
          offset: topics[name]?.committed ?? '-1',
        })),
      },
    ],
  } as unknown as Admin;
}

describe('inspectTopics', () => {
  it('gives the layout of topics that fit', async () => {
    const { layouts, faults } = await inspectTopics(adminOf(FITTING), 'g', [ROUTE]);
    expect(faults).toEqual([]);
    expect(layouts.get('chat')).toEqual({
      sourcePartitions: 2,
      sinkPartitions: 3,
      quarantinePartitions: 1,
      sinkLimit: 500_000,
      quarantineLimit: 1_016_384,
      sinkTimes: { pastMs: Number.POSITIVE_INFINITY, futureMs: 3_600_000 },
      sourceRetentionMs: 3_600_000,
    });
  });

  it('knows no bounds of times where the sink writes its own', async () => {
    const topics = { ...FITTING, clean: { settings: { 'message.timestamp.type': 'LogAppendTime' } } };
    const { layouts } = await inspectTopics(adminOf(topics), 'g', [ROUTE]);
    expect(layouts.get('chat')?.sinkTimes).toBeNull();
  });

  it('knows no retention where records are kept or only compacted', async () => {
    for (const settings of [{ 'retention.ms': '-1' }, { 'retention.ms': '5', 'cleanup.policy': 'compact' }]) {
      const topics = { ...FITTING, raw: { settings: { 'max.message.bytes': '1000', ...settings } } };
      const { layouts } = await inspectTopics(adminOf(topics), 'g', [ROUTE]);
      expect(layouts.get('chat')?.sourceRetentionMs).toBeNull();
    }
  });

  it('finds every fault of every route at once', async () => {
    const topics = {
      ...FITTING,
      clean: { ...FITTING.clean, high: '7' },
      tight: { settings: { 'max.message.bytes': '1016383', 'cleanup.policy': 'compact,delete' } },
    };
    const routes = [
      { ...ROUTE, quarantine: 'tight' },
      { name: 'clinic', source: 'no-raw', sink: 'no-clean', quarantine: 'no-held', fromStart: true },
    ];
    const { faults } = await inspectTopics(adminOf(topics), 'g', routes);
    expect(faults).toEqual([
      { code: 'quarantine.unfit', context: { route: 'chat', topic: 'tight', setting: 'cleanup.policy' } },
      {
        code: 'quarantine.unfit',
        context: { route: 'chat', topic: 'tight', setting: 'max.message.bytes', limit: 1_016_384, actual: 1_016_383 },
      },
      { code: 'source.no_offset', context: { route: 'chat', topic: 'raw', partition: 0 } },
      { code: 'source.no_offset', context: { route: 'chat', topic: 'raw', partition: 1 } },
      { code: 'source.topic_missing', context: { route: 'clinic', topic: 'no-raw' } },
      { code: 'sink.topic_missing', context: { route: 'clinic', topic: 'no-clean' } },
      { code: 'quarantine.topic_missing', context: { route: 'clinic', topic: 'no-held' } },
    ]);
  });

  it('lets a sink with records pass when the group has offsets, or when the operator says so', async () => {
    const clean = { ...FITTING.clean, high: '7' };
    const known = adminOf({ ...FITTING, clean, raw: { ...FITTING.raw, committed: '0' } });
    expect((await inspectTopics(known, 'g', [ROUTE])).faults).toEqual([]);
    const unknown = adminOf({ ...FITTING, clean });
    expect((await inspectTopics(unknown, 'g', [{ ...ROUTE, fromStart: true }])).faults).toEqual([]);
  });

  it('passes errors of the brokers on', async () => {
    const admin = { ...adminOf(FITTING), listTopics: () => Promise.reject(new Error('no')) };
    await expect(inspectTopics(admin, 'g', [ROUTE])).rejects.toThrow('no');
  });
});
