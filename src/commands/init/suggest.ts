import { findGroups, type Match, PLACE_WORDS } from './find-group.ts';
import { isPersonalTag, tagEntity } from './personal-tags.ts';
import { splitName } from './split-name.ts';
import { isDecimal, isNumber, isWhole, suggestByType, suggestDate } from './suggest-by-type.ts';
import { type LeafPlace, type Suggestion, sure, unsure } from './suggestion.ts';
import { GENERIC } from './words/properties.ts';

/** Suggests what to do with a single value. PERSON is tokenized only where a conversation bounds its tokens. */
export function suggest(place: LeafPlace, hasConversation: boolean): Suggestion {
  const matches = findGroups(place.name, place.context).filter((match) => canHold(place, match));
  const best = matches[0];
  if (isPartOfAddress(place, best)) return sure('inside an address', '{ redact: LOCATION }');
  const found =
    suggestByType(place.node, best) ?? (best ? suggestByMatch(place, best, hasConversation) : suggestByNothing(place));
  return heedTags(place, heedDoc(place, isKeptId(place, matches, found) ? unsure(WHOLE) : found));
}

/** `weight_id` counts nothing: a whole number that calls itself an id is one, whatever else its name says. */
function isKeptId({ node }: LeafPlace, matches: readonly Match[], { treatments }: Suggestion): boolean {
  return isWhole(node) && treatments[0] === 'keep' && matches.some(({ group }) => group.name === 'id');
}

/** Any text of an address tells where somebody is, unless its name says something else for certain: `line1`, `extra`. */
function isPartOfAddress({ node, context }: LeafPlace, best: Match | undefined): boolean {
  const kind = best?.group.meaning.kind ?? 'unclear';
  return (
    node.kind === 'string' &&
    !['identifier', 'reference', 'form', 'date'].includes(kind) &&
    context.some((word) => PLACE_WORDS.has(word))
  );
}

/** Text is no number, and what is counted or a few values is no bytes. */
function canHold({ node }: LeafPlace, { group }: Match): boolean {
  if (node.kind === 'string') return true;
  const { kind } = group.meaning;
  if (isNumber(node)) return kind !== 'text';
  return kind === 'identifier' || kind === 'reference';
}

function suggestByMatch(place: LeafPlace, match: Match, hasConversation: boolean): Suggestion {
  const { node } = place;
  const { group, phrase, about } = match;
  const { meaning } = group;
  const reason = `by name (${phrase})`;
  if (about && meaning.kind === 'identifier')
    return unsure(`the name says "${phrase}": the value itself, or about it?`);
  switch (meaning.kind) {
    case 'identifier': {
      const { entity, treatment } = meaning;
      if (treatment === 'drop') return sure(reason);
      const redact = `{ redact: ${entity} }`;
      const tokenize = treatment === 'tokenize' && (entity !== 'PERSON' || hasConversation);
      return tokenize ? sure(reason, `{ tokenize: ${entity} }`, redact) : sure(reason, redact);
    }
    case 'reference':
      return suggestReference(place, match);
    case 'date':
      return suggestDate(node, match);
    case 'age':
      return isDecimal(node) || !(isWhole(node) || node.kind === 'string')
        ? unsure('an age: only a text or a whole number becomes 90+')
        : sure(reason, '{ generalize: { AGE: 90+ } }', '{ redact: AGE }');
    case 'text':
      return sure(reason, 'detect');
    case 'category':
      return isNumber(node) ? keepNumber(reason) : unsure('a closed list? then { keep: { oneOf: […] } }');
    case 'measure':
      if (isNumber(node)) return meaning.vague && isWhole(node) ? unsure(WHOLE) : keepNumber(reason);
      return meaning.vague ? unsure(`"${phrase}" as text: which value is it?`) : sure(reason, 'detect');
    case 'form':
      return isNumber(node) ? keepNumber(reason) : sure(reason, `{ keep: ${meaning.shape} }`);
    case 'unclear':
      return unsure(meaning.question);
  }
}

