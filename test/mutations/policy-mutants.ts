import type { MutantGroup } from './mutants.ts';

const FLOORS = ['test/core/policy/profiles.test.ts', 'test/core/policy/design-profiles.test.ts'];
const POLICY = ['test/core/policy/policy.test.ts', 'test/repository/reference.test.ts'];
const EDGES = ['test/core/policy/design-edges.test.ts'];
const CONTEXT = ['test/core/policy/design-context.test.ts'];

/** Each floor of a profile and each rule of what a policy may say taken away. */
export const POLICY_MUTANTS: readonly MutantGroup[] = [
  {
    file: 'src/core/policy/profile-floors.ts',
    tests: FLOORS,
    mutants: [
      ['floor: entity types', 'return STRENGTH[kind] >= STRENGTH[floor]\n', 'return STRENGTH[kind] >= 0\n'],
      ['floor: tokens', "if (kind === 'tokenize' && !tokens) return", 'if (false) return'],
      ['floor: detect', 'return PROFILE_TABLE[profile].detect\n', 'return true\n'],
      ['floor: kept dates', "if (timeUnitOf(node) && finestDate !== 'keep') return", 'if (false) return'],
      [
        'floor: kept times of day',
        "if (isTimeOfDay(node) && (finestDate === 'month' || finestDate === 'year'))",
        'if (false)',
      ],
      ['floor: kept numbers', "if (keptNumbers === 'in a range' && ", 'if (false && '],
      [
        'floor: kept texts',
        "return isOpen && PROFILE_TABLE[profile].keptTexts === 'listed or patterned'",
        'return false',
      ],
      ['floor: finest date', "return finestDate === 'keep' || GRANULARITIES", 'return true || GRANULARITIES'],
      ['floor: dates in text', '? dateFault(profile, action.generalize)', '? null'],
    ],
  },
  {
    file: 'src/core/policy/profiles.ts',
    tests: FLOORS,
    mutants: [
      [
        'profile: direct identifiers generalized',
        "weakest: weakest('generalize', 'tokenize'),",
        "weakest: weakest('generalize', 'generalize'),",
      ],
      [
        'profile: dates, ages and places kept',
        "weakest: weakest('generalize', 'tokenize'),",
        "weakest: weakest('keep', 'tokenize'),",
      ],
      [
        'profile: limited data set keeps names',
        "weakest: weakest('keep', 'tokenize'),",
        "weakest: weakest('keep', 'keep'),",
      ],
      [
        'profile: safe harbor tokenizes',
        "weakest: weakest('generalize', 'redact'),",
        "weakest: weakest('generalize', 'tokenize'),",
      ],
      ['profile: safe harbor has tokens', 'tokens: false,', 'tokens: true,'],
      ['profile: safe harbor has detect', 'detect: false,', 'detect: true,'],
      ['profile: safe harbor leaves months', "finestDate: 'year',", "finestDate: 'month',"],
      ['profile: safe harbor leaves days of records', "timestamps: ['year'],", "timestamps: ['day', 'year'],"],
      [
        'profile: lgpd leaves exact times of records',
        "timestamps: ['hour', 'day', 'year'],",
        'timestamps: TIMESTAMPS,',
      ],
      ['profile: safe harbor keeps any number', "keptNumbers: 'in a range',", "keptNumbers: 'any',"],
      ['profile: safe harbor keeps any shape', "keptTexts: 'listed or patterned',", "keptTexts: 'by any shape',"],
      ['profile: safe harbor shows great age', 'hidesGreatAge: true,', 'hidesGreatAge: false,'],
      [
        'profile: expert without reference',
        '...DATES_STAY, needsReference: true }',
        '...DATES_STAY, needsReference: false }',
      ],
    ],
  },
  {
    file: 'src/core/policy/policy.ts',
    tests: FLOORS,
    mutants: [
      ['floor: of fields not asked', 'if (fault) report(path, fault);', ''],
      ['floor: of timestamps not asked', 'else if (!allowed.includes(timestamp))', 'else if (false)'],
    ],
  },
  {
    file: 'src/core/policy/edge-rules.ts',
    tests: FLOORS,
    mutants: [['floor: of keys and headers not asked', 'if (fault) return report(fault);', '']],
  },
  {
    file: 'src/core/policy/policy.ts',
    tests: POLICY,
    mutants: [
      ['policy: unknown words', 'if (!WORDS.includes(word))', 'if (false)'],
      ['policy: no name', '/^[a-z0-9][a-z0-9-]{0,63}$/.test(name)', 'name.length >= 0'],
      ['policy: no fields', "if (!isMapping(declared.fields)) report(['fields']", "if (false) report(['fields']"],
      [
        'policy: wrong paths',
        "if (typeof steps === 'string') report([...at, text], steps);",
        "if (typeof steps === 'string') continue;",
      ],
    ],
  },
  {
    file: 'src/core/policy/treatment.ts',
    tests: POLICY,
    mutants: [
      ['treatment: two at once', 'if (entries.length !== 1 || word === undefined)', 'if (word === undefined)'],
      ['treatment: unknown options of tokenize', 'if (unknown !== undefined)', 'if (false)'],
      ['treatment: tokens of dates', "new Set(['AGE', 'DATE', 'LOCATION']);", 'new Set();'],
      ['treatment: two of generalize', "if (more.length === 0 && entity === 'DATE') {", "if (entity === 'DATE') {"],
    ],
  },
  {
    file: 'src/core/policy/edge-rules.ts',
    tests: EDGES,
    mutants: [
      ['headers: integer-like names', '/^\\d+$/.test(name) || ', ''],
      ['headers: __proto__', " || name === '__proto__'", ''],
      ['headers: any name', 'else if (!/^[\\x21-\\x7e]{1,255}$/.test(name))', 'else if (false)'],
      ['headers: names of Sigilo', "else if (name.startsWith('sigilo-'))", 'else if (false)'],
      ['headers: any encoding', "if (as !== 'utf8' && as !== 'bytes') report", 'if (false) report'],
      ['keys and headers: detect', "if (treatment.kind === 'detect')", 'if (false)'],
      [
        'keys and headers: bare keep',
        "if (treatment.kind === 'keep' && treatment.shape === null) return",
        'if (false) return',
      ],
      [
        'keys and headers: as long',
        "if (treatment.kind === 'tokenize' && treatment.asLong) return",
        'if (false) return',
      ],
      [
        'keys and headers: ranges',
        "if (typeof declaredShape === 'object' && 'from' in declaredShape) return",
        'if (false) return',
      ],
    ],
  },
  {
    file: 'src/core/policy/key-rules.ts',
    tests: EDGES,
    mutants: [
      ['key: none with a treatment', 'if (Object.keys(rest).length > 0) report', 'if (false) report'],
      ['key: of a person without domain', 'if (rule) needDomain(rule.treatment, report);', ''],
    ],
  },
  {
    file: 'src/core/policy/key-rules.ts',
    tests: ['test/core/policy/key-rules.test.ts'],
    mutants: [
      ['compacted sink: no keys', "if (key.as === 'none') return 'key:", "if (false) return 'key:"],
      ['compacted sink: redacted keys', "['redact', 'drop', 'generalize'].includes", "['drop', 'generalize'].includes"],
      [
        'compacted sink: dropped keys',
        "['redact', 'drop', 'generalize'].includes",
        "['redact', 'generalize'].includes",
      ],
      ['compacted sink: generalized keys', "['redact', 'drop', 'generalize'].includes", "['redact', 'drop'].includes"],
    ],
  },
  {
    file: 'src/core/policy/apply-rule.ts',
    tests: [
      'test/core/policy/design-unions.test.ts',
      'test/core/policy/design-map-keys.test.ts',
      'test/core/policy/compile-schema.test.ts',
    ],
    mutants: [
      ['coverage: uncovered fields dropped', "const drop = compiler.uncovered === 'drop';", 'const drop = true;'],
      [
        'coverage: uncovered fields quarantined always',
        "const drop = compiler.uncovered === 'drop';",
        'const drop = false;',
      ],
      ['coverage: a whole and its part', 'if (shadowed.length > 0 && (', 'if (false && ('],
    ],
  },
  {
    file: 'src/core/policy/apply-rule.ts',
    tests: FLOORS,
    mutants: [['floor: of what a tag says', ' ?? tagFault(compiler, node, treatment, tagged)', '']],
  },
  {
    file: 'src/core/policy/compile-plan.ts',
    tests: FLOORS,
    mutants: [
      [
        'floor: great ages not asked',
        'hidesGreatAge: PROFILE_TABLE[policy.profile].hidesGreatAge,',
        'hidesGreatAge: false,',
      ],
    ],
  },
  {
    file: 'src/core/great-age.ts',
    tests: FLOORS,
    mutants: [
      ['floor: great ages of records without time', 'if (Number.isNaN(oldestYear)) throw', 'if (false) throw'],
      ['floor: great ages of backdated records', 'Math.max(EARLIEST_NOW, yearOf(timestamp))', 'yearOf(timestamp)'],
    ],
  },
  {
    file: 'src/core/policy/key-rules.ts',
    tests: ['test/core/policy/key-rules.test.ts', 'test/core/policy/policy.test.ts'],
    mutants: [
      ['Avro key: detect', "if (rule.treatment.kind === 'detect') reportRule", 'if (false) reportRule'],
      ['Avro key: dropped', "if (rule?.treatment.kind === 'drop') report", 'if (false) report'],
      ['Avro key: of a person without domain', '    needDomain(rule.treatment, reportRule);', ''],
      ['compacted sink: Avro keys', 'merging(treatment));', 'false);'],
    ],
  },
  {
    file: 'src/core/policy/compile-plan.ts',
    tests: CONTEXT,
    mutants: [
      ['Avro key: uncovered fields dropped', "schema, 'quarantine', 'key')", "schema, settings.uncovered, 'key')"],
      ['plan id: without the policy', 'policy.declared, schemaParts', 'schemaParts'],
      ['plan id: without the schema', 'schemaParts(schema), settings', 'settings'],
      ['plan id: without the settings', 'schemaParts(schema), settings]', 'schemaParts(schema)]'],
    ],
  },
  {
    file: 'src/core/policy/compile-schema.ts',
    tests: CONTEXT,
    mutants: [
      ['coverage: a map that is dropped is not counted', 'counted: content.counted }', 'counted: false }'],
      [
        'coverage: a tag wins over parts and types',
        'positions.some(hasRules) || isTyped(compiler, node) ? null : tagRule',
        'tagRule',
      ],
    ],
  },
  {
    file: 'src/policy-agreement.ts',
    tests: ['test/core/policy/several-records.test.ts'],
    mutants: [
      ['route: policies that disagree', 'first && common(other) !== common(first)', 'false'],
      ['route: profiles that disagree', ', tenant, PROFILE_TABLE[profile].hidesGreatAge]', ', tenant]'],
    ],
  },
];
