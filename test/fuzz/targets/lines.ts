import { Readable } from 'node:stream';
import { makeTraffic } from '../../../src/commands/demo/traffic.ts';
import { readLines } from '../../../src/commands/redact/read-lines.ts';
import { createPlainRedactor } from '../../../src/commands/redact/redact-plain.ts';
import type { Random } from '../../core/avro/random.ts';
import { ODD_TEXTS } from '../copied-values.ts';
import { SCHEMA_IDS } from '../example-pipelines.ts';
import { type FuzzTarget, hold, type OpenTarget } from '../fuzz-target.ts';
import { mutateBytes } from '../mutate-bytes.ts';
import { mutateText } from '../mutate-text.ts';

const WORDS = [
  ...ODD_TEXTS,
  ...[
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"',
    '\\u0000',
    '\\ud800',
    '1e400',
    '-0',
    '12345678901234567890123',
    'null',
    'true',
  ],
  ...[
    '"__proto__":{"a":1},',
    '"conversation_id":"',
    '['.repeat(600),
    '{"a":'.repeat(600),
    '"52998224725":',
    '\t',
    '\r',
  ],
];
/** A line takes time in proportion to its length. */
const LONGEST_LINE = 20_000;
const CPF = '529.982.247-25';

async function readAll(bytes: Buffer): Promise<readonly ({ readonly text: string } | { readonly fault: string })[]> {
  const lines: ({ readonly text: string } | { readonly fault: string })[] = [];
  for await (const line of readLines(Readable.from([bytes]))) lines.push(line);
  return lines;
}

function open(): OpenTarget {
  const traffic = makeTraffic({
    ...{ records: 300, seed: 5, now: 1_795_000_000_000, schemaIds: SCHEMA_IDS, partitions: { chat: 4, clinical: 2 } },
  });
  const messages = traffic
    .flatMap(({ object }) => (object === null ? [] : [JSON.stringify({ ...object, typed: CPF })]))
    .filter((line) => line.length < LONGEST_LINE);
  const redactors = [false, true].map((explain) =>
    createPlainRedactor({ jsonl: true, conversation: 'conversation_id', explain }),
  );
  const run = async (random: Random): Promise<void> => {
    const line = random.pick(messages);
    const text = random.chance(0.8) ? mutateText(line, WORDS, random) : line;
    const bytes = random.chance(0.3) ? mutateBytes(Buffer.from(text), random) : Buffer.from(text);
    const explains = random.chance(0.3);
    const redactor = redactors[explains ? 1 : 0]!;
    for (const [index, read] of (await readAll(bytes)).entries()) {
      if ('fault' in read) continue;
      const result = redactor.line(read.text, index + 1);
      if ('fault' in result) {
        hold(/^(not valid JSON|nested deeper than \d+)$/.test(result.fault), 'a fault is one of our sentences');
        continue;
      }
      const lines = result.text === null ? [] : explains ? result.text.split('\n') : [result.text];
      hold(!lines.some((each) => /[\n\r]/.test(each.trim())), 'a line becomes one line');
      if (read.text === line)
        hold(result.text === null || !result.text.includes(CPF), 'a CPF of a whole line is found');
      for (const each of lines) if (each.trim() !== '') JSON.parse(each);
    }
  };
  return { run };
}

/** Lines of JSON as they come to `sigilo redact --jsonl`. */
export const redactLines: FuzzTarget = { name: 'redact-lines', boundMs: 5_000, open };
