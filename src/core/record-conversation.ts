import { recall, stage } from './conversation-memory.ts';
import type { CoreState } from './core-state.ts';
import type { Span } from './detect/detector.ts';
import type { KnownValue } from './entity.ts';
import { learnFrom } from './learn-from-text.ts';
import { hmac } from './treat/hmac.ts';

/** People and numbers of one record; a household has a dozen. Each is searched for in every text of the record. */
export const MAXIMUM_KNOWN = 1_000;
/** In UTF-16 units. A shorter name of a conversation may be anybody's ("1", "chat"), a longer one is none. */
const SHORTEST_NAME = 8;
const LONGEST_NAME = 256;
/** More own values than this are not compared with the remembered ones. */
const MOST_COMPARED = 64;
/** Bytes of the digest that tell conversations apart. */
const KEY_BYTES = 16;

/**
 * Begins a record: names its conversation. In memory it is an HMAC over tenant and name under a secret of this process, so
 * that no name is kept and no tenant reaches another's conversations.
 */
export function beginConversation(state: CoreState, name: string): void {
  const { conversation, known } = state;
  conversation.key = '';
  conversation.ownCount = Number.MAX_SAFE_INTEGER;
  conversation.previous = conversation.turn = null;
  conversation.longest = -1;
  conversation.learned.length = 0;
  known.length = 0;
  if (conversation.memory === null || conversation.secret === null) return;
  if (name.length < SHORTEST_NAME || name.length > LONGEST_NAME) return;
  const { tenant } = state;
  conversation.key = hmac(conversation.secret, `${tenant.length}/${tenant}/${name}`, 'utf8').slice(0, KEY_BYTES);
}

/** Adds what earlier records of the conversation told to the known values, as far as there is room beside the record's own. */
export function recallConversation({ conversation, known }: CoreState): void {
  const { memory, key } = conversation;
  if (memory === null || key === '') return;
  const recalled = recall(memory, key);
  if (recalled === null) return;
  conversation.previous = recalled.turn;
  const own = known.length;
  conversation.ownCount = own;
  for (const value of recalled.known) {
    if (known.length >= MAXIMUM_KNOWN) break;
    if (own > MOST_COMPARED || !isAmong(known, own, value)) known.push(value);
  }
}

function isAmong(known: readonly KnownValue[], count: number, { entity, text }: KnownValue): boolean {
  for (let place = 0; place < count; place++)
    if (known[place]!.text === text && known[place]!.entity === entity) return true;
  return false;
}

/** The values that the record itself holds: all that the guard is given. */
export function ownValues({ conversation, known }: CoreState): readonly KnownValue[] {
  return conversation.ownCount < known.length ? known.slice(0, conversation.ownCount) : known;
}

/** Goes on with the record's own values alone; false when there were no others. */
export function withoutRecalled({ conversation, known, detector }: CoreState): boolean {
  if (conversation.ownCount >= known.length) return false;
  known.length = conversation.ownCount;
  detector.begin(known);
  return true;
}

/** Notes what was found in one text of the record. */
export function noteText(state: CoreState, text: string, spans: readonly Span[]): void {
  const { conversation, counts, detector } = state;
  if (conversation.key === '') return;
  for (const { known } of spans) if (known >= conversation.ownCount) counts.recalled += 1;
  for (const value of learnFrom(text, spans)) conversation.learned.push(value);
  // A record has one message; other texts (a subject, an app's version) are shorter.
  if (text.length <= conversation.longest) return;
  conversation.longest = text.length;
  conversation.turn = detector.turn();
}

/** Stages what the record told; only of one that goes to the sink. */
export function rememberConversation(state: CoreState): void {
  const { memory, key, learned, turn, longest, previous, ownCount } = state.conversation;
  if (memory === null || key === '') return;
  if (ownCount < state.known.length) state.known.length = ownCount;
  stage(memory, key, learned, longest < 0 ? previous : turn, state.known);
}
