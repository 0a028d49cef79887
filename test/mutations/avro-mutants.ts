import type { MutantGroup } from './mutants.ts';

const STRICT = ['test/core/avro/bad-input.test.ts', 'test/core/avro/deviations.test.ts'];
const WALK = [...STRICT, 'test/core/avro/rewriter.test.ts'];

/**
 * Each rule of strict reading taken away. Not here: the checks of each type that nothing is read beyond the end, which the
 * check at the end of the record would make good.
 */
export const AVRO_MUTANTS: readonly MutantGroup[] = [
  {
    file: 'src/core/avro/reader.ts',
    tests: STRICT,
    mutants: [
      ['boolean: above 1', 'walk.input[position]! <= 1', 'walk.input[position]! <= 255'],
      ['bytes: negative length', 'length < 0 || ', ''],
      [
        'string: invalid UTF-8',
        'return isUtf8Range(walk.input, next - walk.value, next) ? next : STEP_MALFORMED;',
        'return next;',
      ],
      ['enum: negative index', '(walk.value < 0 || walk.value >= symbols)', 'walk.value >= symbols'],
      ['enum: index too high', '(walk.value < 0 || walk.value >= symbols)', 'walk.value < 0'],
      ['block: impossible size', 'if (walk.value < 0 || walk.value > walk.end - next) return STEP_MALFORMED;', ''],
    ],
  },
  {
    file: 'src/core/avro/utf8.ts',
    tests: ['test/core/avro/utf8.test.ts'],
    mutants: [
      ['UTF-8: two bytes for ASCII', 'lead < 0xc2 || ', 'lead < 0xc0 || '],
      ['UTF-8: above U+10FFFF by the lead', ' || lead > 0xf4', ''],
      ['UTF-8: overlong in three bytes', 'if (lead === 0xe0 && second < 0xa0) return false;', ''],
      ['UTF-8: surrogates', 'if (lead === 0xed && second > 0x9f) return false;', ''],
      ['UTF-8: overlong in four bytes', 'if (lead === 0xf0 && second < 0x90) return false;', ''],
      ['UTF-8: above U+10FFFF', 'if (lead === 0xf4 && second > 0x8f) return false;', ''],
      ['UTF-8: third byte', 'if (following > 1 && !isContinuation(input[position + 1]!)) return false;', ''],
      ['UTF-8: fourth byte', 'if (following > 2 && !isContinuation(input[position + 2]!)) return false;', ''],
    ],
  },
  {
    file: 'src/core/avro/varint.ts',
    tests: STRICT,
    mutants: [
      ['varint: overlong', 'return overlong || tooWide ?', 'return tooWide ?'],
      ['varint: too wide', 'return overlong || tooWide ?', 'return overlong ?'],
      ['int: 64 bits', 'walk.end, 5, 0x0f)', 'walk.end, 10, 0x01)'],
      ['int: 35 bits', 'walk.end, 5, 0x0f)', 'walk.end, 5, 0x7f)'],
    ],
  },
  {
    file: 'src/core/avro/containers.ts',
    tests: STRICT,
    mutants: [
      ['union: negative index', 'index < 0 || ', ''],
      ['union: index too high', ' || index >= branches.length', ''],
      [
        'array: untrue block size',
        'failed(walk, items, next);\n      }\n      if (blockEnd >= 0 && blockEnd !== next) return STEP_MALFORMED;',
        'failed(walk, items, next);\n      }',
      ],
      [
        'map: untrue block size',
        'failed(walk, values, next);\n      }\n      if (blockEnd >= 0 && blockEnd !== next) return STEP_MALFORMED;',
        'failed(walk, values, next);\n      }',
      ],
      ['map: repeated keys', 'if (!fresh) return STEP_MALFORMED;', ''],
      ['map: keys of any bytes', 'next = checkString(walk, key);', 'next = readVarint(walk, key) + walk.value;'],
      ['items: any number', 'if (total > options.maximumItems) return true;', ''],
      ['items: any number that take no bytes', 'return walk.emptyItems > options.maximumItems;', 'return false;'],
      ['depth: of records', 'if (depth >= maximumDepth) return STEP_LIMIT;\n    let next', 'let next'],
      ['depth: of unions', 'if (depth >= maximumDepth) return STEP_LIMIT;\n    const start', 'const start'],
      [
        'depth: of arrays',
        'if (depth >= options.maximumDepth) return STEP_LIMIT;\n    let next = position;\n    let total',
        'let next = position;\n    let total',
      ],
      ['depth: of maps', 'if (depth >= options.maximumDepth) return STEP_LIMIT;\n    const base', 'const base'],
    ],
  },
  {
    file: 'src/core/avro/map-keys.ts',
    tests: STRICT,
    mutants: [
      [
        'map: repeated keys among many',
        "return keys.add(input.toString('latin1', start, end)).size > size;",
        'return size >= 0;',
      ],
    ],
  },
  {
    file: 'src/core/avro/check.ts',
    tests: STRICT,
    mutants: [['depth: any setting', 'Math.min(limits.depth, DEEPEST)', 'limits.depth']],
  },
  {
    file: 'src/core/avro/rewriter.ts',
    tests: WALK,
    mutants: [
      ['record: trailing bytes', 'if (position >= 0 && position !== end) position = STEP_MALFORMED;', ''],
      [
        'record: any size',
        'const fits = end - start <= limits.recordBytes;',
        'const fits = end - start <= Number.MAX_SAFE_INTEGER;',
      ],
      ['float: a message in NaN', 'if (notANumber) {', 'if (notANumber && false) {'],
      ['double: a message in NaN', 'if (fraction !== 0) {', 'if (fraction < 0) {'],
    ],
  },
  {
    file: 'src/core/avro/wire-format.ts',
    tests: ['test/core/avro/wire-format.test.ts'],
    mutants: [
      ['frame: any magic byte', ' || bytes[0] !== 0', ''],
      ['frame: cut off', 'bytes.length < FRAME_BYTES || ', ''],
      ['frame: negative id', 'return schemaId < 0 ? MALFORMED : schemaId;', 'return schemaId;'],
      ['frame: id in a header', 'if (headers !== undefined && ', 'if (false && headers !== undefined && '],
    ],
  },
];
