import type { MutantGroup } from './mutants.ts';

const EDGES = ['test/core/policy/design-edges.test.ts'];
const SCENARIOS = ['test/scenarios/scenarios.test.ts'];
const JOIN = ['test/scenarios/join.test.ts'];
const CONTEXT = ['test/core/policy/design-context.test.ts'];

/** What holds for a record as a whole taken away: keys, headers, timestamp, tenant, limits, and what joins. */
export const EDGE_MUTANTS: readonly MutantGroup[] = [
  {
    file: 'src/core/record-edges.ts',
    tests: [...EDGES, ...SCENARIOS],
    mutants: [
      ['key: invalid UTF-8', "if (!isUtf8(key)) throw new RecordFault('unexpected_shape', 'key');", ''],
      ['key: any length', "if (key.length > mostBytes) throw new RecordFault('limit_exceeded', 'key');", ''],
      ['keys and headers: any shape', 'return shape?.(text) ? text : null;', 'return text;'],
      [
        'headers: invalid UTF-8',
        "return isUtf8(header) ? header.toString('utf8') : null;",
        "return header.toString('utf8');",
      ],
      [
        'headers: any length of bytes',
        '!Buffer.isBuffer(header) || header.length > mostBytes',
        '!Buffer.isBuffer(header)',
      ],
      ['headers: any length of text', 'return header.length > mostBytes ? null : header;', 'return header;'],
      [
        'headers: bytes read as text',
        "if (rule.as === 'bytes' && rule.treatment.kind === 'keep') return header.toString('latin1');",
        '',
      ],
      ['headers: not counted', 'state.counts.headersDropped += countHeaders(headers) - kept;', ''],
      ['headers: repeated ones counted once', 'Array.isArray(headers[name]) ? headers[name].length : 1', '1'],
      ['timestamp: not cut', 'return String(Math.floor(time / step) * step);', 'return timestamp;'],
      ['timestamp: cut to the nearest', 'Math.floor(time / step)', 'Math.round(time / step)'],
      ['timestamp: none is refused', "if (timestamp === '-1') return timestamp;", ''],
      ['timestamp: before 1970', 'time >= 0 && ', ''],
      ['timestamp: of no calendar', '!(time >= 0 && time <= LATEST_TIME)', '!(time >= 0)'],
    ],
  },
  {
    file: 'src/core/sanitize-record.ts',
    tests: [...EDGES, ...SCENARIOS],
    mutants: [
      ['timestamp: of records', 'treatTimestamp(record.timestamp, plan.rules.timestamp)', 'record.timestamp'],
      ['timestamp: of tombstones', 'treatTimestamp(record.timestamp, rules.timestamp)', 'record.timestamp'],
      ['tombstone: tokens without tenant', 'if (rules.tenant === null && hasToken(rules))', 'if (false)'],
      [
        'tombstone: header tokens without tenant',
        " || headers.some(({ treatment }) => treatment.kind === 'tokenize')",
        '',
      ],
      ['headers: no plan', "headers['sigilo-plan'] = plan.id;", ''],
      ['headers: no plan of tombstones', "headers['sigilo-plan'] = avroKey?.id ?? rules.id;", ''],
    ],
  },
  {
    file: 'src/core/record-context.ts',
    tests: SCENARIOS,
    mutants: [
      ['tenant: empty', "tenant === '' || ", ''],
      ['limit: long texts', 'if (leaf.isText && ', 'if (false && '],
    ],
  },
  {
    file: 'src/core/write-leaf.ts',
    tests: ['test/core/policy/design-shapes.test.ts'],
    mutants: [
      [
        'keep: any shape',
        "if (leaf.shape && (text === null || !leaf.shape(text))) throw new RecordFault('unexpected_shape', leaf.path);",
        '',
      ],
    ],
  },
  {
    file: 'src/core/replace-span.ts',
    tests: JOIN,
    mutants: [
      [
        'join: a stranger gets the token of a field',
        "tokenizer.text('text', tenant,",
        "tokenizer.text('field', tenant,",
      ],
      ['join: the own value in text gets another', 'if (known?.domain != null)', 'if (false)'],
    ],
  },
  {
    file: 'src/core/record-context.ts',
    tests: JOIN,
    mutants: [
      [
        'join: numbers in text without zeros',
        "carrier === 'int' || carrier === 'long' ? canonicalize(entity, text, state.region).value : text",
        'text',
      ],
    ],
  },
  {
    file: 'src/core/treat/canonical.ts',
    tests: JOIN,
    mutants: [['join: CPF as it is written', 'CPF: (value) => paddedDigits(value, 11),', 'CPF: exactText,']],
  },
  {
    file: 'src/core/record-context.ts',
    tests: [...CONTEXT, 'test/core/policy/several-records.test.ts'],
    mutants: [
      ['tenant: not listed', ' || (rules.tenants !== null && !rules.tenants.has(tenant))', ''],
      ['join: names without a conversation', "conversation === '' ? ", 'false ? '],
      ['join: names of tombstones', 'state.peopleDomain = `record/', 'state.peopleDomain = `conversation/'],
      [
        'limit: known values',
        "if (state.known.length === MAXIMUM_KNOWN) throw new RecordFault('limit_exceeded', path);",
        '',
      ],
    ],
  },
  {
    file: 'src/core/replace-span.ts',
    tests: CONTEXT,
    mutants: [['join: a redacted value gets the token of a field', 'if (known?.domain != null)', 'if (known)']],
  },
];
