import { describe, expect, it } from 'vitest';
import { keyFaultOnCompactedSink } from '../../../src/core/policy/key-rules.ts';
import { readPolicies } from '../../../src/policy-file.ts';
import { policyOf } from './treat-field.ts';

const keyOf = (key: string) => {
  const [policy] = readPolicies([{ file: 'p.yaml', text: policyOf('f: keep', `key: ${key}`) }]);
  if (!policy) throw new Error('no policy');
  return policy.key;
};

describe('keys', () => {
  it.each([
    ['{ as: none }', 'a compacted sink needs keys'],
    ['{ as: utf8, redact: CPF }', 'redact makes different keys equal'],
    ['{ as: utf8, drop: }', 'drop makes different keys equal'],
    ['{ as: utf8, generalize: { DATE: day } }', 'generalize makes different keys equal'],
    ['{ as: utf8, tokenize: CPF }', null],
    ['{ as: utf8, keep: uuid }', null],
    ['{ as: avro, redact: CPF }', 'redact of key'],
    ['{ as: avro, generalize: { AGE: 90+ } }', 'generalize of key'],
    ['{ as: avro, tokenize: CPF }', null],
    ['{ as: avro, keep: uuid }', null],
    ['{ as: avro, fields: { a: { tokenize: CPF }, b: { keep: uuid } } }', null],
    ['{ as: avro, fields: { a: { tokenize: CPF }, b: { redact: CPF }, c: drop } }', 'redact of b, drop of c makes'],
    ['{ as: avro, types: { t.K: { b: { generalize: { DATE: year } } } } }', 'generalize of b'],
  ])('%s on a compacted sink: %s', (key, fault) => {
    if (fault === null) expect(keyFaultOnCompactedSink(keyOf(key))).toBeNull();
    else expect(keyFaultOnCompactedSink(keyOf(key))).toContain(fault);
  });

  it.each([
    ['{ as: avro }', 'a key in Avro has either one treatment'],
    ['{ as: avro, tokenize: CPF, fields: { a: keep } }', 'a key in Avro has either one treatment'],
    ['{ as: avro, tokenize: CPF, redact: CPF }', 'a key in Avro has either one treatment'],
    ['{ as: avro, drop: }', '{ as: none } drops the key'],
    ['{ as: avro, detect: }', 'a key is no free text'],
    ['{ as: avro, fields: { a: detect } }', 'key › fields › a: a key is no free text'],
    ['{ as: avro, fields: [a] }', 'key › fields: a mapping of field path to treatment is needed'],
    ['{ as: avro, types: { t.K: keep } }', 'key › types › t.K: a mapping of field path'],
    ['{ as: avro, fields: { "a..b": keep } }', 'key › fields › a..b: path'],
    ['{ as: avro, tokenize: PERSON }', 'a key of PERSON needs a domain'],
    ['{ as: avro, fields: { a: { tokenize: PERSON } } }', 'a key of PERSON needs a domain'],
    ['{ as: avro, tokenize: DATE }', 'DATE is never tokenized'],
    ['{ as: avro, encrypt: CPF }', 'encrypt is not available yet; use tokenize'],
    ['{ as: json }', 'as is utf8, avro or none'],
  ])('%s is a fault', (key, sentence) => {
    expect(() => keyOf(key)).toThrow(sentence);
  });
});
