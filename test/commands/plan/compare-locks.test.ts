import { describe, expect, it } from 'vitest';
import { compareLocks } from '../../../src/commands/plan/compare-locks.ts';
import { lockPlans } from '../../../src/commands/plan/lock-file.ts';
import type { RoutePlan, SchemaPlan } from '../../../src/commands/plan/route-plan.ts';
import { COVERED, routePlan } from './route-plans.ts';

type Rows = Readonly<Record<string, string>>;

const schemaPlan = (rows: Rows, change: Partial<SchemaPlan> = {}): SchemaPlan => ({
  ...COVERED,
  rows: Object.entries(rows).map(([path, treatment]) => ({
    ...{ path, treatment, type: 'string', sinkType: treatment === 'drop' ? '-' : 'string', why: `${path} (line 9)` },
  })),
  ...change,
});
const lockOf = (schemas: readonly SchemaPlan[], change: Partial<RoutePlan> = {}) =>
  lockPlans([routePlan({ schemas, ...change })]);
const changesOf = (before: readonly SchemaPlan[], after: readonly SchemaPlan[]) =>
  compareLocks(lockOf(before), lockOf(after)).map(({ kind, what, before: was, after: is }) => [kind, what, was, is]);

describe('two locks', () => {
  it('of the same plans do not differ, in whatever order the plans come', () => {
    const plans = [schemaPlan({ a: 'keep', b: 'drop' }), schemaPlan({ a: 'keep' }, { schema: 's2', planId: 'p2' })];
    expect(compareLocks(lockOf(plans), lockOf([...plans].reverse()))).toEqual([]);
    expect(lockOf(plans)).toEqual(lockOf([...plans].reverse()));
  });

  it.each<[string, Rows, Rows, readonly unknown[]]>([
    ['a weaker treatment', { a: 'tokenize CPF' }, { a: 'keep' }, ['weakened', 'a', 'tokenize CPF', 'keep']],
    ['a stronger one', { a: 'keep' }, { a: 'drop' }, ['strengthened', 'a', 'keep', 'drop']],
    ['a new field', {}, { a: 'redact CPF' }, ['added', 'a', null, 'redact CPF']],
    ['a field that has gone', { a: 'redact CPF' }, {}, ['removed', 'a', 'redact CPF', null]],
    ['a part of a dropped whole', { a: 'drop' }, { 'a.b': 'redact CPF' }, ['weakened', 'a.b', 'drop', 'redact CPF']],
    ['a listed header', {}, { '(header h)': 'keep uuid' }, ['weakened', '(header h)', 'drop', 'keep uuid']],
    [
      'a header no longer listed',
      { '(header h)': 'keep uuid' },
      {},
      ['strengthened', '(header h)', 'keep uuid', 'drop'],
    ],
  ])('tell %s', (_, before, after, change) => {
    expect(changesOf([schemaPlan(before)], [schemaPlan(after)])).toContainEqual(change);
  });

  it('tell another tenant and conversation, which are neither weaker nor stronger', () => {
    const placed = (why: string) =>
      schemaPlan({}, { recordRows: [{ path: '(tenant)', type: '-', treatment: 'part', sinkType: '-', why }] });
    expect(changesOf([placed('tenant, from a')], [placed('tenant, from b')])).toEqual([
      ['changed', '(tenant)', 'tenant, from a', 'tenant, from b'],
    ]);
  });

  it('hold a new version of a schema against the one before it', () => {
    const first = schemaPlan({ a: 'redact CPF' });
    const second = schemaPlan({ a: 'keep', b: 'drop' }, { schema: 'chat-value version 2', version: 2 });
    expect(changesOf([first], [first, second])).toEqual([
      ['added', 'schema', null, 'chat-value version 2'],
      ['weakened', 'a', 'redact CPF', 'keep'],
      ['added', 'b', null, 'drop'],
    ]);
    expect(changesOf([first, second], [first])).toEqual([['removed', 'schema', 'chat-value version 2', null]]);
  });

  it.each<[string, Partial<SchemaPlan>, Partial<RoutePlan>, string]>([
    ['policy', { policy: 'q' }, {}, 'policy'],
    ['profile', { profile: 'gdpr' }, {}, 'profile'],
    ['source schema', { fingerprint: 'f2' }, {}, 'source schema'],
    ['sink schema', { sinkSchema: 'string' }, {}, 'sink schema'],
    ['sink subject', { sinkSubject: 'other' }, {}, 'sink subject'],
    ['key version', {}, { keyVersions: { active: 'k2', recordKey: 'k1' } }, 'key version'],
    ['pinned key version', {}, { keyVersions: { active: 'k1', recordKey: 'k2' } }, 'key version of record keys'],
    ['detector', {}, { detector: 'e' }, 'detector'],
    ['route setting', {}, { uncovered: 'drop' }, 'uncovered'],
    ['anything else that changes the plan', { planId: 'plan2' }, {}, 'plan'],
  ])('tell another %s', (_, schema, route, what) => {
    const after = lockOf([schemaPlan({}, schema)], route);
    expect(compareLocks(lockOf([schemaPlan({})]), after).map((change) => [change.kind, change.what])).toEqual([
      ['changed', what],
    ]);
  });
});
