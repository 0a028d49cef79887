import { expect, it } from 'vitest';
import { readPolicies } from '../src/policy-file.ts';
import { recordRows } from '../src/policy-record-rows.ts';

const HEAD = 'policy: p\nrecord: a.R\nprofile: lgpd\nfields: {}\n';

function rowsOf(text: string) {
  const [policy] = readPolicies([{ file: 'p.yaml', text: HEAD + text }]);
  return recordRows(policy!).map(({ path, type, treatment, sinkType, why }) =>
    [path, type, treatment, sinkType, why].join(' | '),
  );
}

it('shows key, headers, timestamp and tenant', () => {
  const headers = 'headers: { a: { as: bytes, tokenize: CPF }, b: { drop: null } }\n';
  expect(rowsOf(`tenant: { field: t }\nkey: { as: utf8, tokenize: CPF }\ntimestamp: day\n${headers}`)).toEqual([
    '(key) | utf8 | tokenize CPF | utf8 | key',
    '(header a) | bytes | tokenize CPF | utf8 | headers',
    '(header b) | utf8 | drop | - | headers',
    '(other headers) | - | drop | - | not listed',
    '(timestamp) | timestamp | generalize to day | timestamp | timestamp',
    '(tenant) | - | part of every token | - | tenant, from t',
  ]);
});

it('shows a key that is not forwarded and a constant tenant', () => {
  const rows = rowsOf('tenant: { const: x }\nkey: { as: none }\n');
  expect(rows[0]).toBe('(key) | - | drop | - | key');
  expect(rows.at(-1)).toBe('(tenant) | - | part of every token | - | tenant, the constant x');
});
