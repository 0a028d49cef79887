import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { countRecords } from '../../deploy/local/read-committed.ts';
import { killBroker, restartBroker, startStack, stopStack } from '../../deploy/local/stack-control.ts';
import { createTopics, produce, withAdmin } from '../integration/topics.ts';

const parent = mkdtempSync(join(tmpdir(), 'sigilo-stack-test-'));

afterAll(async () => {
  await stopStack(join(parent, 'three'));
  rmSync(parent, { recursive: true, force: true });
});

describe('a stack of three nodes', () => {
  it('replicates topics, and loses no record when one node crashes and comes back', async () => {
    const stack = await startStack({ directory: join(parent, 'three'), nodes: 3 });
    await expect(startStack({ directory: stack.directory, nodes: 1 })).rejects.toThrow('take it down first');
    const { copied } = await createTopics(stack, { copied: { replicas: 3, partitions: 3 } });
    await produce(stack, copied, [{ value: 'before', partition: 0 }]);
    await killBroker(stack, 1);
    await produce(stack, copied, [{ value: 'meanwhile', partition: 1 }]);
    const whole = await restartBroker(stack, 1);
    expect(whole.pids.brokers[1]).not.toBe(stack.pids.brokers[1]);
    const counts = await countRecords(whole, [copied]);
    expect(counts.reduce((sum, { count }) => sum + count, 0)).toBe(2);
    const described = await withAdmin(whole, (admin) => admin.fetchTopicMetadata({ topics: [copied] }));
    expect(described.topics[0]!.partitions[0]!.replicas).toHaveLength(3);
    await stopStack(stack.directory);
  });
});
