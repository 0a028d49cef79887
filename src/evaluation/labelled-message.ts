import { didYouMean } from '../core/edit-distance.ts';

/** A range of a labelled text: UTF-16 offsets. */
export interface LabelledSpan {
  readonly start: number;
  readonly end: number;
  /** A label that ends in `*` is neither required nor wrong. */
  readonly label: string;
}

/** One line of an evaluation file. */
export interface LabelledMessage {
  /** As the file has it, else its place: `line 3`. */
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

const WORDS = ['id', 'lang', 'text', 'spans', 'conversation', 'turn'];
const WORDS_OF_SPANS = ['start', 'end', 'label'];

/**
 * Reads an evaluation file: JSON lines `{id, lang, text, spans: [{start, end, label}], conversation?, turn?}`; empty lines
 * are passed over. A file in which no line has spans is one of texts without protected data; a single line without is a
 * fault. Further fields are passed over, but for one that is nearly a known word which the line lacks. Messages come out
 * in conversations, in the order of their turns, which the file need not keep.
 */
export function readLabelledMessages(file: string): {
  readonly messages: readonly LabelledMessage[];
  readonly faults: readonly LineFault[];
} {
  const messages: LabelledMessage[] = [];
  const faults: LineFault[] = [];
  const unlabelled: LineFault[] = [];
  let isLabelled = false;
  file
    .replace(/^\ufeff/, '')
    .split('\n')
    .forEach((text, index) => {
      if (text.trim() === '') return;
      const line = index + 1;
      const read = readLine(text, line);
      if ('fault' in read) faults.push({ line, fault: read.fault });
      else {
        messages.push(read.message);
        if (read.isLabelled) isLabelled = true;
        else
          unlabelled.push({
            line,
            fault: 'spans is missing, though other lines have it; write [] where there are none',
          });
      }
    });
  if (isLabelled) faults.push(...unlabelled);
  return { messages: inConversations(messages), faults: faults.sort((one, other) => one.line - other.line) };
}

type ReadLine = { readonly message: LabelledMessage; readonly isLabelled: boolean } | { readonly fault: string };

function readLine(line: string, number: number): ReadLine {
  let value: Record<string, unknown>;
  try {
    value = JSON.parse(line);
  } catch {
    return { fault: 'not valid JSON' };
  }
  if (typeof value !== 'object' || value === null) return { fault: 'not a JSON object' };
  const { id, lang, text, spans, conversation, turn } = value;
  const misspelt = misspeltWord(value, WORDS);
  if (misspelt) return { fault: `a field is unknown${misspelt}` };
  if (typeof text !== 'string') return { fault: 'text is missing or no string' };
  if (typeof lang !== 'string') return { fault: 'lang is missing or no string' };
  if (turn !== undefined && turn !== null && !Number.isFinite(turn)) return { fault: 'turn is no number' };
  const labelled = readSpans(spans ?? [], text.length);
  if (typeof labelled === 'string') return { fault: labelled };
  const message = {
    id: nameOf(id) ?? `line ${number}`,
    lang,
    text,
    spans: labelled,
    conversation: nameOf(conversation),
    turn: typeof turn === 'number' ? turn : 0,
  };
  return { message, isLabelled: spans !== undefined && spans !== null };
}

function readSpans(spans: unknown, length: number): readonly LabelledSpan[] | string {
  if (!Array.isArray(spans)) return 'spans is no list';
  const labelled = new Map<string, LabelledSpan>();
  for (const span of spans as unknown[]) {
    const misspelt = typeof span === 'object' && span !== null ? misspeltWord(span, WORDS_OF_SPANS) : '';
    if (misspelt) return `a span has an unknown field${misspelt}`;
    if (!isSpan(span, length)) return 'a span needs a start, an end behind it and inside the text, and a label';
    const { start, end, label } = span;
    const key = `${start} ${end} ${label}`;
    if (labelled.has(key)) return `two spans are the same: ${start} to ${end}`;
    labelled.set(key, { start, end, label });
  }
  return [...labelled.values()];
}

/** What a field that is nearly a missing word may mean; the field itself is not shown. */
function misspeltWord(value: object, words: readonly string[]): string {
  const missing = words.filter((word) => !Object.hasOwn(value, word));
  for (const name of missing.length === 0 ? [] : Object.keys(value)) {
    const meant = words.includes(name) ? '' : didYouMean(name, missing);
    if (meant) return meant;
  }
  return '';
}

/** A name in text or in numbers. */
function nameOf(name: unknown): string | null {
  if (typeof name === 'number') return String(name);
  return typeof name === 'string' && name !== '' ? name : null;
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
