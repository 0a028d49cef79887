import { describe, expect, it } from 'vitest';
import type { SchemaJson } from '../../../src/core/avro/schema.ts';
import { ENTITY_TYPES } from '../../../src/core/entity.ts';
import { textFault } from '../../../src/core/policy/profile-floors.ts';
import { PROFILE_TABLE, PROFILES } from '../../../src/core/policy/profiles.ts';
import { framed, routeOf } from './route-of-policies.ts';
import { treatField } from './treat-field.ts';

const REFERENCE = "{ hipaa-expert-determination: { reference: 'Dr. Roe, 2026-03-01, report 7' } }";
/** The profiles as a policy writes them, in the order of the columns below. */
const WRITTEN = ['lgpd', 'gdpr', 'hipaa-limited-data-set', REFERENCE, 'hipaa-safe-harbor'] as const;
const COLUMNS = 'lgpd gdpr limited expert harbor'.split(' ');

const DATE: SchemaJson = { type: 'int', logicalType: 'date' };
const MILLIS: SchemaJson = { type: 'long', logicalType: 'timestamp-millis' };
const TIME: SchemaJson = { type: 'int', logicalType: 'time-millis' };
const DECIMAL: SchemaJson = { type: 'bytes', logicalType: 'decimal', precision: 4, scale: 2 };
const ENUM: SchemaJson = { type: 'enum', name: 'E', symbols: ['A'] };

/** A treatment of a type, a value that it takes, and which profiles allow it (`+`) or not (`-`), by column. */
const FIELDS: readonly [type: SchemaJson, rule: string, value: unknown, allowed: string][] = [
  ['string', '{ tokenize: CPF }', '52998224725', '+ + + + -'],
  ['string', '{ tokenize: { type: OTHER_ID, domain: d } }', 'x', '+ + + + -'],
  ['long', '{ tokenize: { type: CPF, as: long } }', 52998224725, '+ + + + -'],
  ['string', '{ redact: CPF }', 'x', '+ + + + +'],
  ['string', 'drop', 'x', '+ + + + +'],
  ['string', 'detect', 'x', '+ + + + -'],
  ['string', "{ detect: { '*': tokenize } }", 'x', '+ + + + -'],
  ['string', '{ detect: { DATE: { generalize: hour } } }', 'x', '+ + + + -'],
  ['string', '{ generalize: { DATE: hour } }', 'x', '+ + + + -'],
  ['string', '{ generalize: { DATE: month } }', 'x', '+ + + + -'],
  ['string', '{ generalize: { DATE: year } }', 'x', '+ + + + +'],
  ['string', '{ generalize: { AGE: 90+ } }', '91', '+ + + + +'],
  ['string', '{ generalize: { LOCATION: zip3 } }', '10001', '+ + + + +'],
  [DATE, 'keep', 19000, '- - + + -'],
  [DATE, '{ generalize: { DATE: month } }', 19000, '+ + + + -'],
  [DATE, '{ generalize: { DATE: year } }', 19000, '+ + + + +'],
  [MILLIS, 'keep', 1, '- - + + -'],
  [MILLIS, '{ keep: { from: 0, to: 9 } }', 1, '- - + + -'],
  [MILLIS, '{ generalize: { DATE: hour } }', 1, '+ + + + -'],
  [TIME, 'keep', 1, '+ + + + -'],
  [TIME, '{ keep: { from: 0, to: 9 } }', 1, '+ + + + -'],
  ['int', 'keep', 1, '+ + + + -'],
  ['double', 'keep', 1, '+ + + + -'],
  [DECIMAL, 'keep', '\x01', '+ + + + -'],
  ['int', '{ keep: { from: 0, to: 9 } }', 1, '+ + + + +'],
  ['double', '{ keep: { from: 0, to: 9 } }', 1, '+ + + + +'],
  [DECIMAL, '{ keep: { from: 0, to: 9 } }', '\x01', '+ + + + +'],
  ['boolean', 'keep', true, '+ + + + +'],
  [ENUM, 'keep', 'A', '+ + + + +'],
  ['string', '{ keep: uuid }', '7f1c2d3e-4a5b-4c6d-8e9f-0a1b2c3d4e5f', '+ + + + -'],
  ['string', '{ keep: ulid }', '01ARZ3NDEKTSV4RRFFQ69G5FAV', '+ + + + -'],
  ['string', '{ keep: epoch }', '1700000000', '+ + + + -'],
  ['string', '{ keep: token }', 'abcdefgh', '+ + + + -'],
  ['string', '{ keep: digits(3) }', '123', '+ + + + -'],
  ['string', '{ keep: { oneOf: [SP, RJ] } }', 'SP', '+ + + + +'],
  ['string', "{ keep: { pattern: '[A-Z]{2}', max: 2 } }", 'SP', '+ + + + +'],
];

