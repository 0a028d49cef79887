import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { countRecords } from '../../deploy/local/read-committed.ts';
import { killBroker, restartBroker, type StackState, startStack, stopStack } from '../../deploy/local/stack-control.ts';
import { createTopics, produce, withAdmin } from '../integration/topics.ts';

const parent = mkdtempSync(join(tmpdir(), 'sigilo-stack-test-'));

afterAll(async () => {
  await stopStack(join(parent, 'three'));
  rmSync(parent, { recursive: true, force: true });
});

/** Waits until the cluster knows who is left: kafkajs gives up when it is sent to a node that is gone. */
async function waitForBrokers(stack: StackState, count: number): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    const known = await withAdmin(stack, (admin) => admin.describeCluster()).catch(() => null);
    if (known?.brokers.length === count) return;
    if (tries === 150) throw new Error(`the cluster does not have ${count} brokers`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

describe('a stack of three nodes', () => {
  it('replicates topics, and loses no record when one node crashes and comes back', async () => {
    const stack = await startStack({ directory: join(parent, 'three'), nodes: 3 });
    await expect(startStack({ directory: stack.directory, nodes: 1 })).rejects.toThrow('take it down first');
    const { copied } = await createTopics(stack, { copied: { replicas: 3, partitions: 3 } });
    await produce(stack, copied, [{ value: 'before', partition: 0 }]);
    await killBroker(stack, 1);
    await waitForBrokers(stack, 2);
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
