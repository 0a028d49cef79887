import type { MutantGroup } from './mutants.ts';

const TYPES = ['test/core/policy/design-types.test.ts'];
const UNIONS = ['test/core/policy/design-unions.test.ts'];
const DEFAULTS = ['test/core/policy/design-defaults.test.ts'];
const MAPS = ['test/core/policy/design-map-keys.test.ts'];
const SINK = ['test/core/policy/design-sink-schema.test.ts'];

/** Each refusal of a type by a treatment taken away, and what unions, maps and sink schemas promise. */
export const TYPE_MUTANTS: readonly MutantGroup[] = [
  {
    file: 'src/core/policy/bind-keep.ts',
    tests: ['test/core/policy/kept-numbers.test.ts'],
    mutants: [
      [
        'keep: decimals of any bytes',
        'const shape = decimalShape(Number(precision), Number(scale), range);',
        'const shape = () => true;',
      ],
    ],
  },
  {
    file: 'src/core/policy/bind-keep.ts',
    tests: TYPES,
    mutants: [
      ['keep: bare text', "'double', 'enum']", "'double', 'enum', 'string']"],
      ['keep: bare bytes', "'double', 'enum']", "'double', 'enum', 'bytes']"],
      ['keep: bare fixed', "'double', 'enum']", "'double', 'enum', 'fixed']"],
      ['keep: containers', "if (carrier === 'subtree')", 'if (false)'],
      ['keep: numbers with a shape of text', 'if (declared !== null && !(range && isNumber))', 'if (false)'],
      ['keep: text in a range', 'if (range) return { fault:', 'if (false) return { fault:'],
    ],
  },
  {
    file: 'src/core/policy/bind-leaf.ts',
    tests: TYPES,
    mutants: [
      [
        'tokenize: containers',
        "if (carrier === 'subtree') return { fault: `tokenize",
        'if (false) return { fault: `tokenize',
      ],
      ['detect: anything', "return carrier === 'string'\n        ? {", 'return true\n        ? {'],
      ['tokenize: as long ignored', 'return asLong\n', 'return false\n'],
    ],
  },
  {
    file: 'src/core/policy/bind-generalize.ts',
    tests: TYPES,
    mutants: [
      ['90+: dates and decimals', ' && !isOther', ''],
      ['90+: containers and booleans', 'AGE_CARRIERS.has(carrier) && ', ''],
      ['zip3: times', '(isNumber && node.logicalType === null)', 'isNumber'],
      ['zip3: anything', "return carrier === 'string' || (isNumber && node.logicalType === null)", 'return true'],
      [
        'DATE: hours of a date',
        "if (action === 'days' && (granularity === 'hour' || granularity === 'day'))",
        'if (false)',
      ],
    ],
  },
  {
    file: 'src/core/policy/time-types.ts',
    tests: TYPES,
    mutants: [
      ['DATE: any long', "'int date': 'days',", "'int date': 'days',\n  'long null': 'millis',"],
      ['DATE: not in nanoseconds', "'long timestamp-nanos': 'nanos',", ''],
      [
        'DATE: microseconds taken for milliseconds',
        "'long timestamp-micros': 'micros'",
        "'long timestamp-micros': 'millis'",
      ],
      ['DATE: dates forgotten', "'int date': 'days',", ''],
    ],
  },
  {
    file: 'src/core/policy/sink-node.ts',
    tests: DEFAULTS,
    mutants: [
      ['default: of treated fields', 'export const NO_DEFAULT = () => false;', 'export const NO_DEFAULT = () => true;'],
    ],
  },
  {
    file: 'src/core/policy/bind-keep.ts',
    tests: DEFAULTS,
    mutants: [
      [
        'default: of another shape',
        "const shape = compileShape(declared);\n  const keepsDefault = (value: SchemaJson) => typeof value === 'string' && shape(value);",
        "const shape = compileShape(declared);\n  const keepsDefault = (value: SchemaJson) => typeof value === 'string';",
      ],
    ],
  },
  {
    file: 'src/core/policy/sink-schema.ts',
    tests: DEFAULTS,
    mutants: [
      ['default: not null where null comes first', 'if (isNull(first)) return { default: null };', ''],
      ['default: filled arrays', 'return Array.isArray(value) && value.length === 0;', 'return Array.isArray(value);'],
      [
        'default: filled maps',
        'return isJsonObject(value) && Object.keys(value).length === 0;',
        'return isJsonObject(value);',
      ],
    ],
  },
  {
    file: 'src/core/policy/join-branches.ts',
    tests: UNIONS,
    mutants: [
      ['union: a dropped branch without null', 'if (!rewrite.counted)', 'if (false)'],
      [
        'union: a branch that is left alone stays a union',
        'const single = branches.length === 1;',
        'const single = false;',
      ],
    ],
  },
  {
    file: 'src/core/policy/compile-schema.ts',
    tests: MAPS,
    mutants: [
      ['map keys: as long', "key.sink.type !== 'string' ||", ''],
      ['map keys: detect', " ||\n    keyAction === 'detect'", ''],
      ['map keys: dropped', "if (content.op === 'drop' && !content.counted) {", 'if (false) {'],
    ],
  },
  {
    file: 'src/core/assemble.ts',
    tests: MAPS,
    mutants: [
      ['map keys: equal ones stay equal', 'if (count === 1) return;', 'return;'],
      ['map keys: counted over all maps', '{scope} ', '{0} '],
    ],
  },
  {
    file: 'src/core/policy/sink-schema.ts',
    tests: SINK,
    mutants: [
      ['names: no split', 'const name = owner === signature ?', 'const name = true ?'],
      ['names: no suffix', '.sanitized.$', '.$'],
      ['schema: no attribute', '...(treatment ? { sigilo: { ...treatment } } : {}),', ''],
      ['schema: no order, aliases and tags', "['doc', 'order', 'aliases', 'confluent:tags']", "['doc']"],
      ['schema: no logical type', "['logicalType', 'precision', 'scale']);", "['precision', 'scale']);"],
    ],
  },
];