/** The same for what stands beside the value. */
const EDGES: readonly [lines: string, allowed: string][] = [
  ['timestamp: keep', '- - + + -'],
  ['timestamp: hour', '+ + + + -'],
  ['timestamp: day', '+ + + + -'],
  ['timestamp: year', '+ + + + +'],
  ['', '+ + + + +'],
  ['key: { as: utf8, tokenize: CPF }', '+ + + + -'],
  ['key: { as: utf8, redact: CPF }', '+ + + + +'],
  ['key: { as: utf8, keep: uuid }', '+ + + + -'],
  ['key: { as: utf8, generalize: { DATE: day } }', '+ + + + -'],
  ['key: { as: avro, tokenize: CPF }', '+ + + + -'],
  ['key: { as: avro, redact: CPF }', '+ + + + +'],
  ['key: { as: avro, fields: { a: keep, b: { tokenize: CPF } } }', '+ + + + -'],
  ['key: { as: avro, types: { t.K: { b: { tokenize: CPF } } } }', '+ + + + -'],
  ['headers: { h: { as: utf8, tokenize: CPF } }', '+ + + + -'],
  ['headers: { h: { as: utf8, keep: uuid } }', '+ + + + -'],
  ['headers: { h: { as: utf8, keep: { oneOf: [a] } } }', '+ + + + +'],
  ['headers: { h: { as: utf8, generalize: { DATE: year } } }', '+ + + + +'],
  ['tags: { PII: { tokenize: CPF } }', '+ + + + -'],
  ['tags: { PII: { generalize: { DATE: day } } }', '+ + + + -'],
  ['tags: { PII: { redact: CPF } }', '+ + + + +'],
  ['types: { t.X: { a: { tokenize: CPF } } }', '+ + + + -'],
  ['types: { t.X: { a: detect } }', '+ + + + -'],
];

const textOf = (treated: unknown) => (typeof treated === 'string' ? treated : JSON.stringify(treated));

const cells = <Row extends readonly unknown[]>(rows: readonly Row[]) =>
  rows.flatMap((row) =>
    String(row.at(-1))
      .split(' ')
      .map((sign, index) => ({
        row,
        profile: WRITTEN[index] as string,
        column: COLUMNS[index] as string,
        allowed: sign === '+',
      })),
  );

