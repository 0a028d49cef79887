import { describe, expect, it } from 'vitest';
import type { SchemaJson } from '../../src/core/avro/schema.ts';
import { DEFAULT_LIMITS } from '../../src/core/limits.ts';
import { readPolicies } from '../../src/policy-file.ts';
import { isCovered, policyFaults, reportSchemas } from '../../src/policy-report.ts';

const SETTINGS = {
  uncovered: 'quarantine',
  limits: DEFAULT_LIMITS,
  region: 'BR',
  keyVersion: 'k1',
  detectorId: 'd',
  canaries: [],
} as const;
const HEAD = 'policy: p\nrecord: a.R\nprofile: lgpd\ntenant: { const: x }\nkey: { as: none }\n';

const named = (name: string, fields: SchemaJson) => ({
  name,
  schemaId: 1,
  schema: { type: 'record', name: 'R', namespace: 'a', fields } as SchemaJson,
  references: [],
});
const VERSION_1 = named('version 1', [{ name: 'n', type: 'int' }]);
const VERSION_2 = named('version 2', [
  { name: 'n', type: 'int' },
  { name: 'later', type: ['null', 'string'] },
]);
const policiesOf = (fields: string) => readPolicies([{ file: 'p.yaml', text: `${HEAD}fields: ${fields}\n` }]);

describe('the report on policies', () => {
  it('accepts a rule that only a later version has a place for', () => {
    const policies = policiesOf('{ n: keep, later: { redact: PERSON } }');
    expect(policyFaults(reportSchemas(policies, [VERSION_1, VERSION_2], SETTINGS))).toEqual([]);
    expect(reportSchemas(policies, [VERSION_1, VERSION_2], SETTINGS).reports.every(isCovered)).toBe(true);
  });

  it('finds a mistyped path, with its line', () => {
    const faults = policyFaults(
      reportSchemas(policiesOf('{ n: keep, latr: { redact: PERSON } }'), [VERSION_1, VERSION_2], SETTINGS),
    );
    expect(faults).toEqual(['p.yaml:6: no schema of the route has a place for "latr"']);
  });

  it('finds a rule that does not fit its type', () => {
    expect(policyFaults(reportSchemas(policiesOf('{ n: detect }'), [VERSION_1], SETTINGS))).toEqual([
      'p.yaml:6: n: detect needs a string, not int',
    ]);
  });

  it('says nothing before a source has a schema', () => {
    expect(policyFaults(reportSchemas(policiesOf('{ x: keep }'), [], SETTINGS))).toEqual([]);
    expect(reportSchemas(policiesOf('{ x: keep }'), [], SETTINGS)).toEqual({ reports: [], unused: [] });
  });

  it('shows an uncovered field in every version that has it', () => {
    const { reports } = reportSchemas(policiesOf('{ n: keep }'), [VERSION_1, VERSION_2], SETTINGS);
    expect(reports.map(({ uncovered }) => uncovered)).toEqual([[], ['later']]);
  });
});
