import { createDetector, type Span } from '../../core/detect/detector.ts';
import { readKnowledge } from '../../knowledge-files.ts';
import { isExactNumber, parseLine } from './parse-line.ts';
import { createValueRedactor, type TextPlace } from './redact-values.ts';
import type { Redacted } from './redacted.ts';

export interface PlainRedactorOptions {
  readonly jsonl: boolean;
  /** Name of the top-level field that holds the conversation, for JSON lines; null: each line stands alone. */
  readonly conversation: string | null;
  /** Tell what was found and where, instead of the text. */
  readonly explain: boolean;
}

/** Redacts one line after the other. */
export interface LineRedactor {
  /** `number` is the place of the line in the input, from 1. */
  line(text: string, number: number): Redacted;
  /** What is worth telling once all lines are read; null: nothing. */
  end(): string | null;
}

/**
 * Makes a redactor of lines of text or of JSON. With `explain` it gives lines of JSON instead, one for each finding:
 * `{line, start, end, entity}`, for JSON with `path` ("messages[1].text", `*` for a name that no program gave) and with
 * `name: true` for what stands in the name of a property; offsets are UTF-16 code units.
 */
export function createPlainRedactor(options: PlainRedactorOptions): LineRedactor {
  const { jsonl, explain, conversation } = options;
  const found: string[] = [];
  let line = 0;
  let values = 0;
  let conversations = 0;
  const tell = (spans: readonly Span[], { path, isName }: TextPlace): void => {
    if (!explain) return;
    const place = jsonl ? { path, ...(isName && { name: true }) } : null;
    for (const { start, end, entity } of spans) found.push(JSON.stringify({ line, ...place, start, end, entity }));
  };
  const redactor = createValueRedactor(createDetector({ knowledge: readKnowledge() }), tell);

  function redactJson(input: string): Redacted {
    if (input.trim() === '') return { text: input };
    const parsed = parseLine(input);
    if ('fault' in parsed) return { ...parsed, code: 'input.invalid' };
    const { value } = parsed;
    const name = conversationOf(value, conversation);
    values++;
    if (name !== null) conversations++;
    return { text: JSON.stringify(redactor.message(value, name, conversation)) };
  }

  function redactLine(input: string, number: number): Redacted {
    line = number;
    found.length = 0;
    const redacted = jsonl ? redactJson(input) : { text: redactor.message(input, null) as string };
    if (!explain || 'fault' in redacted) return redacted;
    return found.length === 0 ? { text: null } : { text: found.join('\n') };
  }

  function end(): string | null {
    if (conversation === null || values === 0 || conversations > 0) return null;
    return `no line has a text or number in the field "${conversation}" of its top level: conversations are not remembered`;
  }

  return { line: redactLine, end };
}

function conversationOf(value: unknown, field: string | null): string | null {
  if (field === null || typeof value !== 'object' || value === null || !Object.hasOwn(value, field)) return null;
  const conversation = (value as Readonly<Record<string, unknown>>)[field];
  if (typeof conversation === 'number') return String(conversation);
  if (isExactNumber(conversation)) return conversation.rawJSON;
  return typeof conversation === 'string' && conversation !== '' ? conversation : null;
}
