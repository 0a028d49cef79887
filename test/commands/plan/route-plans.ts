import type { RoutePlan, SchemaPlan } from '../../../src/commands/plan/route-plan.ts';

/** A schema version that is covered and registered. */
export const COVERED: SchemaPlan = {
  ...{ schema: 'chat-value version 1', schemaId: 1, version: 1, part: 'value', record: 'a.R', fingerprint: 'f1' },
  ...{ policy: 'p', profile: 'lgpd', planId: 'plan1', rows: [], recordRows: [], uncovered: [], faults: [] },
  ...{ warnings: [], sinkSchema: 'null', sinkSchemaId: 7, sinkSubject: 'clean-value', sinkState: 'registered' },
};

/** A route with one covered schema version, changed in parts. */
export function routePlan(change: Partial<RoutePlan>): RoutePlan {
  return {
    ...{ route: 'chat', subjects: ['chat-value'], schemas: [COVERED], unused: [] },
    ...{ keyVersions: { active: 'k1', recordKey: 'k1' }, detector: 'd', uncovered: 'quarantine' },
    ...change,
  };
}
