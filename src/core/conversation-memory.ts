import { type CellStore, cellBytes, createCellStore } from './cell-store.ts';
import { isSearchedFor } from './detect/eligibility.ts';
import { type RememberedValue, remember } from './detect/remembered-value.ts';
import type { Turn } from './detect/turn.ts';
import type { KnownValue } from './entity.ts';
import { type Conversation, isWide, packConversation, unpackConversation } from './packed-conversation.ts';

/**
 * What earlier records of a conversation told, by conversation. Held in memory only. What a batch tells is staged:
 * records of the same batch see it, all others once the batch is committed.
 */
export interface ConversationMemory {
  readonly limits: MemoryLimits;
  /** Where the packed conversations stand in the cells; that which was used longest ago comes first. */
  readonly committed: Map<string, number>;
  cells: CellStore;
  /** Packed conversations. */
  readonly staged: Map<string, string>;
  committedBytes: number;
  stagedBytes: number;
  /** Conversations forgotten because of the limits, since somebody set it to zero. */
  evicted: number;
  /** What was recalled last, as it is held and as it was read: a record recalls it twice. */
  latest: { readonly packed: string; readonly conversation: Conversation } | null;
}

export interface MemoryLimits {
  readonly conversations: number;
  /** About as many as the entries take. */
  readonly bytes: number;
}

/** The most that one partition remembers. */
export const PARTITION_MEMORY: MemoryLimits = { conversations: 50_000, bytes: 16 * 1024 * 1024 };
/** Reaches back over some dozen conversations that are held at one time. */
export const DEFAULT_MEMORY_RECORDS = 500;
/** A household's names and numbers; each is searched for in every text of the conversation. */
export const MOST_VALUES = 64;
/** Key and entry of a map: what a conversation takes beside its cells. */
const HELD_BESIDE = 128;
/** In UTF-16 units: longer than any name or number, so that the bound on values is one on memory. */
const LONGEST_VALUE = 200;
/** Several times what a household takes, so that few conversations made to be large do not push out all others. */
const CONVERSATION_BYTES = 16 * 1024;

const NO_VALUES: readonly KnownValue[] = Object.freeze([]);
const NOTHING_KNOWN: readonly RememberedValue[] = Object.freeze([]);

/** Makes an empty memory, of one partition. */
export function createConversationMemory(limits: MemoryLimits): ConversationMemory {
  return {
    ...{ limits, committed: new Map(), cells: createCellStore(), staged: new Map() },
    ...{ committedBytes: 0, stagedBytes: 0, evicted: 0, latest: null },
  };
}

/** What is known of a conversation, from records of the present batch too; null when nothing is. */
export function recall(memory: ConversationMemory, key: string): Conversation | null {
  const cell = memory.committed.get(key);
  const packed = memory.staged.get(key) ?? (cell === undefined ? null : memory.cells.read(cell));
  if (packed === null) return null;
  if (memory.latest?.packed !== packed) memory.latest = { packed, conversation: unpackConversation(packed) };
  return memory.latest.conversation;
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
  const grown = extend(recall(memory, key), fields, learned, turn);
  if (grown === null) return;
  const packed = packBounded(grown);
  // Put anew, so that what was used last stands last.
  if (earlier !== undefined) forget(memory, key, earlier);
  memory.staged.set(key, packed);
  memory.stagedBytes += bytesOf(packed);
  const { limits, staged } = memory;
  while (staged.size > limits.conversations || memory.stagedBytes > limits.bytes) {
    const [oldest, forgotten] = staged.entries().next().value!;
    forget(memory, oldest, forgotten);
    memory.evicted += 1;
  }
}

/** Packs a conversation; of one whose values take too much the later half is kept, of fields before others. */
function packBounded(grown: Conversation): string {
  let { known, fieldCount } = grown;
  let packed = packConversation(grown);
  while (bytesOf(packed) > CONVERSATION_BYTES && known.length > 0) {
    const typed = known.length - fieldCount;
    const dropped = Math.ceil((typed > 0 ? typed : fieldCount) / 2);
    known = typed > 0 ? known.toSpliced(fieldCount, dropped) : known.slice(dropped);
    fieldCount = Math.min(fieldCount, known.length);
    packed = packConversation({ known, fieldCount, turn: grown.turn });
  }
  return packed;
}

function forget(memory: ConversationMemory, key: string, packed: string): void {
  memory.staged.delete(key);
  memory.stagedBytes -= bytesOf(packed);
}

/** Keeps what was staged, and forgets the conversations that were used longest ago when there are too many. */
export function commit(memory: ConversationMemory): void {
  const { committed, staged, limits } = memory;
  for (const key of staged.keys()) drop(memory, key);
  // Before the others come, so that the cells never hold more than the limit.
  for (const oldest of committed.keys()) {
    const isRoom = memory.committedBytes + memory.stagedBytes <= limits.bytes;
    if (isRoom && committed.size + staged.size <= limits.conversations) break;
    drop(memory, oldest);
    memory.evicted += 1;
  }
  for (const [key, packed] of staged) {
    committed.set(key, memory.cells.put(packed, isWide(packed)));
    memory.committedBytes += bytesOf(packed);
  }
  discard(memory);
}

function drop(memory: ConversationMemory, key: string): void {
  const { committed, cells } = memory;
  const cell = committed.get(key);
  if (cell === undefined) return;
  memory.committedBytes -= HELD_BESIDE + cells.bytesOf(cell);
  cells.remove(cell);
  committed.delete(key);
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
  memory.cells = createCellStore();
  memory.committedBytes = 0;
  memory.latest = null;
}

/** The conversation with what one more record tells; null when nothing is known of it. */
function extend(
  before: Conversation | null,
  fields: readonly KnownValue[],
  learned: readonly KnownValue[],
  turn: Turn | null,
): Conversation | null {
  const known = before?.known ?? NOTHING_KNOWN;
  const fieldCount = before?.fieldCount ?? 0;
  const newFields = unknownOf(fields, known, fieldCount, true);
  const newTexts = unknownOf(learned, known, known.length, false);
  if (newFields.length === 0 && newTexts.length === 0)
    return before === null && turn === null ? null : { known, fieldCount, turn };
  const allFields = [...known.slice(0, fieldCount), ...newFields.map(remember)].slice(-MOST_VALUES);
  const places = MOST_VALUES - allFields.length;
  const isFree = (value: KnownValue): boolean => !allFields.some((field) => isSame(field, value));
  const texts = [...known.slice(fieldCount), ...newTexts.map(remember)].filter(isFree);
  const kept = [...allFields, ...texts.slice(Math.max(0, texts.length - places))];
  return { known: kept, fieldCount: allFields.length, turn };
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

/** About as many bytes as a packed conversation takes once it is committed. */
export function bytesOf(packed: string): number {
  return HELD_BESIDE + cellBytes(packed.length * (isWide(packed) ? 2 : 1));
}
