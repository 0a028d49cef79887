import { describe, expect, it } from 'vitest';
import type { SchemaJson } from '../../../src/core/avro/schema.ts';
import { createTokenizer } from '../../../src/core/treat/token.ts';
import { TEST_KEY } from '../../scenarios/run-scenario.ts';
import { treatField } from './treat-field.ts';

/** Every column of the table below: a treatment as the policy writes it. */
const TREATMENTS = {
  keep: 'keep',
  shape: '{ keep: { pattern: "[^,]{1,40}", max: 40 } }',
  range: '{ keep: { from: -9e18, to: 9e18 } }',
  drop: 'drop',
  redact: '{ redact: OTHER_ID }',
  token: '{ tokenize: CPF }',
  long: '{ tokenize: { type: CPF, as: long } }',
  hour: '{ generalize: { DATE: hour } }',
  day: '{ generalize: { DATE: day } }',
  month: '{ generalize: { DATE: month } }',
  year: '{ generalize: { DATE: year } }',
  zip3: '{ generalize: { LOCATION: zip3 } }',
  '90+': '{ generalize: { AGE: 90+ } }',
  detect: 'detect',
} as const;
type Column = keyof typeof TREATMENTS;

/** What each `!word` of the table must say. */
const FAULTS: Readonly<Record<string, string>> = {
  '!shape': 'needs a shape',
  '!extra': 'takes no shape',
  '!inside': 'keep covers a single value, not',
  '!single': 'tokenize needs a single value, not',
  '!date': 'generalize of DATE needs a string, date or timestamp, not',
  '!day': 'a date is a day already',
  '!age': '90+ needs',
  '!range': 'needs a shape for text, not a range of numbers',
  '!zip': 'zip3 needs a string or a whole number, not',
  '!text': 'detect needs a string, not',
  '!floor': 'profile lgpd asks for at least generalize of DATE, not keep',
};

/** Design section 4, "type x treatment -> sink type". `-`: the field is gone; `=`: the type of the source. */
const TABLE = `
type                   keep    shape   range   drop redact token   long    hour   day    month  year   zip3   90+    detect
null                   =       =       =       -    =      =       =       =      =      =      =      =      =      =
boolean                =       !extra  !extra  -    string string  long    !date  !date  !date  !date  !zip   !age   !text
int                    =       !extra  =       -    string string  long    !date  !date  !date  !date  string string !text
long                   =       !extra  =       -    string string  long    !date  !date  !date  !date  string string !text
float                  =       !extra  =       -    string string  long    !date  !date  !date  !date  !zip   string !text
double                 =       !extra  =       -    string string  long    !date  !date  !date  !date  !zip   string !text
bytes                  !shape  =       !range  -    string string  long    !date  !date  !date  !date  !zip   string !text
string                 !shape  =       !range  -    string string  long    string string string string string string string
fixed                  !shape  =       !range  -    string string  long    !date  !date  !date  !date  !zip   string !text
enum                   =       !extra  !extra  -    string string  long    !date  !date  !date  !date  !zip   string !text
record                 !inside !inside !inside -    string !single !single !date  !date  !date  !date  !zip   !age   !text
array                  !inside !inside !inside -    string !single !single !date  !date  !date  !date  !zip   !age   !text
map                    !inside !inside !inside -    string !single !single !date  !date  !date  !date  !zip   !age   !text
union                  !shape  =       !range  -    =      =       =       =      =      =      =      =      =      =
decimal                =       =       =       -    string string  long    !date  !date  !date  !date  !zip   !age   !text
decimal-fixed          =       =       =       -    string string  long    !date  !date  !date  !date  !zip   !age   !text
big-decimal            !shape  =       !range  -    string string  long    !date  !date  !date  !date  !zip   !age   !text
uuid                   !shape  =       !range  -    string string  long    string string string string string string string
uuid-fixed             !shape  =       !range  -    string string  long    !date  !date  !date  !date  !zip   !age   !text
date                   !floor  !floor  !floor  -    string string  long    !day   !day   =      =      !zip   !age   !text
time-millis            =       !extra  =       -    string string  long    !date  !date  !date  !date  !zip   string !text
time-micros            =       !extra  =       -    string string  long    !date  !date  !date  !date  !zip   string !text
timestamp-millis       !floor  !floor  !floor  -    string string  long    =      =      =      =      !zip   !age   !text
timestamp-micros       !floor  !floor  !floor  -    string string  long    =      =      =      =      !zip   !age   !text
timestamp-nanos        !floor  !floor  !floor  -    string string  long    =      =      =      =      !zip   !age   !text
local-timestamp-millis !floor  !floor  !floor  -    string string  long    =      =      =      =      !zip   !age   !text
local-timestamp-micros !floor  !floor  !floor  -    string string  long    =      =      =      =      !zip   !age   !text
local-timestamp-nanos  !floor  !floor  !floor  -    string string  long    =      =      =      =      !zip   !age   !text
duration               !shape  =       !range  -    string string  long    !date  !date  !date  !date  !zip   !age   !text
unknown                !shape  =       !range  -    string string  long    string string string string string string string
misplaced              =       !extra  =       -    string string  long    !date  !date  !date  !date  string string !text
`;

