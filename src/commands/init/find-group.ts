import { splitName } from './split-name.ts';
import type { WordGroup } from './word-group.ts';
import { WORD_GROUPS } from './word-groups.ts';
import { GENERIC, PROPERTIES } from './words/properties.ts';
import { THINGS } from './words/things.ts';

/** A group whose phrase stands in a name. */
export interface Match {
  readonly group: WordGroup;
  readonly phrase: string;
  /** The name is about such a value, and does not hold one: `phone_type`. */
  readonly about: boolean;
}

const NAME_WORDS: ReadonlySet<string> = new Set(['name', 'nome', 'nombre', 'nm']);
const THING_WORDS: ReadonlySet<string> = new Set(THINGS);
const PROPERTY_WORDS: ReadonlySet<string> = new Set(PROPERTIES);

interface Phrase {
  readonly group: WordGroup;
  readonly phrase: string;
  readonly words: readonly string[];
  readonly rank: number;
}

const PHRASES: readonly Phrase[] = WORD_GROUPS.flatMap((group, rank) =>
  group.phrases.map((phrase) => ({ group, phrase, words: phrase.split(' '), rank })),
);
const BY_FIRST_WORD: ReadonlyMap<string, readonly Phrase[]> = Map.groupBy(PHRASES, ({ words }) => words[0] as string);
const THING_NAME = WORD_GROUPS.find(({ name }) => name === 'thing name') as WordGroup;
const DATE_WORDS: ReadonlySet<string> = new Set(['dt', 'fecha', 'fec']);
const STATES: ReadonlySet<string> = new Set(['state', 'estado']);
/** Words of what encloses the parts of an address. */
export const PLACE_WORDS: ReadonlySet<string> = new Set([
  'address',
  'endereco',
  'direccion',
  'domicilio',
  'residencia',
]);
const PERSON_WORDS: ReadonlySet<string> = new Set(WORD_GROUPS.find(({ name }) => name === 'person')?.phrases ?? []);

/**
 * What a name can mean, the best match first: longer phrases before shorter ones, then by the order of the groups.
 * @param context words of what encloses the field (type and field names): they count where the name itself is generic
 */
export function findGroups(name: string, context: readonly string[] = []): readonly Match[] {
  const own = splitName(name);
  const isGeneric = own.every((word) => GENERIC.has(word) || /^\d+$/.test(word));
  const isOfAddress = own.length === 1 && STATES.has(own[0] ?? '') && context.some((word) => PLACE_WORDS.has(word));
  const words =
    isGeneric || isOfAddress
      ? [
          [...context, ...own],
          [...own, ...context],
        ]
      : [own];
  const found = new Map<WordGroup, Phrase>();
  for (const phrase of words.flatMap(phrasesIn)) {
    const known = found.get(phrase.group);
    if (!known || known.words.length < phrase.words.length) found.set(phrase.group, phrase);
  }
  return [...found.values()]
    .sort(
      (left, right) =>
        Number(headsDate(right, own)) - Number(headsDate(left, own)) ||
        right.words.length - left.words.length ||
        left.rank - right.rank,
    )
    .map(({ group, phrase, words: matched }) => ({
      group: isThingName(group, phrase, own, isGeneric ? context : []) ? THING_NAME : group,
      phrase,
      about: isAbout(own, matched),
    }))
    .sort((left, right) => Number(isAside(left)) - Number(isAside(right)));
}

function phrasesIn(words: readonly string[]): readonly Phrase[] {
  return words.flatMap((word, at) =>
    (BY_FIRST_WORD.get(word) ?? []).filter((phrase) =>
      phrase.words.every((each, offset) => words[at + offset] === each),
    ),
  );
}

function isAbout(own: readonly string[], matched: readonly string[]): boolean {
  return [own[0] ?? '', own.at(-1) ?? ''].some((word) => PROPERTY_WORDS.has(word) && !matched.includes(word));
}

/** `dt_validade_senha` is a date, whatever comes after its first word. */
function headsDate({ group, words }: Phrase, own: readonly string[]): boolean {
  return group.meaning.kind === 'date' && words[0] === own[0] && DATE_WORDS.has(own[0] ?? '');
}

/** What a name is about matters less than the property, unless it is an identifier: `tipo_guia` is a category. */
function isAside({ group, about }: Match): boolean {
  return about && group.meaning.kind !== 'identifier';
}

/** `nome_hospital`, or `name` inside a Medication; a word for a person among its own wins. */
function isThingName(group: WordGroup, phrase: string, own: readonly string[], context: readonly string[]): boolean {
  if (group.name !== 'person name' || !NAME_WORDS.has(phrase)) return false;
  const words = [...own, ...context];
  return words.some((word) => THING_WORDS.has(word)) && !words.some((word) => PERSON_WORDS.has(word));
}
