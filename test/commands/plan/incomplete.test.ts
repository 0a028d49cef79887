import { describe, expect, it } from 'vitest';
import { incompleteness, type RoutePlan } from '../../../src/commands/plan/incomplete.ts';
import type { SchemaReport } from '../../../src/policy-report.ts';

const covered: SchemaReport = {
  ...{ schema: 'chat-value version 1', schemaId: 1, policy: 'p', rows: [], recordRows: [] },
  ...{ uncovered: [], faults: [], sinkSchema: 'null', sinkSchemaId: null },
};
const plan = (change: Partial<RoutePlan>): RoutePlan => ({
  ...{ route: 'chat', subjects: ['chat-value'], schemas: [covered], unused: [], ...change },
});

describe('what keeps a route from being covered', () => {
  it('is nothing when every field has a rule and every rule a place', () => {
    expect(incompleteness([plan({})], false)).toEqual([]);
  });

  it.each<[string, Partial<RoutePlan>, boolean, string]>([
    [
      'fields without a rule and faults',
      { schemas: [covered, { ...covered, uncovered: ['a', 'b'], faults: ['wrong'] }] },
      false,
      'chat-value version 1 is not covered: 2 fields without a rule, 1 fault',
    ],
    ['a rule without a place', { unused: ['a'] }, false, '1 rule has no place in any version'],
    [
      'rules without a place after registering',
      { unused: ['a', 'b'] },
      true,
      '2 rules have no place in any version; the sink schemas of covered versions are registered all the same',
    ],
    ['no schema', { schemas: [] }, true, 'subject chat-value has no Avro schema: register it first'],
  ])('is told in one sentence: %s', (_, change, registered, sentence) => {
    expect(incompleteness([plan(change)], registered)).toEqual([`route chat: ${sentence}`]);
  });
});