describe('profiles', () => {
  it.each(cells(FIELDS).map(({ row, ...cell }) => ({ type: row[0], rule: row[1], value: row[2], ...cell })))(
    '$rule of $type under $column: $allowed',
    ({ type, rule, value, profile, column, allowed }) => {
      const treated = textOf(treatField(type, rule, value, `profile: ${profile}`));
      if (allowed) expect(treated).not.toMatch(/^(fault|quarantine)/);
      else expect(treated).toMatch(new RegExp(`^fault: .*policy.yaml:[0-9]+: .*f: .*profile [a-z-]*${column}`, 's'));
    },
  );

  it.each(cells(EDGES).map(({ row, ...cell }) => ({ lines: row[0], ...cell })))(
    '$lines under $column: $allowed',
    ({ lines, profile, column, allowed }) => {
      const treated = textOf(treatField('boolean', 'keep', true, `profile: ${profile}\n${lines}`));
      if (allowed) expect(treated).not.toMatch(/^fault/);
      else expect(treated).toMatch(new RegExp(`^fault: .*profile [a-z-]*${column}`, 's'));
    },
  );

  it.each([
    ['gdp', 'unknown profile "gdp"; did you mean gdpr?; one of lgpd, gdpr, hipaa-limited-data-set'],
    ['hipaa', 'unknown profile "hipaa"; one of'],
    ['7', 'one of lgpd'],
    ['[lgpd]', 'one of lgpd'],
    ['{ lgpd: , gdpr: }', 'one of lgpd'],
    ['{ lgpd: { reference: x } }', 'profile lgpd takes no options'],
    ['hipaa-expert-determination', 'names the determination that it rests on'],
    ['{ hipaa-expert-determination: }', 'names the determination'],
    ['{ hipaa-expert-determination: { reference: "" } }', 'names the determination'],
    ['{ hipaa-expert-determination: { reference: x, by: y } }', 'names the determination'],
  ])('profile: %s is a fault', (profile, sentence) => {
    expect(treatField('boolean', 'keep', true, `profile: ${profile}`)).toContain(sentence);
  });

  it('hold one row each, with a floor for every entity type', () => {
    expect(Object.keys(PROFILE_TABLE)).toEqual([...PROFILES]);
    for (const row of Object.values(PROFILE_TABLE)) {
      expect(Object.keys(row.weakest)).toEqual([...ENTITY_TYPES]);
      // A date in text has no such floor of its own, so great ages could be told there.
      expect(row.hidesGreatAge && row.detect).toBe(false);
    }
  });
});

describe('what is done to findings in a text', () => {
  it.each([
    ['lgpd', { '*': 'tokenize' }, null],
    ['hipaa-safe-harbor', { '*': 'tokenize' }, '* in text: profile hipaa-safe-harbor has no tokens'],
    ['hipaa-safe-harbor', { CPF: 'tokenize', '*': 'redact' }, 'CPF in text: profile hipaa-safe-harbor has no tokens'],
    [
      'hipaa-safe-harbor',
      { DATE: { generalize: 'month' } },
      'DATE in text: profile hipaa-safe-harbor asks for at least',
    ],
    ['hipaa-safe-harbor', { DATE: { generalize: 'year' }, '*': 'redact' }, null],
  ] as const)('under %s %j: %s', (profile, actions, fault) => {
    if (fault === null) expect(textFault(profile, actions)).toBeNull();
    else expect(textFault(profile, actions)).toContain(fault);
  });
});

describe('what a tag says of a field', () => {
  const tagged = (type: SchemaJson, rule: string, tag: string, profile = 'lgpd') => {
    const schema = { type: 'record', name: 'R', fields: [{ name: 'f', type, 'confluent:tags': ['PII'] }] };
    const text = `policy: r\nrecord: R\nprofile: ${profile}\ntenant: { const: x }\nkey: { as: none }\ntags: { PII: ${tag} }\nfields: { "f${type instanceof Object && 'items' in type ? '[]' : ''}": ${rule} }\n`;
    return { schema, text };
  };

  it.each<[SchemaJson, string, string, string, boolean]>([
    ['string', '{ keep: digits(11) }', '{ redact: CPF }', 'lgpd', false],
    ['string', "{ keep: { pattern: '[a-z]*', max: 9 } }", '{ redact: OTHER_ID }', 'lgpd', false],
    ['long', 'keep', '{ redact: CPF }', 'lgpd', false],
    [['null', 'long'], 'keep', '{ redact: CPF }', 'lgpd', false],
    [{ type: 'array', items: 'string' }, '{ keep: uuid }', '{ tokenize: CPF }', 'lgpd', false],
    ['string', '{ tokenize: CPF }', '{ redact: CPF }', 'lgpd', true],
    ['string', 'detect', '{ redact: OTHER_ID }', 'lgpd', true],
    ['string', '{ generalize: { DATE: year } }', '{ redact: OTHER_ID }', 'lgpd', true],
    ['string', '{ keep: { oneOf: [a] } }', '{ redact: OTHER_ID }', 'lgpd', true],
    ['boolean', 'keep', '{ redact: OTHER_ID }', 'lgpd', true],
    ['string', '{ keep: digits(4) }', '{ redact: DATE }', 'lgpd', false],
    ['string', '{ keep: digits(4) }', '{ redact: DATE }', 'hipaa-limited-data-set', true],
  ])('%j with %s and the tag %s under %s', async (type, rule, tag, profile, allowed) => {
    const { schema, text } = tagged(type, rule, tag, profile);
    const route = routeOf({ schemas: { 1: schema }, policies: [text] });
    await route.pipeline.load([1]);
    expect(route.pipeline.planIds()).toHaveLength(allowed ? 1 : 0);
  });
});

