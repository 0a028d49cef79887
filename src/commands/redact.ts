import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { Command } from 'commander';
import { SigiloError } from '../errors.ts';
import { createPlainRedactor } from './redact/redact-plain.ts';
import { createRecordRedactor } from './redact/redact-records.ts';
import type { Redacted } from './redact/redacted.ts';

interface RedactOptions {
  readonly jsonl?: boolean;
  readonly conversation?: string;
  readonly explain?: boolean;
  readonly schema?: string;
  readonly policy?: string;
  readonly keys?: string;
  readonly keyVersion: string;
}

/** The command `sigilo redact`: no Kafka, no registry, nothing stored. */
export function redactCommand(): Command {
  return new Command('redact')
    .description(
      'redact text or JSON lines from standard input; with --schema and --policy, whole records as the worker would',
    )
    .option('--jsonl', 'read one JSON value a line and redact every string in it')
    .option(
      '--conversation <field>',
      'with --jsonl: the field whose value names the conversation that a line belongs to',
    )
    .option('--explain', 'print what was found and where (type, offsets) as JSON lines, instead of the text')
    .option('--schema <file>', 'Avro schema of the records, one in JSON a line')
    .option('--policy <file>', 'policy for --schema')
    .option('--keys <dir>', 'token keys for --policy; without it a key for this run only is made')
    .option('--key-version <version>', 'version of the token key', 'k1')
    .addHelpText(
      'after',
      "\nExamples:\n  $ echo 'oi sou a Jucilene, cpf 529.982.247-25' | sigilo redact\n  $ sigilo redact --jsonl --conversation chat_id < messages.jsonl\n  $ sigilo redact --schema schemas/chat-message.avsc --policy schemas/chat-message.policy.yaml < records.jsonl",
    )
    .action((options: RedactOptions) =>
      redactLines(
        process.stdin,
        options,
        (line) => console.log(line),
        (line) => console.error(line),
      ),
    );
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
  const redact = chooseRedactor(options, complain);
  let line = 0;
  let failure: 'input.invalid' | 'input.quarantined' | null = null;
  for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    line++;
    const result = redact(text);
    if ('text' in result) {
      if (result.text !== null) print(result.text);
    } else {
      complain(`line ${line}: ${result.fault}`);
      failure ??= result.code;
    }
  }
  if (failure) throw new SigiloError(failure);
}

function chooseRedactor(options: RedactOptions, complain: (line: string) => void): (text: string) => Redacted {
  const { schema, policy, jsonl = false, conversation = null, explain = false } = options;
  const faults: string[] = [];
  if ((schema === undefined) !== (policy === undefined)) faults.push('--schema and --policy go together');
  if (policy !== undefined && explain) faults.push('--explain goes without --policy');
  if (policy !== undefined && conversation !== null)
    faults.push('--conversation goes without --policy, which names the conversation itself');
  if (conversation !== null && !jsonl) faults.push('--conversation needs --jsonl');
  if (faults.length > 0) throw new SigiloError('input.invalid', { faults });
  if (schema === undefined || policy === undefined) return createPlainRedactor({ jsonl, conversation, explain });
  return createRecordRedactor({ schema, policy, keys: options.keys ?? null, keyVersion: options.keyVersion }, complain);
}
