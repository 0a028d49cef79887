import { isSearchedFor } from './detect/eligibility.ts';
import type { Turn } from './detect/turn.ts';
import type { KnownValue } from './entity.ts';

/**
 * What earlier records of a conversation told, by conversation. Held in memory only. What a batch tells is staged:
 * records of the same batch see it, all others once the batch is committed.
 */
export interface ConversationMemory {
  readonly limits: MemoryLimits;
  /** The conversation that was used longest ago comes first. */
  readonly committed: Map<string, Conversation>;
  readonly staged: Map<string, Conversation>;
  committedBytes: number;
  stagedBytes: number;
  /** Conversations forgotten because of the limits, since somebody set it to zero. */
  evicted: number;
}

export interface MemoryLimits {
  readonly conversations: number;
  /** About as many as the entries take. */
  readonly bytes: number;
}

/** What is known of one conversation; never changed, only replaced. */
export interface Conversation {
  /** Values of structured fields first, then those found in texts; in both the latest come last. */
  readonly known: readonly KnownValue[];
  /** How many of them are values of structured fields. */
  readonly fieldCount: number;
  readonly turn: Turn | null;
  readonly bytes: number;
}

/** The most that one partition remembers. */
export const PARTITION_MEMORY: MemoryLimits = { conversations: 50_000, bytes: 32 * 1024 * 1024 };
/** Reaches back over some dozen conversations that are held at one time. */
export const DEFAULT_MEMORY_RECORDS = 500;
/** A household's names and numbers; each is searched for in every text of the conversation. */
export const MOST_VALUES = 64;
/** In UTF-16 units: longer than any name or number, so that the bound on values is one on memory. */
const LONGEST_VALUE = 200;
/** Estimates of what the entries of maps and the objects take. */
const CONVERSATION_BYTES = 800;
const VALUE_BYTES = 120;

const NO_VALUES: readonly KnownValue[] = Object.freeze([]);

/** Makes an empty memory, of one partition. */
export function createConversationMemory(limits: MemoryLimits): ConversationMemory {
  return { limits, committed: new Map(), staged: new Map(), committedBytes: 0, stagedBytes: 0, evicted: 0 };
}

/** What is known of a conversation, from records of the present batch too; null when nothing is. */
export function recall(memory: ConversationMemory, key: string): Conversation | null {
  return memory.staged.get(key) ?? memory.committed.get(key) ?? null;
}

/**
 * Notes what a record tells of its conversation, to be kept when the batch is committed.
 * @param learned found in the record's texts
 * @param turn of its last text
 * @param fields values of its structured fields: they stay when there are too many
 */
export function stage(
  memory: ConversationMemory,
  key: string,
  learned: readonly KnownValue[],
  turn: Turn | null,
  fields: readonly KnownValue[] = NO_VALUES,
): void {
  const earlier = memory.staged.get(key);
  const known = earlier ?? memory.committed.get(key) ?? null;
  const grown = extend(known, fields, learned, turn);
  if (grown === null) return;
  // Put anew, so that what was used last stands last.
  if (earlier) forget(memory, key, earlier);
  memory.staged.set(key, grown);
  memory.stagedBytes += grown.bytes;
  const { limits, staged } = memory;
  while (staged.size > limits.conversations || memory.stagedBytes > limits.bytes) {
    const [oldest, forgotten] = staged.entries().next().value!;
    forget(memory, oldest, forgotten);
    memory.evicted += 1;
  }
}

function forget(memory: ConversationMemory, key: string, staged: Conversation): void {
  memory.staged.delete(key);
  memory.stagedBytes -= staged.bytes;
}

/** Keeps what was staged, and forgets the conversations that were used longest ago when there are too many. */
export function commit(memory: ConversationMemory): void {
  const { committed, staged, limits } = memory;
  for (const [key, conversation] of staged) {
    memory.committedBytes += conversation.bytes - (committed.get(key)?.bytes ?? 0);
    committed.delete(key);
    committed.set(key, conversation);
  }
  discard(memory);
  while (committed.size > limits.conversations || memory.committedBytes > limits.bytes) {
    const [oldest, forgotten] = committed.entries().next().value!;
    committed.delete(oldest);
    memory.committedBytes -= forgotten.bytes;
    memory.evicted += 1;
  }
}

/** Forgets what was staged: the batch was not committed. */
export function discard(memory: ConversationMemory): void {
  memory.staged.clear();
  memory.stagedBytes = 0;
}

/** Forgets everything. */
export function clear(memory: ConversationMemory): void {
  discard(memory);
  memory.committed.clear();
  memory.committedBytes = 0;
}

/** The conversation with what one more record tells; the same object when that is nothing new, null when there is nothing. */
function extend(
  before: Conversation | null,
  fields: readonly KnownValue[],
  learned: readonly KnownValue[],
  turn: Turn | null,
): Conversation | null {
  const known = before?.known ?? NO_VALUES;
  const fieldCount = before?.fieldCount ?? 0;
  const newFields = unknownOf(fields, known, fieldCount, true);
  const newTexts = unknownOf(learned, known, known.length, false);
  if (newFields.length === 0 && newTexts.length === 0) {
    if (before === null ? turn === null : before.turn === turn) return before;
    return { known, fieldCount, turn, bytes: before?.bytes ?? CONVERSATION_BYTES };
  }
  const allFields = [...known.slice(0, fieldCount), ...newFields].slice(-MOST_VALUES);
  const places = MOST_VALUES - allFields.length;
  const isFree = (value: KnownValue): boolean => !allFields.some((field) => isSame(field, value));
  const texts = [...known.slice(fieldCount), ...newTexts].filter(isFree);
  const kept = [...allFields, ...texts.slice(Math.max(0, texts.length - places))];
  const bytes = kept.reduce((sum, value) => sum + bytesOf(value), CONVERSATION_BYTES);
  return { known: kept, fieldCount: allFields.length, turn, bytes };
}

/**
 * Those that are searched for and not among the first `count` of the known ones, each once; the latest, as many as are
 * kept, so that a text of thousands of names costs no more than that.
 */
function unknownOf(
  values: readonly KnownValue[],
  known: readonly KnownValue[],
  count: number,
  byDomain: boolean,
): readonly KnownValue[] {
  let found: KnownValue[] | null = null;
  for (let place = values.length - 1; place >= 0 && (found?.length ?? 0) < MOST_VALUES; place--) {
    const value = values[place]!;
    if (value.text.length > LONGEST_VALUE || isAmong(known, count, value, byDomain)) continue;
    if (!isSearchedFor(value.entity, value.text)) continue;
    if (found === null) found = [value];
    else if (!isAmong(found, found.length, value, byDomain)) found.push(value);
  }
  return found?.reverse() ?? NO_VALUES;
}

function isAmong(known: readonly KnownValue[], count: number, value: KnownValue, byDomain: boolean): boolean {
  for (let place = 0; place < count; place++) {
    const other = known[place]!;
    if (isSame(other, value) && (!byDomain || other.domain === value.domain)) return true;
  }
  return false;
}

function isSame(one: KnownValue, other: KnownValue): boolean {
  return one.text === other.text && one.entity === other.entity;
}

function bytesOf({ text, domain }: KnownValue): number {
  return VALUE_BYTES + text.length * 2 + (domain?.length ?? 0);
}