const WHOLE = 'a whole number may identify somebody (a CPF as a number): which one is it?';

/** Numbers of cases and organisations: tokens that join within one kind of number. */
function suggestReference({ name, context, node }: LeafPlace, { group, phrase }: Match): Suggestion {
  const { meaning } = group;
  const reason = `by name (${phrase})`;
  if (group.name === 'message id' && node.logicalType === 'uuid' && node.kind === 'string') {
    return sure(`${reason} and logical type (uuid)`, '{ keep: uuid }');
  }
  if (group.name === 'id' && isWhole(node)) return unsure(WHOLE);
  const domain = (meaning.kind === 'reference' ? meaning.domain : null) ?? domainOf(name, context);
  return sure(reason, `{ tokenize: { type: OTHER_ID, domain: ${domain} } }`, '{ redact: OTHER_ID }');
}

/** The words that say whose number it is: `numero_guia` -> guia; where there are none, those of what encloses it. */
function domainOf(name: string, context: readonly string[]): string {
  const own = splitName(name).filter((word) => !GENERIC.has(word));
  const words = own.length > 0 ? own : context;
  return `x-${words.join('-')}`.slice(words.length > 0 ? 2 : 0).replace(/^x-$/, 'id');
}

/** Where a profile asks for bounds nobody knows the right ones from a schema, and a month or a day has none that will do. */
function keepNumber(reason: string): Suggestion {
  return { treatments: ['keep', 'drop'], isSure: true, reason };
}

function suggestByNothing({ name, context, node }: LeafPlace): Suggestion {
  if (node.kind === 'string' && node.logicalType === 'uuid') {
    const treatment = `{ tokenize: { type: OTHER_ID, domain: ${domainOf(name, context)} } }`;
    return sure('by logical type (uuid)', treatment, '{ redact: OTHER_ID }');
  }
  if (isWhole(node)) return unsure(WHOLE);
  if (isNumber(node)) return unsure('a number: what does it measure?');
  if (node.kind === 'string') return unsure('nothing says what this text holds');
  return unsure(`${node.kind} may hold anything`);
}

/** Documentation can name an identifier that the field name hides; it never makes a suggestion sure. */
function heedDoc({ doc, node }: LeafPlace, found: Suggestion): Suggestion {
  const first = found.treatments[0] as string;
  const isOpen = !found.isSure || (isWhole(node) && first === 'keep');
  if (doc === '' || !isOpen || !(node.kind === 'string' || isWhole(node))) return found;
  const named = findGroups(
    doc
      .replace(/[^A-Za-z0-9À-ÿ]+/g, '_')
      .normalize('NFD')
      .replace(/[\u0300-\u036f]/g, ''),
  );
  // A single "name" is in half of all docs.
  const told = named.find(({ group, phrase }) => group.name !== 'person name' || phrase.includes(' '));
  if (told?.group.meaning.kind !== 'identifier') return found;
  const { entity, treatment } = told.group.meaning;
  const treatments =
    treatment === 'drop'
      ? []
      : [
          `{ ${treatment === 'tokenize' && entity !== 'PERSON' ? 'tokenize' : 'redact'}: ${entity} }`,
          `{ redact: ${entity} }`,
        ];
  return { treatments: [...new Set([...treatments, 'drop'])], isSure: false, reason: `the doc says "${told.phrase}"` };
}

/** A tag, also of what encloses the field, makes an open question a redaction; its own tag forbids to keep the value. */
function heedTags({ tags, outerTags }: LeafPlace, found: Suggestion): Suggestion {
  const isKept = /^(\{ )?keep/.test(found.treatments[0] as string);
  const tag = (found.isSure ? tags : [...tags, ...outerTags]).find(isPersonalTag);
  if (tag === undefined || (found.isSure && !isKept)) return found;
  return sure(`by tag (${tag})`, `{ redact: ${tagEntity(tag)} }`);
}
