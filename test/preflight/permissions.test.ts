import { describe, expect, it } from 'vitest';
import type { PermissionView, PermittedOperation, TopicView } from '../../src/io/kafka-permissions.ts';
import type { CheckedRoute } from '../../src/preflight/facts.ts';
import { checkTransactionalIds, permissionFindings } from '../../src/preflight/permissions.ts';

const ROUTE: CheckedRoute = {
  name: 'chat',
  source: 'raw',
  sink: 'clean',
  quarantine: 'held',
  mode: 'exactly_once',
  fromStart: false,
};

function seen(...operations: PermittedOperation[]): TopicView {
  return { kind: 'seen', partitions: 1, replicas: 1, permitted: new Set(operations) };
}

const LEAST: Readonly<Record<string, TopicView>> = {
  raw: seen('Read', 'Describe', 'DescribeConfigs'),
  clean: seen('Write', 'Describe', 'DescribeConfigs'),
  held: seen('Write', 'Describe', 'DescribeConfigs'),
};

function view(topics: Readonly<Record<string, TopicView>> = {}, change: Partial<PermissionView> = {}): PermissionView {
  const all = new Map(Object.entries({ ...LEAST, ...topics }));
  const group = new Set<PermittedOperation>(['Read', 'Describe']);
  return { brokers: 1, topics: all, group, refusedTransactions: new Set(), ...change };
}

const found = (given: PermissionView, route = ROUTE) =>
  permissionFindings('group', [route], given).map(({ severity, code, context }) => [
    severity,
    code,
    context.topic,
    context.operation,
    context.resource,
  ]);
const missing = (operation: string, resource: string, topic?: string) => [
  'fault',
  'kafka.permission_missing',
  topic,
  operation,
  resource,
];

describe('permissions', () => {
  it('are complete with the least set', () => expect(found(view())).toEqual([]));

  it.each<[string, PermissionView, unknown[][]]>([
    ['reading the source', view({ raw: seen('DescribeConfigs') }), [missing('Read', 'topic raw', 'raw')]],
    ['the settings of the source', view({ raw: seen('Read') }), [missing('DescribeConfigs', 'topic raw', 'raw')]],
    ['writing the sink', view({ clean: seen('DescribeConfigs') }), [missing('Write', 'topic clean', 'clean')]],
    ['the settings of the sink', view({ clean: seen('Write') }), [missing('DescribeConfigs', 'topic clean', 'clean')]],
    ['writing the quarantine', view({ held: seen('DescribeConfigs') }), [missing('Write', 'topic held', 'held')]],
    ['the group', view({}, { group: new Set(['Describe']) }), [missing('Read', 'group group')]],
    [
      'transactions',
      view({}, { refusedTransactions: new Set(['sigilo:group:raw:check']) }),
      [missing('Write', 'transactional-id sigilo:group:*')],
    ],
    [
      'seeing a topic, whose settings may be described all the same',
      view({ clean: { kind: 'hidden', permitted: new Set(['DescribeConfigs']) } }),
      [missing('Write', 'topic clean', 'clean')],
    ],
    [
      'all of a topic that is not shown',
      view({ clean: { kind: 'hidden', permitted: new Set() } }),
      [missing('Write', 'topic clean', 'clean'), missing('DescribeConfigs', 'topic clean', 'clean')],
    ],
  ])('are missing for %s', (_, given, expected) => expect(found(given)).toEqual(expected));

  it('are not asked of topics that do not exist', () => {
    const none = { kind: 'missing' } as const;
    expect(found(view({ raw: none, clean: none, held: none }))).toEqual([
      ['fault', 'source.topic_missing', 'raw', undefined, undefined],
      ['fault', 'sink.topic_missing', 'clean', undefined, undefined],
      ['fault', 'quarantine.topic_missing', 'held', undefined, undefined],
    ]);
  });

  it('for transactions are asked with ids under the prefix that no producer uses, and in exactly_once mode only', () => {
    expect(checkTransactionalIds('group', [ROUTE])).toEqual(['sigilo:group:raw:check']);
    expect(checkTransactionalIds('group', [{ ...ROUTE, mode: 'at_least_once' }])).toEqual([]);
  });
});
