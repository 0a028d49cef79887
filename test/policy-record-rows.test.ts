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

const DETECTION = String.raw`tenant: { const: x }
key: { as: none }
recognizers:
  record:
    { entity: MRN, digits: [6, 8], cues: [zelo, ficha da casa], match: [zelo «123456», zelo «12345678»], reject: [a, b] }
  badge:
    { entity: OTHER_ID, prefix: HSL, digits: 7, match: [«HSL1234567», «HSL7654321»], reject: [a, b] }
  tag:
    { entity: OTHER_ID, pattern: '[A-Z]{2}/\d{3}', cues: [zelo], match: [zelo «AB/123», zelo «CD/456»], reject: [a, b] }
allow: ["0800 727 1234", "Sara\u202e"]
`;

it('shows what the policy adds to the search in texts', () => {
  expect(rowsOf(`${DETECTION}language: { const: pt-BR }\n`).slice(4)).toEqual([
    '(recognizer record) | text | find MRN: 6 to 8 digits after one of zelo, ficha da casa | - | recognizers',
    '(recognizer badge) | text | find OTHER_ID: HSL and 7 digits | - | recognizers',
    String.raw`(recognizer tag) | text | find OTHER_ID: pattern [A-Z]{2}/\d{3} after one of zelo | - | recognizers`,
    '(allowed "0800 727 1234") | text | keep | - | allow',
    String.raw`(allowed "Sara\u{202e}") | text | keep | - | allow`,
    '(language) | text | pt-BR in all texts | - | language',
    '(other languages) | text | redact the whole text | - | otherLanguage',
  ]);
});

it('shows other languages where they are searched, not redacted', () => {
  const rows = rowsOf('tenant: { const: x }\nkey: { as: none }\notherLanguage: detect\n');
  expect(rows.slice(4)).toEqual(['(other languages) | text | detect as in all texts | - | otherLanguage']);
});
