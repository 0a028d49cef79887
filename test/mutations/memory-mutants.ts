import type { MutantGroup } from './mutants.ts';

const MEMORY = ['test/core/conversation-memory.test.ts'];
const RECORD = ['test/core/record-conversation.test.ts'];
const REBUILD = ['test/worker/rebuild-memory.test.ts'];

/** What conversations told, remembered too long, too early, too much, or by the wrong name. */
export const MEMORY_MUTANTS: readonly MutantGroup[] = [
  {
    file: 'src/core/conversation-memory.ts',
    tests: MEMORY,
    mutants: [
      [
        'memory: not staged',
        'memory.staged.set(key, packed);',
        'memory.committed.set(key, memory.cells.put(packed, true));',
      ],
      [
        'memory: not seen within the batch',
        'memory.staged.get(key) ?? (cell === undefined ? null : memory.cells.read(cell));',
        'cell === undefined ? null : memory.cells.read(cell);',
      ],
      ['memory: an aborted batch stays', 'memory.staged.clear();', ''],
      [
        'memory: any number of conversations',
        'isRoom && committed.size + staged.size <= limits.conversations',
        'isRoom',
      ],
      ['memory: conversations of any size', 'bytesOf(packed) > CONVERSATION_BYTES && ', 'false && '],
      ['memory: any number of bytes', 'if (isRoom && ', 'if ('],
      ['memory: any number in one batch', 'staged.size > limits.conversations || ', ''],
      ['memory: the first to come is the first to go', 'for (const key of staged.keys()) drop(memory, key);', ''],
      ['memory: any number of values', '.slice(-MOST_VALUES)', ''],
      [
        'memory: texts beside any number of fields',
        'const places = MOST_VALUES - allFields.length;',
        'const places = MOST_VALUES;',
      ],
      ['memory: values of any length', 'value.text.length > LONGEST_VALUE || ', ''],
      ['memory: ordinary words', 'if (!isSearchedFor(value.entity, value.text)) continue;', ''],
      ['memory: a typed value instead of the field', '.filter(isFree)', ''],
    ],
  },
  {
    file: 'src/core/record-conversation.ts',
    tests: RECORD,
    mutants: [
      ['memory: of all tenants', '[tenant.length, tenant, name]', '[name]'],
      ['memory: of tenants that join alike', '[tenant.length, tenant, name]', '[tenant, name]'],
      ['memory: named as it is', "hmac(secret, place, 'utf8').slice(0, KEY_BYTES)", 'place'],
      ['memory: of short names', 'name.length < SHORTEST_NAME || ', ''],
      ['memory: of any length of names', ' || name.length > LONGEST_NAME', ''],
      ['memory: without the turn', 'conversation.previous = recalled.turn;', ''],
      ['memory: the turn of a subject', 'text.length > conversation.longest', 'true'],
      ['memory: a message without text ends the turn', 'longest < 0 ? previous : turn', 'turn'],
      ['memory: learns nothing', 'conversation.learned.push(value);', ''],
    ],
  },
  {
    file: 'src/core/sanitize-record.ts',
    tests: RECORD,
    mutants: [['memory: nothing staged', '  rememberConversation(state);\n', '']],
  },
  {
    file: 'src/core/learn-from-text.ts',
    tests: ['test/core/learn-from-text.test.ts'],
    mutants: [
      ['memory: learns what was known', 'known >= 0 || ', ''],
      ['memory: dates and places', ' || NOT_LEARNED.has(entity)', ''],
      ['memory: any name', 'isMemorableName(value, lists)', 'true'],
      ['memory: any code', ': isMemorableCode(value)', ': true'],
      ['memory: typed values join with fields', 'domain: null }', "domain: 'CPF' }"],
    ],
  },
  {
    file: 'src/core/detect/join-spans.ts',
    tests: [...RECORD, 'test/core/detect/join-spans.test.ts'],
    mutants: [
      [
        'memory: takes from what was found',
        'if (second.end <= first.end) return first;',
        'if (second.end <= first.end) return second;',
      ],
      ['memory: redacts what a policy allows', 'if (next < kept.length && kept[next]!.start < span.end) continue;', ''],
      ['memory: before the own value', 'known >= firstKnown ? 1 : 2', 'known >= firstKnown ? 2 : 1'],
    ],
  },
  {
    file: 'src/core/detect/recall-values.ts',
    tests: RECORD,
    mutants: [
      [
        'memory: costly values stop the record',
        'isSpent = true;\n      return NO_SPANS;',
        "throw new Error('costly');",
      ],
      ['memory: values of the last conversation', 'values = next;', 'if (values.length === 0) values = next;'],
    ],
  },
  {
    file: 'src/core/detect/remembered-value.ts',
    tests: [...RECORD, 'test/core/detect/recall-values.test.ts', 'test/core/detect/remembered-value.test.ts'],
    mutants: [
      ['memory: no digits over gaps', 'if (hasDigits) add(place);', ''],
      [
        'memory: the first of two values of one word',
        'keys[at]! < first + PLACES; at++',
        'keys[at]! < first + PLACES; at += count',
      ],
      ['memory: words of the record before', '    count = 0;\n', ''],
      ['memory: one word of a value', 'seen[(hash & 0xff) >>> 5]! |= 1', 'seen[(hash & 0xff) >>> 5]! = 1'],
    ],
  },
  {
    file: 'src/core/treat/sub-keys.ts',
    tests: ['test/core/treat/sub-keys.test.ts'],
    mutants: [
      ['memory: keys of long names', 'tenant.length + domain.length > LONGEST_KEPT', 'false'],
      [
        'memory: the key of another tenant',
        'latest.domain === domain && latest.tenant === tenant',
        'latest.domain === domain',
      ],
    ],
  },
  {
    file: 'src/core/treat/token-cache.ts',
    tests: ['test/core/treat/sub-keys.test.ts'],
    mutants: [['memory: tokens under long names', ' || domain.length > MAXIMUM_DOMAIN_LENGTH', '']],
  },
  {
    file: 'src/core/cell-store.ts',
    tests: ['test/core/cell-store.test.ts'],
    mutants: [
      ['memory: cells keep what was forgotten', 'blockOf(cell).fill(0, place, place + CELL_BYTES);', ''],
      ['memory: cells are not used again', '      free = cell;\n      cell = next;', '      cell = next;'],
      ['memory: one byte of wide characters', "isWide ? 'utf16le' : 'latin1'", "'latin1'"],
    ],
  },
  {
    file: 'src/core/packed-conversation.ts',
    tests: ['test/core/packed-conversation.test.ts'],
    mutants: [
      ['memory: the domain of another value', 'FIRST_DOMAIN + domains.indexOf(domain)', 'FIRST_DOMAIN'],
      [
        'memory: wide characters cut to a byte',
        'if (!isNarrow(content)) return String.fromCharCode(WIDE) + content;',
        '',
      ],
      ['memory: a part that was whole', 'part.whole ? 1 : 0', '1'],
    ],
  },
  {
    file: 'src/core/detect/eligibility.ts',
    tests: RECORD,
    mutants: [
      [
        'known: ordinary words of four letters',
        'end - start < FEWEST_LETTERS ? SHORT_ORDINARY_INDEX : ORDINARY_INDEX',
        'ORDINARY_INDEX',
      ],
      ['known: no name of four letters', 'const FEWEST_LETTERS_OF_NAME = 4;', 'const FEWEST_LETTERS_OF_NAME = 5;'],
    ],
  },
  {
    file: 'src/worker/sanitize-batch.ts',
    tests: ['test/worker/sanitize-batch.test.ts'],
    mutants: [['memory: of a try that failed', 'if (memory) discard(memory);', '']],
  },
  {
    file: 'src/worker/worker-state.ts',
    tests: REBUILD,
    mutants: [
      [
        'memory: kept over a rebalance',
        '? createConversationMemory(limits)',
        '? (earlier?.memory ?? createConversationMemory(limits))',
      ],
      [
        'memory: not rebuilt after a rebalance',
        'rememberedUpTo: null,',
        'rememberedUpTo: earlier?.rememberedUpTo ?? null,',
      ],
    ],
  },
  {
    file: 'src/worker/rebuild-memory.ts',
    tests: REBUILD,
    mutants: [
      ['memory: rebuilt once', 'state.rememberedUpTo === until', 'state.rememberedUpTo !== null'],
      ['memory: twice the same records', 'attempt += 1) {\n    clear(memory);\n', 'attempt += 1) {\n'],
      ['memory: records before the log start', 'first > start ? first : start', 'first'],
      ['memory: however many bytes', 'return walked > WALKED_BYTES;', 'return false;'],
      ['memory: records of any size', '.filter((record) => bytesOf(record) <= WALKED_RECORD_BYTES)', ''],
      ['memory: counts what it reads again', '  pipeline.takeCounts();\n  commit(memory);', '  commit(memory);'],
      ['memory: goes on without schemas', 'if (missing.length > 0) await pipeline.load(missing);', ''],
      ['memory: stops the partition when brokers fail', 'if (attempt < MOST_TRIES) {', 'if (true) {'],
      ['memory: what it reads may stop the partition', 'worker.readingAgain.delete(partitionKey(state));', ''],
    ],
  },
  {
    file: 'src/io/kafka-records.ts',
    tests: REBUILD,
    mutants: [
      ['memory: records after the position', ' && BigInt(offset) < until', ''],
      ['memory: records twice', 'BigInt(offset) >= next && ', ''],
      ['memory: offsets that hold nothing', 'isControlRecord !== true && ', ''],
      ['memory: batches that cannot be read', ' && unreadable === undefined', ''],
    ],
  },
];
