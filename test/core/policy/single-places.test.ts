import { expect, it } from 'vitest';
import { DEFAULT_LIMITS } from '../../../src/core/limits.ts';
import { readPolicies } from '../../../src/policy-file.ts';
import { reportSchemas } from '../../../src/policy-report.ts';

const TEXT = `policy: p
record: R
profile: lgpd
tenant:
  field: clinic
conversation: chat
key: { as: none }
language: { field: lingua }
fields: { text: detect }
`;

it('a field that tells tenant, conversation or language and is not there is named with its line', () => {
  const schema = { type: 'record', name: 'R', fields: [{ name: 'text', type: 'string' }] };
  const { reports } = reportSchemas(
    readPolicies([{ file: 'p.yaml', text: TEXT }]),
    [{ name: 's', schemaId: null, schema, references: [] }],
    {
      ...({ uncovered: 'quarantine', limits: DEFAULT_LIMITS, region: 'BR' } as const),
      ...{ keyVersion: 'k1', detectorId: 'd', canaries: [] },
    },
  );
  expect(reports[0]?.faults).toEqual([
    'p.yaml:5: tenant › field: the schema has no field clinic of one value that a rule covers',
    'p.yaml:6: conversation: the schema has no field chat of one value that a rule covers',
    'p.yaml:8: language › field: the schema has no field lingua of one value that a rule covers',
  ]);
});