describe('years that tell an age of 90 and above', () => {
  const fields = [
    { name: 'days', type: DATE },
    { name: 'millis', type: MILLIS },
    { name: 'micros', type: { type: 'long', logicalType: 'timestamp-micros' } },
    { name: 'text', type: 'string' },
  ] as const;
  const schema = { type: 'record', name: 'R', fields };
  const policy = (profile: string) =>
    `policy: r\nrecord: R\nprofile: ${profile}\ntenant: { const: x }\nkey: { as: utf8, generalize: { DATE: year } }\nheaders: { born: { as: utf8, generalize: { DATE: year } } }\nfields:\n${fields.map(({ name }) => `  ${name}: { generalize: { DATE: year } }\n`).join('')}`;
  const born = (year: number) => {
    const at = Date.UTC(year, 5, 15);
    const content = { days: at / 86_400_000, millis: at, micros: at * 1000, text: `15/06/${year}` };
    const headers = { born: Buffer.from(`${year}-06-15`) };
    return { value: framed(1, schema, content), headers, key: Buffer.from(`${year}`) };
  };
  const NOW = String(Date.UTC(2026, 10, 22));

  it.each([
    ['hipaa-safe-harbor', 1990, 1990, '1990'],
    ['hipaa-safe-harbor', 1937, 1937, '1937'],
    ['hipaa-safe-harbor', 1936, 1936, '[DATE]'],
    ['hipaa-safe-harbor', 1935, 1936, '[DATE]'],
    ['hipaa-safe-harbor', 1900, 1936, '[DATE]'],
    ['lgpd', 1900, 1900, '1900'],
  ])('under %s %d becomes %d, and in text %s', async (profile, year, typed, text) => {
    const route = routeOf({ schemas: { 1: schema }, policies: [policy(profile)] });
    const { outcome, value } = await route.send({ ...born(year), timestamp: NOW });
    const first = Date.UTC(typed, 0, 1);
    expect(value?.content).toEqual({ days: first / 86_400_000, millis: first, micros: first * 1000, text });
    if (outcome.kind !== 'forward') throw new Error(outcome.reason);
    expect([String(outcome.record.headers.born), String(outcome.record.key)]).toEqual([text, text]);
  });

  it.each(['0', String(Date.UTC(1999, 0, 1))])('are hidden from a record of the time %s too', async (timestamp) => {
    const route = routeOf({ schemas: { 1: schema }, policies: [policy('hipaa-safe-harbor')] });
    expect((await route.send({ ...born(1936), timestamp })).value?.content.text).toBe('[DATE]');
    expect((await route.send({ ...born(1937), timestamp })).value?.content.text).toBe('1937');
  });

  it('cannot be told without a timestamp', async () => {
    const route = routeOf({ schemas: { 1: schema }, policies: [policy('hipaa-safe-harbor')] });
    const { outcome } = await route.send({ ...born(1990), timestamp: '-1' });
    expect(outcome).toEqual({ kind: 'quarantine', reason: 'unexpected_shape', fieldPath: 'timestamp' });
  });
});
