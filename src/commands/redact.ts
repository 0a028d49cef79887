import type { Readable } from 'node:stream';
import { Command } from 'commander';
import { visibleText } from '../core/visible-text.ts';
import { SigiloError } from '../errors.ts';
import { readLines } from './redact/read-lines.ts';
import { createPlainRedactor, type LineRedactor } from './redact/redact-plain.ts';
import { createRecordRedactor } from './redact/redact-records.ts';

interface RedactOptions {
  readonly jsonl?: boolean;
  readonly conversation?: string;
  readonly explain?: boolean;
  readonly schema?: string;
  readonly policy?: string;
  readonly keys?: string;
  readonly keyVersion: string;
}

const HELP = `
Input is UTF-8, with lines of any length. A line that cannot be redacted is not printed; standard error names it by its
number, and the other lines are redacted all the same.

With --jsonl every string is treated as a text. A number becomes a placeholder when its check digit holds, when it has the
form of a phone, when its property says what it is ("mrn", "zipCode"), or when its conversation has told it; others stay. A name of a property stays when it looks like a
program's (begins with a small letter, no blanks, at most four digits). The field of --conversation must stand at the top
level; its value stays when it looks like an id, and a phone, address or name in it becomes one token in all lines.

--explain prints {"line", "start", "end", "entity"}: offsets in UTF-16 units, the end exclusive; with --jsonl also
"path", such as "messages[1].text" (* for a name that is no program's), and "name": true inside the name of a property.

Exit code: 0 when every line was redacted; 1 when a record of --policy would be quarantined; 2 when a line could not be
read (of both, the first decides), or an option, schema, policy or key cannot be used.

Examples:
  $ echo 'oi sou a Jucilene, cpf 529.982.247-25' | sigilo redact
  $ sigilo redact --jsonl --conversation chat_id < messages.jsonl
  $ sigilo redact --schema schemas/chat-message.avsc --policy schemas/chat-message.policy.yaml < records.jsonl`;

/** The command `sigilo redact`: no Kafka, no registry, nothing stored. */
export function redactCommand(): Command {
  return new Command('redact')
    .description(
      'redact text or JSON lines from standard input; with --schema and --policy, whole records as the worker would',
    )
    .option(
      '--jsonl',
      'read one JSON value a line and redact its strings, identifiers among its numbers, and its names',
    )
    .option(
      '--conversation <field>',
      'with --jsonl: the field of the top level whose text or number names the conversation of a line',
    )
    .option('--explain', 'print what was found and where (type, offsets) as JSON lines, instead of the text')
    .option('--schema <file>', 'Avro schema of the records, one in JSON a line')
    .option('--policy <file>', 'policy for --schema')
    .option('--keys <dir>', 'token keys for --policy; without it a key for this run only is made')
    .option('--key-version <version>', 'version of the token key', 'k1')
    .addHelpText('after', HELP)
    .action((options: RedactOptions) =>
      redactLines(
        process.stdin,
        options,
        (line) => console.log(process.stdout.isTTY ? onTerminal(line) : line),
        (line) => console.error(line),
      ),
    );
}

/** Texts of strangers must not move the cursor of whoever looks at them; tabs and the joints of emojis stay. */
export function onTerminal(line: string): string {
  return line.replace(/[^\t\u200c\u200d]+/g, visibleText);
}

/**
 * Redacts line by line; what cannot be redacted is reported by line number and reason, never shown, and fails the command
 * at the end with `input.invalid` or `input.quarantined`.
 */
export async function redactLines(
  input: Readable,
  options: RedactOptions,
  print: (line: string) => void,
  complain: (line: string) => void,
): Promise<void> {
  const redactor = chooseRedactor(options, complain);
  let line = 0;
  let failure: 'input.invalid' | 'input.quarantined' | null = null;
  for await (const read of readLines(input)) {
    line++;
    const result = 'fault' in read ? ({ ...read, code: 'input.invalid' } as const) : redactor.line(read.text, line);
    if ('text' in result) {
      if (result.text !== null) print(result.text);
    } else {
      complain(`line ${line}: ${result.fault}`);
      failure ??= result.code;
    }
  }
  const remark = redactor.end();
  if (remark !== null) complain(remark);
  if (failure) throw new SigiloError(failure);
}

function chooseRedactor(options: RedactOptions, complain: (line: string) => void): LineRedactor {
  const { schema, policy, jsonl = false, conversation = null, explain = false } = options;
  const faults: string[] = [];
  if ((schema === undefined) !== (policy === undefined)) faults.push('--schema and --policy go together');
  if (policy !== undefined && explain) faults.push('--explain does not work with --policy');
  if (policy !== undefined && conversation !== null)
    faults.push('--conversation does not work with --policy, which names the conversation itself');
  if (conversation !== null && !jsonl) faults.push('--conversation needs --jsonl');
  if (faults.length > 0) throw new SigiloError('input.invalid', { faults });
  if (schema === undefined || policy === undefined) return createPlainRedactor({ jsonl, conversation, explain });
  const record = { schema, policy, keys: options.keys ?? null, keyVersion: options.keyVersion };
  const redact = createRecordRedactor(record, complain);
  return { line: (text) => (text.trim() === '' ? { text } : redact(text)), end: () => null };
}
