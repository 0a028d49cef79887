import { KafkaJSNumberOfRetriesExceeded, KafkaJSProtocolError } from 'kafkajs';
import { describe, expect, it } from 'vitest';
import { countCommitted, nameTopics } from '../../src/commands/demo/topics.ts';

const TOPICS = nameTopics('run');
const OFFSETS = [{ topic: 'run.chat.raw', partitions: [0, 1].map((partition) => ({ partition, offset: '3' })) }];

const protocolError = (type: string, retriable: boolean) =>
  new KafkaJSProtocolError(Object.assign(new Error('a text of the broker'), { type, code: 16, retriable }));
const NOT_COORDINATOR = protocolError('NOT_COORDINATOR_FOR_GROUP', true);

/** Refuses so many requests, then answers. */
function adminThatRefuses(refusals: number, error: Error) {
  let asked = 0;
  const fetchOffsets = async () => {
    asked += 1;
    if (asked <= refusals) throw error;
    return OFFSETS as never;
  };
  return { fetchOffsets, asked: () => asked };
}

describe('the count of committed records', () => {
  it.each([
    ['by itself', NOT_COORDINATOR],
    [
      'after the retries of the client',
      new KafkaJSNumberOfRetriesExceeded(NOT_COORDINATOR, { retryCount: 5, retryTime: 1 }),
    ],
  ])('outlives a coordinator that is not ready: %s', async (_, error) => {
    expect(await countCommitted(adminThatRefuses(2, error), 'group', TOPICS)).toBe(6);
  });

  it('names the protocol error when patience ends, not its text', async () => {
    const failure = await countCommitted(adminThatRefuses(9, NOT_COORDINATOR), 'group', TOPICS, -1).catch(String);
    expect(failure).toContain('kafka.unavailable');
    expect(failure).toContain('errorType=NOT_COORDINATOR_FOR_GROUP');
    expect(failure).not.toContain('a text');
  });

  it('does not retry what stays refused', async () => {
    const admin = adminThatRefuses(9, protocolError('GROUP_AUTHORIZATION_FAILED', false));
    await expect(countCommitted(admin, 'group', TOPICS)).rejects.toThrow('kafka.unauthorized');
    expect(admin.asked()).toBe(1);
  });
});
