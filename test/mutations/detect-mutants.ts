import type { MutantGroup } from './mutants.ts';

const RECOGNIZERS = ['test/core/detect/recognizers.test.ts'];
const ORACLE = [...RECOGNIZERS, 'test/core/detect/check-digits-oracle.test.ts'];
const TURNS = ['test/core/detect/turns.test.ts'];

/** What finds protected data in text taken away: recognizers, check digits, cues, turns, second looks. */
export const DETECT_MUTANTS: readonly MutantGroup[] = [
  {
    file: 'src/core/detect/br/pack.ts',
    tests: RECOGNIZERS,
    mutants: [['find: no card of a health plan', '  healthPlanCard,\n', '']],
  },
  { file: 'src/core/detect/us/pack.ts', tests: RECOGNIZERS, mutants: [['find: no SSN', '  ssn,\n', '']] },
  { file: 'src/core/detect/es/pack.ts', tests: RECOGNIZERS, mutants: [['find: no CURP', '  curp,\n', '']] },
  {
    file: 'src/core/detect/generic/pack.ts',
    tests: RECOGNIZERS,
    mutants: [['find: no unexplained digits', '  unexplainedDigits,\n', '']],
  },
  {
    file: 'src/core/detect/br/cnpj-alphanumeric.ts',
    tests: RECOGNIZERS,
    mutants: [
      ['find: CNPJ of any check digits', 'if (!hasCnpjCheckDigits(values)) return cued ? CUED : NONE;', ''],
      ['find: a mistyped CNPJ is none', 'return cued ? CUED : NONE;', 'return NONE;'],
      ['find: words for a CNPJ', 'if (!cued && code.blanks > 0) return NONE;', ''],
    ],
  },
  {
    file: 'src/core/detect/br/cpf.ts',
    tests: RECOGNIZERS,
    mutants: [
      ['find: CPF of any check digits', 'const valid = hasCpfCheckDigits(window.digits);', 'const valid = true;'],
      ['find: a mistyped CPF is none', 'return valid ? CERTAIN : CUED;', 'return valid ? CERTAIN : NONE;'],
    ],
  },
  {
    file: 'src/core/detect/es/cbu.ts',
    tests: ORACLE,
    mutants: [['find: CBU of half its check', ' && hasBlockCheck(digits, BRANCH_BLOCK, DIGITS)', '']],
  },
  {
    file: 'src/core/detect/us/dea.ts',
    tests: RECOGNIZERS,
    mutants: [
      [
        'find: DEA of any check digit',
        'code.length === DIGITS + 2 && isDeaNumber(code.characters)',
        'code.length === DIGITS + 2',
      ],
    ],
  },
  {
    file: 'src/core/detect/us/npi.ts',
    tests: RECOGNIZERS,
    mutants: [['find: NPI without a cue', 'cueDistance === NO_CUE || ', '']],
  },
  {
    file: 'src/core/detect/recognizer.ts',
    tests: RECOGNIZERS,
    mutants: [['find: cues reach three characters', 'export const CUE_REACH = 40;', 'export const CUE_REACH = 3;']],
  },
  {
    file: 'src/core/detect/find-values.ts',
    tests: TURNS,
    mutants: [
      ['find: no cue of the turn before', 'previous?.pending ?? NO_PLACES', 'NO_PLACES'],
      ['find: no value over two messages', 'token === 0 ? (previous?.part ?? null) : null', 'null'],
    ],
  },
  {
    file: 'src/core/detect/find-repeated.ts',
    tests: ['test/core/detect/find-repeated.test.ts', 'test/properties/redacted-text.test.ts'],
    mutants: [['find: once only', 'if (isEligible(value)) addAll', 'if (value === null) addAll']],
  },
  {
    file: 'src/core/detect/merge-findings.ts',
    tests: ['test/core/detect/merge-findings.test.ts'],
    mutants: [['find: an unknown identifier wins', 'return !isVague;', 'return isVague;']],
  },
  {
    file: 'src/core/detect/detector.ts',
    tests: ['test/core/detect/allow-list.test.ts', 'test/core/detect/detector.test.ts'],
    mutants: [['find: what a policy allows', 'if (scan.allow && dropAllowed(scan.allow, findings.list)) break;', '']],
  },
  {
    file: 'src/core/text/text-view.ts',
    tests: ['test/core/text/text-view.test.ts', 'test/core/detect/find-repeated.test.ts'],
    mutants: [
      [
        'find: half a ligature',
        'while (next > 0 && next < view.length && offsets[next] === offsets[next - 1]) next++;',
        '',
      ],
      ['find: half a pair', 'if (isPair) at++;', ''],
      ['find: offsets of the folded text', 'if (!view.shifted) return at;', 'return at;'],
    ],
  },
  {
    file: 'src/core/write-text.ts',
    tests: ['test/scenarios/scenarios.test.ts'],
    mutants: [['find: texts of other languages go on', "if (state.otherLanguage === 'redact') {", 'if (false) {']],
  },
];
