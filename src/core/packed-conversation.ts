import { Buffer } from 'node:buffer';
import type { RememberedValue } from './detect/remembered-value.ts';
import type { Turn } from './detect/turn.ts';
import { ENTITY_TYPES, type EntityType } from './entity.ts';

/** What is known of one conversation; never changed, only replaced. */
export interface Conversation {
  /** Values of structured fields first, then those found in texts; in both the latest come last. */
  readonly known: readonly RememberedValue[];
  /** How many of them are values of structured fields. */
  readonly fieldCount: number;
  readonly turn: Turn | null;
}

const WIDE = 2;
const NO_DOMAIN = 0;
const FIRST_DOMAIN = 1;
const PLACES = new Map<EntityType, number>(ENTITY_TYPES.map((entity, place) => [entity, place]));

/**
 * Writes a conversation as one string, so that it can be held outside of the heap. Of single characters are: bytes of a character, number of fields, number of values, then the turn, the domains, the values;
 * a text stands behind its length, in two or three characters where it may be long.
 */
export function packConversation({ known, fieldCount, turn }: Conversation): string {
  const domains: string[] = [];
  const values: string[] = [];
  for (const { entity, text, domain, words, hasDigits } of known) {
    if (domain !== null && !domains.includes(domain)) domains.push(domain);
    const place = domain === null ? NO_DOMAIN : FIRST_DOMAIN + domains.indexOf(domain);
    const head = String.fromCharCode(PLACES.get(entity)!, place, hasDigits ? 1 : 0, text.length);
    values.push(head, text, String.fromCharCode(words.length >>> 8, words.length & 0xff), words);
  }
  const parts = [String.fromCharCode(fieldCount, known.length), packTurn(turn), String.fromCharCode(domains.length)];
  for (const domain of domains) parts.push(longLength(domain.length), domain);
  const content = parts.concat(values).join('');
  // Parts that were cut out of wide texts make a wide string even where all their characters are narrow.
  if (!isNarrow(content)) return String.fromCharCode(WIDE) + content;
  return Buffer.from(`\u0001${content}`, 'latin1').toString('latin1');
}

/** Reads what `packConversation` wrote. */
export function unpackConversation(packed: string): Conversation {
  const cursor = { packed, at: 1 };
  const fieldCount = readUnit(cursor);
  const count = readUnit(cursor);
  const turn = readTurn(cursor);
  const domains: string[] = [];
  for (let left = readUnit(cursor); left > 0; left--) {
    const length = readUnit(cursor) * 0x10000 + readUnit(cursor) * 0x100 + readUnit(cursor);
    domains.push(readText(cursor, length));
  }
  const known: RememberedValue[] = [];
  for (let place = 0; place < count; place++) {
    const entity = ENTITY_TYPES[readUnit(cursor)]!;
    const domain = readUnit(cursor);
    const hasDigits = readUnit(cursor) === 1;
    const text = readText(cursor, readUnit(cursor));
    const words = readText(cursor, readUnit(cursor) * 0x100 + readUnit(cursor));
    known.push({ entity, text, domain: domains[domain - FIRST_DOMAIN] ?? null, words, hasDigits });
  }
  return { known, fieldCount, turn };
}

/** Whether a packed conversation takes two bytes a unit. */
export function isWide(packed: string): boolean {
  return packed.charCodeAt(0) === WIDE;
}

interface Cursor {
  readonly packed: string;
  at: number;
}

function packTurn(turn: Turn | null): string {
  if (turn === null) return '\u0000';
  const { asked, pending, part, age } = turn;
  const head = String.fromCharCode(1, asked, age, pending.length, ...pending);
  if (part === null) return `${head}\u0000`;
  return head + String.fromCharCode(1, part.place, part.whole ? 1 : 0, part.digits.length) + part.digits;
}

function readTurn(cursor: Cursor): Turn | null {
  if (readUnit(cursor) === 0) return null;
  const asked = readUnit(cursor);
  const age = readUnit(cursor);
  const pending: number[] = [];
  for (let left = readUnit(cursor); left > 0; left--) pending.push(readUnit(cursor));
  if (readUnit(cursor) === 0) return { asked, pending, part: null, age };
  const place = readUnit(cursor);
  const whole = readUnit(cursor) === 1;
  return { asked, pending, part: { place, digits: readText(cursor, readUnit(cursor)), whole }, age };
}

function readUnit(cursor: Cursor): number {
  return cursor.packed.charCodeAt(cursor.at++);
}

function readText(cursor: Cursor, length: number): string {
  cursor.at += length;
  return cursor.packed.slice(cursor.at - length, cursor.at);
}

function longLength(length: number): string {
  return String.fromCharCode(length >>> 16, (length >>> 8) & 0xff, length & 0xff);
}

function isNarrow(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 0xff) return false;
  return true;
}
