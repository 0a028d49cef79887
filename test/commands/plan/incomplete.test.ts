import { describe, expect, it } from 'vitest';
import { incompleteness } from '../../../src/commands/plan/incomplete.ts';
import type { RoutePlan } from '../../../src/commands/plan/route-plan.ts';
import { COVERED, routePlan } from './route-plans.ts';

describe('what keeps a route from being covered', () => {
  it('is nothing when every field has a rule and every rule a place', () => {
    expect(incompleteness([routePlan({})], false)).toEqual([]);
  });

  it.each<[string, Partial<RoutePlan>, boolean, string]>([
    [
      'fields without a rule and faults',
      { schemas: [COVERED, { ...COVERED, uncovered: ['a', 'b'], faults: ['wrong'] }] },
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
    [
      'no schema but that of the keys',
      { schemas: [{ ...COVERED, part: 'key' }] },
      true,
      'subject chat-value has no Avro schema: register it first',
    ],
    [
      'no schema under any of several subjects',
      { subjects: ['a.R', 'a.S'], schemas: [] },
      false,
      'subjects a.R, a.S have no Avro schema: register it first',
    ],
  ])('is told in one sentence: %s', (_, change, registered, sentence) => {
    expect(incompleteness([routePlan(change)], registered)).toEqual([`route chat: ${sentence}`]);
  });

  it('is a sink schema that readers could not follow, with what to do', () => {
    const schemas = [{ ...COVERED, sinkState: 'incompatible', sinkSubject: 'clean-value' } as const];
    const [sentence] = incompleteness([routePlan({ schemas })], true);
    expect(sentence).toContain('chat-value version 1 is not compatible with what subject clean-value holds');
    expect(sentence).toContain('new sink topic');
  });
});
