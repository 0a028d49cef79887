import type avsc from 'avsc';
import { digitsOf } from './free-text.ts';
import { type Message, type MessageContext, makeChatMessage, makeClinicalMessage } from './messages.ts';
import type { Language } from './names.ts';
import { declaredCpfs, declaredValues, makePerson, type Person } from './people.ts';
import { createRandom, type Random } from './random.ts';
import { frame, loadTypes, type Version } from './schemas.ts';
import { SPECIALS, type Special } from './specials.ts';
import type { HeaderValue, RouteName, TrafficRecord } from './traffic-record.ts';

export type { TrafficRecord } from './traffic-record.ts';

export interface TrafficOptions {
  readonly records: number;
  readonly seed: number;
  /** Milliseconds since 1970: when the traffic ends. */
  readonly now: number;
  /** Ids that the registry gave to the schema versions. */
  readonly schemaIds: Readonly<Record<Version, number>>;
  readonly partitions: Readonly<Record<RouteName, number>>;
  /** Kinds of record besides ordinary messages; all unless given. */
  readonly specials?: readonly Special[];
}

/** A conversation that still goes on. */
interface Conversation {
  readonly route: RouteName;
  readonly person: Person;
  readonly id: string;
  readonly cooperative: string;
  left: number;
}

const LANGUAGES: readonly Language[] = ['pt', 'pt', 'pt', 'pt', 'pt', 'pt', 'pt', 'es', 'es', 'en'];
const OPEN_CONVERSATIONS = 60;

/** Makes the traffic; the same options give the same records, byte by byte. */
export function makeTraffic(options: TrafficOptions): TrafficRecord[] {
  const random = createRandom(options.seed);
  const types = loadTypes();
  const people = Array.from({ length: Math.max(20, Math.ceil(options.records / 15)) }, () =>
    makePerson(random, random.pick(LANGUAGES)),
  );
  const taken = new Set(
    people.flatMap((person) => [...declaredValues(person, true), ...declaredCpfs(person)]).map(digitsOf),
  );
  const open = Array.from({ length: OPEN_CONVERSATIONS }, () => openConversation(random, people));
  const specials = placeSpecials(random, options.records, options.specials ?? SPECIALS);

  return Array.from({ length: options.records }, (_, index) => {
    const special = specials.get(index);
    const place = random.integer(0, open.length - 1);
    const conversation = special ? openConversation(random, people, special.route) : open[place]!;
    conversation.left--;
    if (conversation.left <= 0) open[place] = openConversation(random, people);
    const timestamp = options.now - (options.records - index) * 20;
    const context = {
      random,
      person: conversation.person,
      conversation: conversation.id,
      sentAt: timestamp - 40,
      taken,
    };
    return makeRecord(conversation, context, timestamp, special ?? null, options, types);
  });
}

function openConversation(random: Random, people: readonly Person[], route?: RouteName): Conversation {
  const person = random.pick(people);
  const phone = digitsOf(person.phones[0] ?? `9${random.digits(9)}`);
  const chosen = route ?? (random.chance(0.7) ? 'chat' : 'clinical');
  return {
    route: chosen,
    person,
    id: chosen === 'chat' ? `wa-${phone}-${random.digits(6)}` : `episode/${random.digits(10)}`,
    // Tokens of another cooperative are another's: the two cannot be joined.
    cooperative: Number(person.cpf.at(-1)) < 7 ? 'coop-001' : 'coop-014',
    left: random.integer(2, 9),
  };
}

/** Where each special record stands: each kind at least twice, and about one in 4,000 records each. */
function placeSpecials(random: Random, records: number, specials: readonly Special[]): ReadonlyMap<number, Special> {
  const places = new Map<number, Special>();
  for (const special of specials) {
    const count = Math.max(2, Math.round((records / 4_000) * special.weight));
    for (let placed = 0; placed < count && places.size < records; ) {
      const place = random.integer(0, records - 1);
      if (places.has(place)) continue;
      places.set(place, special);
      placed++;
    }
  }
  return places;
}

function makeRecord(
  conversation: Conversation,
  context: MessageContext,
  timestamp: number,
  special: Special | null,
  options: TrafficOptions,
  types: Readonly<Record<Version, avsc.Type>>,
): TrafficRecord {
  const { random, person } = context;
  const { route } = conversation;
  const isNext = route === 'chat' && special === null && random.chance(0.1);
  const version: Version = route === 'clinical' ? 'clinical' : isNext ? 'chatNext' : 'chat';
  const message: Message =
    route === 'clinical' ? makeClinicalMessage(context) : makeChatMessage(context, conversation.cooperative, isNext);
  const keyText = route === 'chat' ? conversation.id : person.cpf;
  const headers = makeHeaders(route, random, person);
  const plain: TrafficRecord = {
    route,
    partition: partitionOf(keyText, options.partitions[route]),
    key: random.chance(0.02) ? null : Buffer.from(keyText),
    value: null,
    headers: headers.all,
    timestamp,
    kind: isNext ? 'chat message, version 2' : `${route} message`,
    expected: 'forward',
    keptHeaders: headers.kept,
    declared: [...message.declared, ...headers.declared],
    declaredBytes: message.declaredBytes,
    cpfs: [...message.cpfs, ...(route === 'clinical' || headers.kept.includes('patient-cpf') ? [person.cpf] : [])],
    freeText: message.freeText,
    object: message.object,
  };
  if (special) return special.make({ plain, message, random, person, types, schemaIds: options.schemaIds });
  return { ...plain, value: frame(options.schemaIds[version], types[version].toBuffer(message.object)) };
}

/** Headers as gateways add them: some that the policy lists, some with personal data that it does not. */
function makeHeaders(route: RouteName, random: Random, person: Person) {
  const all: Record<string, HeaderValue> = {};
  const kept: string[] = [];
  const declared: string[] = [];
  const list = (name: string, value: string) => {
    all[name] = value;
    kept.push(name);
  };
  if (route === 'chat' && random.chance(0.5)) {
    list('traceparent', `00-${random.bytes(16).toString('hex')}-${random.bytes(8).toString('hex')}-01`);
  }
  if (route === 'chat' && random.chance(0.4)) list('patient-cpf', person.cpf);
  if (route === 'clinical' && random.chance(0.7)) list('correlation-id', random.uuid());
  if (route === 'clinical' && person.phones[0] && random.chance(0.4)) {
    list('patient-phone', person.phones[0]);
    declared.push(person.phones[0]);
  }
  if (random.chance(0.3)) {
    all['x-patient-name'] = person.name;
    declared.push(person.name);
  }
  if (random.chance(0.05)) all['sigilo-plan'] = 'forged';
  return { all, kept, declared };
}

/** The same key always goes to the same partition. */
function partitionOf(key: string, partitions: number): number {
  let hash = 0;
  for (const character of key) hash = (Math.imul(hash, 31) + character.charCodeAt(0)) | 0;
  return Math.abs(hash) % partitions;
}
