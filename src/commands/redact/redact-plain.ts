import { createDetector, type Span } from '../../core/detect/detector.ts';
import { readKnowledge } from '../../knowledge-files.ts';
import { createValueRedactor } from './redact-values.ts';
import type { Redacted } from './redacted.ts';

export interface PlainRedactorOptions {
  readonly jsonl: boolean;
  /** Name of the top-level field that holds the conversation, for JSON lines; null: each line stands alone. */
  readonly conversation: string | null;
  /** Tell what was found and where, instead of the text. */
  readonly explain: boolean;
}

/** Values are walked, and written again, by recursion. */
const MOST_DEPTH = 500;
const BYTE_ORDER_MARK = /^\ufeff/;

/**
 * Makes a function that redacts one line of text or of JSON. With `explain` it gives lines of JSON instead, one for each
 * finding: `{line, start, end, entity}`, and `text`, the number of the text (strings, names and numbers count) in a line
 * of JSON; offsets are UTF-16 code units.
 */
export function createPlainRedactor(options: PlainRedactorOptions): (text: string) => Redacted {
  const { jsonl, explain } = options;
  const found: string[] = [];
  let line = 0;
  let text = 0;
  const tell = (spans: readonly Span[]): void => {
    text++;
    if (!explain) return;
    for (const { start, end, entity } of spans)
      found.push(JSON.stringify({ line, ...(jsonl && { text }), start, end, entity }));
  };
  const redactor = createValueRedactor(createDetector({ knowledge: readKnowledge() }), tell);

  function redactJson(input: string): Redacted {
    if (input.trim() === '') return { text: input };
    let value: unknown;
    try {
      value = JSON.parse(input);
    } catch {
      return { fault: 'not valid JSON', code: 'input.invalid' };
    }
    if (isDeeper(value, MOST_DEPTH)) return { fault: `nested deeper than ${MOST_DEPTH}`, code: 'input.invalid' };
    return { text: JSON.stringify(redactor.message(value, conversationOf(value, options.conversation))) };
  }

  return (input) => {
    line++;
    text = 0;
    found.length = 0;
    const redacted = jsonl
      ? redactJson(line === 1 ? input.replace(BYTE_ORDER_MARK, '') : input)
      : { text: redactor.message(input, null) as string };
    if (!explain || 'fault' in redacted) return redacted;
    return found.length === 0 ? { text: null } : { text: found.join('\n') };
  };
}

function isDeeper(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return depth === 0 || Object.values(value).some((item) => isDeeper(item, depth - 1));
}

function conversationOf(value: unknown, field: string | null): string | null {
  if (field === null || typeof value !== 'object' || value === null || !Object.hasOwn(value, field)) return null;
  const conversation = (value as Readonly<Record<string, unknown>>)[field];
  if (typeof conversation === 'number') return String(conversation);
  return typeof conversation === 'string' && conversation !== '' ? conversation : null;
}
