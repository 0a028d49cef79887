import { recall, stage } from './conversation-memory.ts';
import type { CoreState } from './core-state.ts';
import type { Span } from './detect/detector.ts';
import { joinSpans } from './detect/join-spans.ts';
import type { KnownValue } from './entity.ts';
import { learnFrom } from './learn-from-text.ts';
import { hmac } from './treat/hmac.ts';

/** In UTF-16 units. A shorter name of a conversation may be anybody's ("1", "chat"), a longer one is none. */
const SHORTEST_NAME = 8;
const LONGEST_NAME = 256;
/** Bytes of the digest that tell conversations apart; V8 keeps the whole string behind a slice of more than these. */
const KEY_BYTES = 12;
const NO_VALUES: readonly KnownValue[] = Object.freeze([]);

/**
 * Begins a record: recalls what earlier records of its conversation told. In memory a conversation is known by an HMAC over
 * tenant and name under a secret of this process, so that no name is kept and no tenant reaches another's conversations.
 * @param name of the conversation, empty where the record has none
 */
export function beginConversation({ conversation, detector, tenant }: CoreState, name: string): void {
  const { memory, secret } = conversation;
  conversation.key = '';
  conversation.recalled = NO_VALUES;
  conversation.previous = conversation.turn = null;
  conversation.longest = -1;
  conversation.learned.length = 0;
  if (memory === null || secret === null || name.length < SHORTEST_NAME || name.length > LONGEST_NAME) return;
  const place = [tenant.length, tenant, name].join('/');
  conversation.key = hmac(secret, place, 'utf8').slice(0, KEY_BYTES);
  const recalled = recall(memory, conversation.key);
  if (recalled === null) return;
  conversation.recalled = recalled.known;
  conversation.previous = recalled.turn;
  conversation.search.begin(recalled.known, detector.lists);
}

/**
 * Adds to the findings of one text what the conversation remembers, and notes what the text teaches. The detector must have
 * looked at this text last.
 */
export function recallInText(state: CoreState, text: string, found: readonly Span[]): readonly Span[] {
  const { conversation, counts, detector, known } = state;
  if (conversation.key === '') return found;
  let spans = found;
  if (conversation.recalled.length > 0) {
    spans = joinSpans(found, conversation.search.find(text, known), known.length, detector.allowed());
    for (const span of spans) if (span.known >= known.length) counts.recalled += 1;
  }
  for (const value of learnFrom(text, spans, detector.lists)) conversation.learned.push(value);
  // A record has one message; its other texts (a subject, the version of an app) are shorter.
  if (text.length > conversation.longest) {
    conversation.longest = text.length;
    conversation.turn = detector.turn();
  }
  return spans;
}

/** The known value of a finding in the present record: one of its own, or one that its conversation remembers. */
export function knownOf({ known, conversation }: CoreState, place: number): KnownValue | null {
  if (place < 0) return null;
  return known[place] ?? conversation.recalled[place - known.length] ?? null;
}

/** Stages what the record told; only of one that goes to the sink. */
export function rememberConversation({ conversation, known }: CoreState): void {
  const { memory, key, learned, turn, longest, previous } = conversation;
  if (memory === null || key === '') return;
  stage(memory, key, learned, longest < 0 ? previous : turn, known);
}