interface Sample {
  readonly type: SchemaJson;
  readonly value: unknown;
  /** The value as the text over which its token is computed. */
  readonly text?: string;
  /** What the columns of dates, ages and texts make of it. */
  readonly cut?: Partial<Readonly<Record<Column, unknown>>>;
}

const MOMENT = { hour: 1709211600, day: 1709164800, month: 1706745600, year: 1704067200 }; // of 2024-02-29T13:45:59Z
const cutTo = (write: (seconds: number) => unknown) =>
  Object.fromEntries(Object.entries(MOMENT).map(([column, seconds]) => [column, write(seconds)]));
const millis = (seconds: number) => seconds * 1e3;
const micros = (seconds: number) => seconds * 1e6;
const nanos = (seconds: number) => `${seconds}000000000`;
const logical = (type: string, logicalType: string, more = {}) => ({ type, logicalType, ...more });
const fixed = (name: string, size: number, more = {}) => ({ type: 'fixed', name, size, ...more });
const NO_DATE = { hour: '[DATE]', day: '[DATE]', month: '[DATE]', year: '[DATE]', zip3: '[LOCATION]', '90+': '[AGE]' };
const TEXT = 'em 29/02/2024 fui';

const SAMPLES: Readonly<Record<string, Sample>> = {
  null: { type: 'null', value: null },
  boolean: { type: 'boolean', value: true, text: 'true' },
  int: { type: 'int', value: 93, text: '93', cut: { zip3: '000', '90+': '90+' } },
  long: { type: 'long', value: 52998224725, text: '529.982.247-25', cut: { zip3: '[LOCATION]', '90+': '[AGE]' } },
  float: { type: 'float', value: 1.5, text: '1.5', cut: { '90+': '1' } },
  double: { type: 'double', value: -0.1, text: '-0.1', cut: { '90+': '[AGE]' } },
  bytes: { type: 'bytes', value: 'abcd', text: 'abcd', cut: { '90+': '[AGE]' } },
  string: { type: 'string', value: TEXT, text: TEXT, cut: { ...NO_DATE, detect: 'em [DATE] fui' } },
  fixed: { type: fixed('F', 4), value: '\xff\x00ab', text: 'hex:ff006162', cut: { '90+': '[AGE]' } },
  enum: { type: { type: 'enum', name: 'E', symbols: ['A', 'B'] }, value: 'B', text: 'B', cut: { '90+': '[AGE]' } },
  record: { type: { type: 'record', name: 'I', fields: [{ name: 'x', type: 'int' }] }, value: { x: 1 } },
  array: { type: { type: 'array', items: 'string' }, value: ['a'] },
  map: { type: { type: 'map', values: 'string' }, value: { a: 'b' } },
  union: {
    type: ['null', 'string'],
    value: { string: TEXT },
    text: TEXT,
    cut: { ...NO_DATE, detect: 'em [DATE] fui' },
  },
  decimal: { type: logical('bytes', 'decimal', { precision: 9, scale: 2 }), value: '\x01\x02', text: '\x01\x02' },
  'decimal-fixed': {
    type: fixed('D', 4, { logicalType: 'decimal', precision: 9, scale: 2 }),
    value: '\xff\xff\xff\xfe',
    text: 'hex:fffffffe',
  },
  'big-decimal': { type: logical('bytes', 'big-decimal'), value: '\x02\x01', text: '\x02\x01' },
  uuid: {
    type: logical('string', 'uuid'),
    value: 'nothing here',
    text: 'nothing here',
    cut: { ...NO_DATE, detect: 'nothing here' },
  },
  'uuid-fixed': { type: fixed('U', 16, { logicalType: 'uuid' }), value: '0123456789abcdef', text: '0123456789abcdef' },
  date: { type: logical('int', 'date'), value: 19782, text: '19782', cut: { month: 19754, year: 19723 } },
  'time-millis': { type: logical('int', 'time-millis'), value: 89, text: '89', cut: { '90+': '89' } },
  'time-micros': { type: logical('long', 'time-micros'), value: 90, text: '90', cut: { '90+': '90+' } },
  'timestamp-millis': {
    type: logical('long', 'timestamp-millis'),
    value: 1709214359999,
    text: '1709214359999',
    cut: cutTo(millis),
  },
  'timestamp-micros': {
    type: logical('long', 'timestamp-micros'),
    value: 1709214359999999,
    text: '1709214359999999',
    cut: cutTo(micros),
  },
  'timestamp-nanos': {
    type: logical('long', 'timestamp-nanos'),
    value: '1709214359999999999',
    text: '1709214359999999999',
    cut: cutTo(nanos),
  },
  'local-timestamp-millis': {
    type: logical('long', 'local-timestamp-millis'),
    value: 1709214359999,
    text: '1709214359999',
    cut: cutTo(millis),
  },
  'local-timestamp-micros': {
    type: logical('long', 'local-timestamp-micros'),
    value: 1709214359999999,
    text: '1709214359999999',
    cut: cutTo(micros),
  },
  'local-timestamp-nanos': {
    type: logical('long', 'local-timestamp-nanos'),
    value: '1709214359999999999',
    text: '1709214359999999999',
    cut: cutTo(nanos),
  },
  duration: { type: fixed('P', 12, { logicalType: 'duration' }), value: 'abcdefghijkl', text: 'abcdefghijkl' },
  unknown: { type: logical('string', 'cpf'), value: 'abc', text: 'abc', cut: { ...NO_DATE, detect: 'abc' } },
  misplaced: { type: logical('long', 'date'), value: 93, text: '93', cut: { zip3: '000', '90+': '90+' } },
};

