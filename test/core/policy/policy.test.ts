import { describe, expect, it } from 'vitest';
import { LineCounter, parseDocument } from 'yaml';
import { parsePolicy } from '../../../src/core/policy/policy.ts';

function parse(text: string) {
  const lines = new LineCounter();
  return parsePolicy({
    file: 'p.yaml',
    document: parseDocument(text, { lineCounter: lines, uniqueKeys: true }),
    lines,
  });
}

const HEAD = 'policy: chat\nrecord: a.B\nprofile: lgpd\ntenant: { const: x }\nkey: { as: none }\n';

function faultsOf(text: string): readonly string[] {
  const parsed = parse(text);
  return 'faults' in parsed ? parsed.faults : [];
}

describe('policies', () => {
  it('reads a policy with all its parts', () => {
    const parsed = parse(`${HEAD}conversation: c
timestamp: day
headers: { traceparent: { as: utf8, keep: { pattern: 'a+', max: 9 } } }
tags: { PII: { redact: OTHER_ID } }
types: { a.C: { name: { tokenize: PERSON } } }
fields: { c: { tokenize: { type: OTHER_ID, domain: d } }, t: { detect: { CPF: tokenize } }, n: { generalize: { AGE: 90+ } } }
`);
    if (!('policy' in parsed)) throw new Error(parsed.faults.join('\n'));
    const { policy } = parsed;
    expect(policy).toMatchObject({
      name: 'chat',
      record: 'a.B',
      timestamp: 'day',
      conversation: 'c',
      tenant: { const: 'x' },
    });
    expect(policy.fields.map((rule) => [rule.text, rule.treatment.kind, rule.line])).toEqual([
      ['c', 'tokenize', 11],
      ['t', 'detect', 11],
      ['n', 'generalize', 11],
    ]);
    expect(policy.types.get('a.C')?.[0]?.treatment).toEqual({
      kind: 'tokenize',
      entity: 'PERSON',
      domain: null,
      asLong: false,
    });
    expect(policy.headers.map(({ name }) => name)).toEqual(['traceparent']);
  });

  it('reports all faults at once, each with its line', () => {
    const faults = faultsOf(`policy: Chat
record: a.B
profile: gdp
tenant: {}
surprise: 1
timestamp: keep
fields:
  a: keeep
  b: { tokenize: CFP }
  c: { tokenize: DATE }
  d..e: keep
  f: { keep: { pattern: '(', max: 3 } }
`);
    const lines = faults.map((fault) => Number(/^p\.yaml:(\d+):/.exec(fault)?.[1]));
    expect(new Set(lines)).toEqual(new Set([1, 3, 4, 5, 8, 9, 10, 11, 12]));
    expect(faults.join('\n')).toContain('unknown treatment "keeep"');
    expect(faults.join('\n')).toContain('unknown entity type "CFP"');
    expect(faults.join('\n')).toContain('DATE is never tokenized');
    expect(faults.some((fault) => fault.includes('key'))).toBe(true);
  });

  it.each([
    ['timestamp: keep\nfields: {}', 'profile lgpd asks for hour'],
    ['fields: { a: { generalize: { DATE: week } } }', 'granularity'],
    ['fields: { a: { keep: {} } }', 'a shape is'],
    ['fields: { a: { keep: digits(x) } }', 'a shape is'],
    ['fields: { a: { tokenize: { type: CPF, dom: x } } }', 'no option "dom"'],
    ['fields: { a: { detect: { CPF: keep } } }', 'in text is treated by'],
    ['fields: { a: { detect: { "*": drop } } }', 'in text is treated by'],
    ['fields: { a: { detect: { DATE: { generalize: year, redact: CPF } } } }', 'in text is treated by'],
    ['timestamp:\nfields: {}', 'one of keep, hour'],
    ['fields: { a: redact }', 'needs an entity type'],
    ['fields: { a: { redact: CPF, drop: true } }', 'a treatment is one of'],
    ['fields: { a: keep, a: drop }', 'not valid YAML (DUPLICATE_KEY)'],
    ['headers: { "1": { as: utf8, keep: uuid } }\nfields: {}', 'integer-like names'],
    ['headers: { __proto__: { as: utf8, keep: uuid } }\nfields: {}', 'integer-like names'],
    ['headers: { sigilo-plan: { as: utf8, keep: uuid } }\nfields: {}', 'names that begin with sigilo-'],
    ['headers: { a: { as: utf8, keep: } }\nfields: {}', 'needs a shape'],
    ['headers: { a: { as: utf8, detect: } }\nfields: {}', 'is treated by keep, drop, redact, tokenize or generalize'],
    ['conversation: a[]\nfields: {}', 'must name a single value'],
    ['fields: []', 'a treatment for each field is needed'],
  ])('refuses %j', (text, sentence) => {
    expect(faultsOf(HEAD + text).join('\n')).toContain(sentence);
  });

  it('asks for a declaration of the key', () => {
    expect(faultsOf(HEAD.replace('key: { as: none }\n', 'fields: {}\n')).join('\n')).toContain(
      '{ as: none } drops the key',
    );
  });
});
