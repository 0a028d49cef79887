/** A range of a labelled text: UTF-16 offsets. */
export interface LabelledSpan {
  readonly start: number;
  readonly end: number;
  /** A label that ends in `*` is neither required nor wrong. */
  readonly label: string;
}

/** One line of an evaluation file. */
export interface LabelledMessage {
  readonly id: string;
  readonly lang: string;
  readonly text: string;
  readonly spans: readonly LabelledSpan[];
  readonly conversation: string | null;
  readonly turn: number;
}

/** Why a line cannot be used; it never quotes the line. */
export interface LineFault {
  readonly line: number;
  readonly fault: string;
}

/**
 * Reads an evaluation file: JSON lines `{id, lang, text, spans: [{start, end, label}], conversation?, turn?}`; empty lines
 * are passed over, and a line without spans is a text without protected data. Messages come out in conversations, in the order of their turns, which the file need not keep.
 */
export function readLabelledMessages(file: string): {
  readonly messages: readonly LabelledMessage[];
  readonly faults: readonly LineFault[];
} {
  const messages: LabelledMessage[] = [];
  const faults: LineFault[] = [];
  file
    .replace(/^\ufeff/, '')
    .split('\n')
    .forEach((text, index) => {
      if (text.trim() === '') return;
      const read = readLine(text);
      if (typeof read === 'string') faults.push({ line: index + 1, fault: read });
      else messages.push(read);
    });
  return { messages: inConversations(messages), faults };
}

function readLine(line: string): LabelledMessage | string {
  let value: Record<string, unknown>;
  try {
    value = JSON.parse(line);
  } catch {
    return 'not valid JSON';
  }
  if (typeof value !== 'object' || value === null) return 'not a JSON object';
  // A file without labels is one of texts without protected data.
  const { id, lang, text, spans = [], conversation, turn } = value;
  if (typeof text !== 'string') return 'text is missing or no string';
  if (typeof lang !== 'string') return 'lang is missing or no string';
  if (!Array.isArray(spans)) return 'spans is no list';
  const labelled: LabelledSpan[] = [];
  for (const span of spans as unknown[]) {
    if (!isSpan(span, text.length)) return 'a span needs a start, an end behind it and inside the text, and a label';
    labelled.push({ start: span.start, end: span.end, label: span.label });
  }
  return {
    id: typeof id === 'string' ? id : '',
    lang,
    text,
    spans: labelled,
    conversation: nameOf(conversation),
    turn: typeof turn === 'number' ? turn : 0,
  };
}

/** A name in text or in numbers. */
function nameOf(conversation: unknown): string | null {
  if (typeof conversation === 'number') return String(conversation);
  return typeof conversation === 'string' && conversation !== '' ? conversation : null;
}

function isSpan(span: unknown, length: number): span is LabelledSpan {
  if (typeof span !== 'object' || span === null) return false;
  const { start, end, label } = span as Partial<LabelledSpan>;
  if (!Number.isInteger(start) || !Number.isInteger(end) || typeof label !== 'string' || label === '') return false;
  return (start as number) >= 0 && (end as number) > (start as number) && (end as number) <= length;
}

/** Keeps the place of each conversation's first message and brings its others there by turn. */
function inConversations(messages: readonly LabelledMessage[]): readonly LabelledMessage[] {
  const groups = new Map<string | LabelledMessage, LabelledMessage[]>();
  for (const message of messages) {
    const key = message.conversation ?? message;
    const group = groups.get(key);
    if (group) group.push(message);
    else groups.set(key, [message]);
  }
  return [...groups.values()].flatMap((group) => group.sort((one, other) => one.turn - other.turn));
}