const tokenizer = createTokenizer(TEST_KEY, { region: 'BR', cacheEntries: 0 });

/** What a column must make of a sample's content. */
function expectedContent(sample: Sample, column: Column): unknown {
  if (column === 'redact') return '[OTHER_ID]';
  if (column === 'token') return tokenizer.text('field', 'coop', 'CPF', 'CPF', sample.text ?? '');
  if (column === 'long') {
    const token = tokenizer.long('coop', 'CPF', 'CPF', sample.text ?? '');
    return token <= Number.MAX_SAFE_INTEGER ? Number(token) : String(token);
  }
  return column === 'keep' || column === 'shape' || column === 'range' ? sample.value : sample.cut?.[column];
}

/** A type of the sink without what tells nothing here: names, and the attributes of a record's fields. */
function plainType(type: SchemaJson): SchemaJson {
  if (typeof type !== 'object' || type === null || Array.isArray(type)) return type;
  const { name: _, namespace: __, ...rest } = type as { [name: string]: SchemaJson };
  return rest;
}

const [head = '', ...rows] = TABLE.trim().split('\n');
const columns = head.split(/\s+/).slice(1) as Column[];
const cells = rows.flatMap((row) => {
  const [name = '', ...outcomes] = row.split(/\s+/);
  return outcomes.map((outcome, index) => ({ name, column: columns[index] as Column, outcome }));
});

describe('type and treatment', () => {
  it('has a row for each sample and a column for each treatment', () => {
    expect(rows.map((row) => row.split(' ')[0])).toEqual(Object.keys(SAMPLES));
    expect(columns).toEqual(Object.keys(TREATMENTS));
    expect(cells).toHaveLength(rows.length * columns.length);
  });

  it.each(cells)('$name with $column gives $outcome', ({ name, column, outcome }) => {
    const sample = SAMPLES[name] as Sample;
    const treated = treatField(sample.type, TREATMENTS[column], sample.value);
    if (outcome.startsWith('!')) {
      expect(treated).toContain(FAULTS[outcome]);
      expect(treated).toMatch(/^fault: .*policy\.yaml:8: f/s);
      return;
    }
    if (outcome === '-') return expect(treated).toBe('-');
    const content = name === 'null' ? null : expectedContent(sample, column);
    const isUnion = name === 'union';
    const sinkType = isUnion
      ? ['null', column === 'long' ? 'long' : 'string']
      : outcome === '='
        ? sample.type
        : outcome;
    const wrapped = isUnion && column !== 'shape' ? { [column === 'long' ? 'long' : 'string']: content } : content;
    if (typeof treated === 'string') throw new Error(treated);
    expect(plainType(treated.type)).toEqual(plainType(sinkType));
    expect(treated.value).toEqual(wrapped);
  });
});

describe('bytes that are no text', () => {
  it.each([
    ['bytes', '\xff\xfe'],
    [fixed('F', 2), '\xff\xfe'],
  ])('%j are tokenized by their hexadecimal digits, apart from text of the same letters', (type, value) => {
    const expected = tokenizer.text('field', 'coop', 'OTHER_ID', 'OTHER_ID', 'hex:fffe');
    expect(treatField(type as SchemaJson, '{ tokenize: OTHER_ID }', value)).toMatchObject({ value: expected });
  });
});
