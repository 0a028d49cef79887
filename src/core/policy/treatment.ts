import { didYouMeanOneOf } from '../edit-distance.ts';
import { ENTITY_TYPES, type EntityType } from '../entity.ts';
import type { Granularity } from '../treat/generalize.ts';
import type { ShapeDeclaration } from '../treat/shape.ts';
import { isMapping } from './mapping.ts';
import { parseShape } from './parse-shape.ts';

/** What is done to a finding inside a free text. */
export type TextAction = 'redact' | 'tokenize' | { readonly generalize: Granularity };

/** What a policy declares for one place of a record. */
export type Treatment =
  | { readonly kind: 'keep'; readonly shape: ShapeDeclaration | null }
  | { readonly kind: 'drop' }
  | { readonly kind: 'redact'; readonly entity: EntityType }
  | { readonly kind: 'tokenize'; readonly entity: EntityType; readonly domain: string | null; readonly asLong: boolean }
  | { readonly kind: 'generalize'; readonly entity: 'DATE'; readonly granularity: Granularity }
  | { readonly kind: 'generalize'; readonly entity: 'AGE'; readonly granularity: '90+' }
  | { readonly kind: 'generalize'; readonly entity: 'LOCATION'; readonly granularity: 'zip3' }
  | { readonly kind: 'detect'; readonly actions: Readonly<Partial<Record<EntityType | '*', TextAction>>> };

/** Entity types whose values are shared by many people: a token of them would only be an unsalted code book. */
export const NEVER_TOKENIZED: ReadonlySet<EntityType> = new Set(['AGE', 'DATE', 'LOCATION']);
/** Finest first. */
export const GRANULARITIES: readonly Granularity[] = ['hour', 'day', 'month', 'year'];
const WORDS = ['keep', 'drop', 'redact', 'tokenize', 'generalize', 'detect'] as const;
const ALL_WORDS = WORDS.join(', ');
const TOKEN_OPTIONS = ['type', 'domain', 'as'];

type Report = (fault: string) => null;

/** Reads a treatment as written in YAML; reports each fault as one sentence and then gives null. */
export function parseTreatment(declared: unknown, report: Report): Treatment | null {
  if (typeof declared === 'string') return parseWord(declared, report);
  const entries = isMapping(declared) ? Object.entries(declared) : [];
  const [word, argument] = entries[0] ?? [];
  if (entries.length !== 1 || word === undefined) return report(`a treatment is one of ${ALL_WORDS}`);
  switch (word) {
    case 'keep': {
      const shape = parseShape(argument, report);
      return shape && { kind: 'keep', shape };
    }
    case 'redact': {
      const entity = parseEntity(argument, report);
      return entity && { kind: 'redact', entity };
    }
    case 'tokenize':
      return parseTokenize(argument, report);
    case 'generalize':
      return parseGeneralize(argument, report);
    case 'detect':
      return parseDetect(argument, report);
    default:
      return reportUnknown(word, report);
  }
}

function parseWord(word: string, report: Report): Treatment | null {
  if (word === 'keep') return { kind: 'keep', shape: null };
  if (word === 'drop') return { kind: 'drop' };
  if (word === 'detect') return { kind: 'detect', actions: { '*': 'redact' } };
  if (word === 'redact' || word === 'tokenize') return report(`${word} needs an entity type: { ${word}: CPF }`);
  if (word === 'generalize') return report('generalize needs a granularity: { generalize: { DATE: year } }');
  return reportUnknown(word, report);
}

function reportUnknown(word: string, report: Report): null {
  return report(
    word === 'encrypt'
      ? 'encrypt is not available yet; use tokenize'
      : `unknown treatment "${word}"${didYouMeanOneOf(word, WORDS, `it is one of ${ALL_WORDS}`)}`,
  );
}

function parseEntity(name: unknown, report: Report): EntityType | null {
  const entity = ENTITY_TYPES.find((known) => known === name);
  return (
    entity ??
    report(
      `unknown entity type "${String(name)}"${didYouMeanOneOf(String(name), ENTITY_TYPES, `known are ${ENTITY_TYPES.join(', ')}`)}`,
    )
  );
}

function parseTokenize(argument: unknown, report: Report): Treatment | null {
  const options = isMapping(argument) ? argument : { type: argument };
  const unknown = Object.keys(options).find((name) => !TOKEN_OPTIONS.includes(name));
  if (unknown !== undefined)
    return report(
      `tokenize has no option "${unknown}"${didYouMeanOneOf(unknown, TOKEN_OPTIONS, `it has ${TOKEN_OPTIONS.join(', ')}`)}`,
    );
  const entity = parseEntity(options.type, report);
  if (!entity) return null;
  if (NEVER_TOKENIZED.has(entity)) return report(`${entity} is never tokenized; use generalize, redact or drop`);
  const { domain, as } = options;
  if (domain !== undefined && (typeof domain !== 'string' || domain === '')) return report('domain must be a name');
  if (as !== undefined && as !== 'long' && as !== 'string') return report('as is string or long');
  return { kind: 'tokenize', entity, domain: domain ?? null, asLong: as === 'long' };
}

function parseGeneralize(argument: unknown, report: Report): Treatment | null {
  const [[entity, granularity] = [], ...more] = isMapping(argument) ? Object.entries(argument) : [];
  if (more.length === 0 && entity === 'DATE') {
    const known = GRANULARITIES.find((each) => each === granularity);
    return known
      ? { kind: 'generalize', entity, granularity: known }
      : report(`DATE granularity is one of ${GRANULARITIES.join(', ')}`);
  }
  if (more.length === 0 && entity === 'AGE') {
    return granularity === '90+'
      ? { kind: 'generalize', entity, granularity }
      : report('AGE is generalized to 90+ only');
  }
  if (more.length === 0 && entity === 'LOCATION') {
    return granularity === 'zip3'
      ? { kind: 'generalize', entity, granularity }
      : report('LOCATION is generalized to zip3 only; redact or drop other places');
  }
  return report('generalize takes { DATE: … }, { AGE: 90+ } or { LOCATION: zip3 }');
}

function parseDetect(argument: unknown, report: Report): Treatment | null {
  if (!isMapping(argument))
    return report('detect takes a mapping of entity type to redact, tokenize or { generalize: year }');
  const actions: Partial<Record<EntityType | '*', TextAction>> = {};
  let faulty = false;
  for (const [name, declared] of Object.entries(argument)) {
    const entity = name === '*' ? name : parseEntity(name, report);
    const action = entity && parseTextAction(entity, declared, report);
    if (entity && action) actions[entity] = action;
    else faulty = true;
  }
  actions['*'] ??= 'redact';
  return faulty ? null : { kind: 'detect', actions };
}

function parseTextAction(entity: EntityType | '*', declared: unknown, report: Report): TextAction | null {
  if (declared === 'redact') return 'redact';
  if (declared === 'tokenize') {
    return entity !== '*' && NEVER_TOKENIZED.has(entity)
      ? report(`${entity} is never tokenized, in text either`)
      : 'tokenize';
  }
  const granularity =
    isMapping(declared) && Object.keys(declared).length === 1
      ? GRANULARITIES.find((each) => each === declared.generalize)
      : undefined;
  if (granularity && entity === 'DATE') return { generalize: granularity };
  if (declared === 'encrypt') return reportUnknown(declared, report);
  return report(`${entity} in text is treated by redact or tokenize (DATE also by { generalize: year })`);
}
