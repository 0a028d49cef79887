import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { Command } from 'commander';
import { createDetector, type Detector } from '../core/detect/detector.ts';
import { placeholder } from '../core/treat/redact.ts';
import { SigiloError } from '../errors.ts';
import { readKnowledge } from '../knowledge-files.ts';
import { createRecordRedactor } from './redact/redact-records.ts';
import type { Redacted } from './redact/redacted.ts';

interface RedactOptions {
  readonly jsonl?: boolean;
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
    .option('--schema <file>', 'Avro schema of the records, one in JSON a line')
    .option('--policy <file>', 'policy for --schema')
    .option('--keys <dir>', 'token keys for --policy; without it a key for this run only is made')
    .option('--key-version <version>', 'version of the token key', 'k1')
    .addHelpText(
      'after',
      "\nExamples:\n  $ echo 'cpf 529.982.247-25' | sigilo redact\n  $ sigilo redact --schema schemas/chat-message.avsc --policy schemas/chat-message.policy.yaml < records.jsonl",
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
    if ('text' in result) print(result.text);
    else {
      complain(`line ${line}: ${result.fault}`);
      failure ??= result.code;
    }
  }
  if (failure) throw new SigiloError(failure);
}

function chooseRedactor(options: RedactOptions, complain: (line: string) => void): (text: string) => Redacted {
  if (options.schema !== undefined || options.policy !== undefined) {
    if (options.schema === undefined || options.policy === undefined) {
      throw new SigiloError('input.invalid', { faults: ['--schema and --policy go together'] });
    }
    return createRecordRedactor(
      { schema: options.schema, policy: options.policy, keys: options.keys ?? null, keyVersion: options.keyVersion },
      complain,
    );
  }
  const detector = createDetector({ knowledge: readKnowledge() });
  if (!options.jsonl) return (text) => ({ text: redactText(detector, text) });
  return (text) => {
    try {
      return { text: JSON.stringify(redactValue(detector, JSON.parse(text))) };
    } catch {
      return { fault: 'not valid JSON', code: 'input.invalid' };
    }
  };
}

/** Replaces every finding by its placeholder. */
export function redactText(detector: Detector, text: string): string {
  let redacted = '';
  let from = 0;
  for (const { start, end, entity } of detector.find(text, [])) {
    redacted += text.slice(from, start) + placeholder(entity);
    from = end;
  }
  return redacted + text.slice(from);
}

function redactValue(detector: Detector, value: unknown): unknown {
  if (typeof value === 'string') return redactText(detector, value);
  if (typeof value === 'number') return redactNumber(detector, value);
  if (Array.isArray(value)) return value.map((item) => redactValue(detector, item));
  if (typeof value !== 'object' || value === null) return value;
  return redactObject(detector, value);
}

/** Names that become equal get #2, #3 in their order, so that no value is lost. */
function redactObject(detector: Detector, value: object): unknown {
  const taken = new Set(Object.keys(value));
  const counts = new Map<string, number>();
  const redacted = Object.entries(value).map(([name, item]): [string, unknown] => {
    const bare = redactText(detector, name);
    if (bare === name) return [name, redactValue(detector, item)];
    let numbered: string;
    do {
      const count = (counts.get(bare) ?? 0) + 1;
      counts.set(bare, count);
      numbered = count === 1 ? bare : `${bare}#${count}`;
    } while (taken.has(numbered));
    taken.add(numbered);
    return [numbered, redactValue(detector, item)];
  });
  return Object.fromEntries(redacted);
}

/** A number that reads like an identifier becomes a placeholder; all others stay numbers. */
function redactNumber(detector: Detector, value: number): unknown {
  const text = String(value);
  const redacted = redactText(detector, text);
  return redacted === text ? value : redacted;
}
