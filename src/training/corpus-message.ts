import { readdirSync, readFileSync } from 'node:fs';
import { TAGGED } from '../core/detect/names/labels.ts';
import { readLabelledMessages } from '../evaluation/labelled-message.ts';

/** A marked range of a text; UTF-16 offsets. */
export interface MarkedSpan {
  readonly start: number;
  readonly end: number;
  readonly label: string;
}

/** A message of the corpus. */
export interface CorpusMessage {
  readonly id: string;
  readonly lang: string;
  readonly text: string;
  readonly spans: readonly MarkedSpan[];
  readonly conversation: string;
  /** Place in its conversation; 0 begins one. */
  readonly turn: number;
}

/** Labels of identifiers, which are one type of the tagger. */
const IDENTIFIERS = new Set([
  ...['PHONE', 'FAX', 'EMAIL', 'URL', 'IP', 'NATIONAL_ID', 'MRN', 'HEALTH_PLAN', 'ACCOUNT', 'LICENSE', 'VEHICLE'],
  ...['DEVICE', 'AGE', 'OTHER_ID', 'ID'],
]);

/** Type of the tagger for a label of the corpora (all identifiers are one type), -1 for labels ending in `*`, which need not be found. */
export function typeOfLabel(label: string): number {
  if (label.endsWith('*')) return -1;
  const type = TAGGED.findIndex((one) => one.name === label);
  return type < 0 ? TAGGED.findIndex((one) => one.name === 'ID') : type;
}

interface Row {
  id: string;
  lang: string;
  text: string;
  spans?: MarkedSpan[];
  conversation?: string;
  turn?: number;
}

/** What is wrong with the first bad line of a file of messages, told by its number; null when there is none. */
export function corpusFault(content: string): string | null {
  for (const { line, fault } of readLabelledMessages(content).faults) return `line ${line}: ${fault}`;
  const lines = content.split('\n');
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const { spans = [] } = JSON.parse(line) as Row;
    const unknown = spans.find(({ label }) => !isKnownLabel(label));
    if (unknown) return `line ${index + 1}: the label ${unknown.label} is none that the tagger knows`;
  }
  return null;
}

function isKnownLabel(label: string): boolean {
  return label.endsWith('*') || IDENTIFIERS.has(label) || TAGGED.some(({ name }) => name === label);
}

/** Reads messages from JSON Lines; those of a conversation stand together, in order. Throws a RangeError that names the first bad line. */
export function readMessages(content: string): CorpusMessage[] {
  const fault = corpusFault(content);
  if (fault) throw new RangeError(fault);
  const messages: CorpusMessage[] = [];
  for (const line of content.split('\n')) {
    if (line.trim() === '') continue;
    const row = JSON.parse(line) as Row;
    messages.push({
      id: row.id,
      lang: row.lang,
      text: row.text,
      spans: [...(row.spans ?? [])].sort((one, other) => one.start - other.start),
      conversation: row.conversation ?? row.id,
      turn: row.conversation === undefined ? 0 : (row.turn ?? 0),
    });
  }
  return messages;
}

/** Reads all files of a folder with this ending, by name. */
export function readFolder(folder: URL): CorpusMessage[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.jsonl'));
  return files.sort().flatMap((file) => {
    try {
      return readMessages(readFileSync(new URL(file, folder), 'utf8'));
    } catch (error) {
      throw new RangeError(`${file}, ${error instanceof Error ? error.message : 'it cannot be read'}`);
    }
  });
}

/** A number from 0 to 1 that stays with a conversation, by a hash of its id (FNV-1a). */
export function lotOf(conversation: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < conversation.length; at++) hash = Math.imul(hash ^ conversation.charCodeAt(at), 0x01000193);
  return ((hash ^ (hash >>> 15)) >>> 0) / 2 ** 32;
}

/** Whether a conversation is held out from training while the method is chosen: one in ten. */
export function isHeldOut(conversation: string): boolean {
  return Math.floor(lotOf(conversation) * 2 ** 32) % 10 === 0;
}
