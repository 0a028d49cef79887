import { describe, expect, it } from 'vitest';
import { transactionalIdOf } from '../../src/io/kafka-sink.ts';
import { requiredAcls, transactionalPrefix } from '../../src/io/required-acls.ts';

const chat = { name: 'chat', source: 'chat.raw', sink: 'chat.clean', quarantine: 'quarantine' };
const labs = { name: 'labs', source: 'labs.raw', sink: 'labs.clean', quarantine: 'quarantine' };

const lines = (...routes: Parameters<typeof requiredAcls>[1]) =>
  requiredAcls('sigilo', routes).map(
    ({ resource, pattern, name, operations, routes: users }) =>
      `${resource} ${pattern} ${name} ${operations.join('+')} (${users.join(', ')})`,
  );

describe('the permissions of a worker', () => {
  it('cover source, sink, quarantine, group and transactions, and nothing else', () => {
    expect(lines(chat)).toEqual([
      'topic literal chat.raw Read+DescribeConfigs (chat)',
      'topic literal chat.clean Write+DescribeConfigs (chat)',
      'topic literal quarantine Write+DescribeConfigs (chat)',
      'group literal sigilo Read (chat)',
      'transactional-id prefixed sigilo:sigilo: Write (chat)',
    ]);
  });

  it('name what several routes share once, with all of them', () => {
    expect(lines(chat, labs)).toContain('topic literal quarantine Write+DescribeConfigs (chat, labs)');
    expect(lines(chat, labs)).toHaveLength(7);
  });

  it('leave transactions out for routes that do without', () => {
    expect(lines({ ...chat, mode: 'at_least_once' })).toHaveLength(4);
    expect(lines({ ...chat, mode: 'at_least_once' }, labs)).toContain(
      'transactional-id prefixed sigilo:sigilo: Write (labs)',
    );
  });

  it('fit the names that the transactions really have, and no other group', () => {
    const id = transactionalIdOf({ groupId: 'sigilo', topic: 'chat.raw', partition: 0 });
    expect(id.startsWith(transactionalPrefix('sigilo'))).toBe(true);
    expect(id.startsWith(transactionalPrefix('sigi'))).toBe(false);
  });
});
