import type { Admin } from 'kafkajs';
import { describe, expect, it } from 'vitest';
import { readLayout } from '../../src/worker/topic-layout.ts';

const ROUTE = { name: 'chat', source: 'raw', sink: 'clean', quarantine: 'held' };

interface FakeTopic {
  readonly partitions?: number;
  readonly settings?: Readonly<Record<string, string>>;
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
  } as unknown as Admin;
}

describe('readLayout', () => {
  it('gives the layout of topics that fit', async () => {
    expect(await readLayout(adminOf(FITTING), ROUTE)).toEqual({
      sinkPartitions: 3,
      quarantinePartitions: 1,
      sinkLimit: 500_000,
      quarantineLimit: 1_016_384,
      sinkTimes: { pastMs: Number.POSITIVE_INFINITY, futureMs: 3_600_000 },
      sinkNeedsKeys: false,
      sourceRetentionMs: 3_600_000,
    });
  });

  it('knows no bounds of times where the sink writes its own', async () => {
    const topics = { ...FITTING, clean: { settings: { 'message.timestamp.type': 'LogAppendTime' } } };
    expect((await readLayout(adminOf(topics), ROUTE)).sinkTimes).toBeNull();
  });

  it.each([
    ['compact', true],
    ['compact,delete', true],
    ['delete, compact', true],
    ['delete', false],
  ])('knows whether a sink with cleanup.policy=%s needs keys', async (cleanup, expected) => {
    const topics = { ...FITTING, clean: { settings: { 'cleanup.policy': cleanup } } };
    expect((await readLayout(adminOf(topics), ROUTE)).sinkNeedsKeys).toBe(expected);
  });

  it('knows no retention where records are kept or only compacted', async () => {
    for (const settings of [{ 'retention.ms': '-1' }, { 'retention.ms': '5', 'cleanup.policy': 'compact' }]) {
      const topics = { ...FITTING, raw: { settings: { 'max.message.bytes': '1000', ...settings } } };
      expect((await readLayout(adminOf(topics), ROUTE)).sourceRetentionMs).toBeNull();
    }
  });

  it.each([
    ['raw', 'source.topic_missing'],
    ['clean', 'sink.topic_missing'],
    ['held', 'quarantine.topic_missing'],
  ])('names a topic that is gone: %s', async (topic, code) => {
    const { [topic]: _gone, ...topics } = FITTING;
    await expect(readLayout(adminOf(topics), ROUTE)).rejects.toMatchObject({ code, context: { route: 'chat', topic } });
  });

  it('passes errors of the brokers on', async () => {
    const admin = { ...adminOf(FITTING), listTopics: () => Promise.reject(new Error('no')) };
    await expect(readLayout(admin, ROUTE)).rejects.toThrow('no');
  });
});
