import { createDetectorOf, type Detector } from '../detect/detector.ts';
import { PACKS } from '../detect/packs.ts';
import { allowFault } from '../detect/user/allow-list.ts';
import { CHECKS, type CheckName } from '../detect/user/check-names.ts';
import { exampleFaults } from '../detect/user/example-faults.ts';
import { patternSteps } from '../detect/user/pattern-recognizer.ts';
import type { UserForm, UserRecognizer } from '../detect/user/user-recognizer.ts';
import { didYouMeanOneOf } from '../edit-distance.ts';
import { ENTITY_TYPES, type EntityType } from '../entity.ts';
import { isMapping } from './mapping.ts';
import { readPlace } from './tenant.ts';

/** What a policy says of the search in free text, beyond what every detector knows. */
export interface DetectionRules {
  readonly recognizers: readonly UserRecognizer[];
  /** Texts of the house that are never taken for somebody's: hotlines, addresses, names of bots and brands. */
  readonly allow: readonly string[];
  /** Of the texts: a language tag, the path of the field that holds it, or null to tell it from the text. */
  readonly language: { readonly const: string } | { readonly field: string } | null;
  /** What becomes of a text in a language that the detector was not made for. */
  readonly otherLanguage: 'redact' | 'detect';
}

/** What holds where a policy says nothing of it. */
export const NO_RULES: DetectionRules = Object.freeze({
  recognizers: Object.freeze([]),
  allow: Object.freeze([]),
  language: null,
  otherLanguage: 'redact',
});

type Report = (path: readonly string[], fault: string) => null;

const WORDS = ['entity', 'prefix', 'digits', 'pattern', 'check', 'cues', 'match', 'reject'];
const NAME = /^[a-z0-9][a-z0-9-]{0,63}$/;
const PREFIX = /^[\p{L}]{1,10}$/u;
const CUE = /^[\p{L}\p{M}]+( [\p{L}\p{M}]+){0,3}$/u;
const LONGEST_CUE = 80;
const LANGUAGE = /^[A-Za-z]{2,3}([-_][A-Za-z0-9]{1,8})*$/;
const MOST_DIGITS = 20;
const FEWEST_EXAMPLES = 2;
const MOST_RECOGNIZERS = 50;
/** Steps of all patterns together: a text takes so many times its length (about 20 ns each). */
const MOST_STEPS = 1_000;

/** Reads `recognizers`, `allow`, `language` and `otherLanguage`; the examples of each recognizer run here. */
export function readDetectionRules(declared: Record<string, unknown>, report: Report): DetectionRules {
  const { otherLanguage = 'redact' } = declared;
  if (otherLanguage !== 'redact' && otherLanguage !== 'detect') report(['otherLanguage'], 'redact or detect is needed');
  return {
    recognizers: readRecognizers(declared.recognizers, report),
    allow: readAllow(declared.allow, report),
    language: readLanguage(declared.language, report),
    otherLanguage: otherLanguage === 'detect' ? 'detect' : 'redact',
  };
}

function readRecognizers(declared: unknown, report: Report): readonly UserRecognizer[] {
  if (declared === undefined) return [];
  if (!isMapping(declared)) {
    report(['recognizers'], 'a mapping of name to recognizer is needed');
    return [];
  }
  const entries = Object.entries(declared);
  if (entries.length > MOST_RECOGNIZERS) report(['recognizers'], `at most ${MOST_RECOGNIZERS} are allowed`);
  const recognizers = entries.flatMap(([name, value]) => readRecognizer(name, value, report) ?? []);
  const steps = recognizers.reduce((sum, { form }) => sum + ('pattern' in form ? patternSteps(form.pattern) : 0), 0);
  if (steps > MOST_STEPS)
    report(
      ['recognizers'],
      `the patterns are too costly together: ${steps} steps, ${MOST_STEPS} at most; repeat fewer times or use prefix and digits`,
    );
  return recognizers;
}

function readRecognizer(name: string, declared: unknown, report: Report): UserRecognizer | null {
  const at = ['recognizers', name];
  let sound = true;
  const refuse = (path: readonly string[], fault: string) => {
    sound = false;
    return report(path, fault);
  };
  if (!NAME.test(name)) refuse(at, 'its name is of lower-case letters, digits and hyphens');
  if (!isMapping(declared)) return refuse(at, `a mapping of ${WORDS.join(', ')} is needed`);
  for (const word of Object.keys(declared)) {
    if (!WORDS.includes(word))
      refuse([...at, word], `unknown word${didYouMeanOneOf(word, WORDS, `a recognizer knows ${WORDS.join(', ')}`)}`);
  }
  const { entity, check } = declared;
  if (!ENTITY_TYPES.includes(entity as EntityType))
    refuse([...at, 'entity'], `one of ${ENTITY_TYPES.join(', ')} is needed`);
  if (check !== undefined && !Object.hasOwn(CHECKS, check as string))
    refuse([...at, 'check'], `one of ${Object.keys(CHECKS).join(', ')} is needed`);
  const cues = readTexts(declared.cues ?? [], [...at, 'cues'], refuse) ?? [];
  if (!cues.every((cue) => cue.length <= LONGEST_CUE && CUE.test(cue)))
    refuse([...at, 'cues'], 'a cue is of one to four words of letters');
  const form = readForm(declared, at, cues.length > 0, refuse);
  const match = readExamples(declared.match, [...at, 'match'], refuse);
  const reject = readExamples(declared.reject, [...at, 'reject'], refuse);
  if (!sound || form === null) return null;
  const recognizer: UserRecognizer = {
    name,
    entity: entity as EntityType,
    form,
    check: (check as CheckName | undefined) ?? null,
    cues,
    examples: { match, reject },
  };
  for (const { word, index, fault } of exampleFaults(recognizer)) {
    refuse(word === null ? at : [...at, word, String(index)], fault);
  }
  return sound ? recognizer : null;
}

function readExamples(declared: unknown, at: readonly string[], refuse: Report): readonly string[] {
  const texts = readTexts(declared ?? [], at, refuse);
  if (texts !== null && texts.length < FEWEST_EXAMPLES)
    refuse(at, `at least ${FEWEST_EXAMPLES} texts are needed: they run as tests when the policy is read`);
  return texts ?? [];
}

function readForm(
  { prefix, digits, pattern, check }: Record<string, unknown>,
  at: readonly string[],
  hasCues: boolean,
  refuse: Report,
): UserForm | null {
  if (pattern !== undefined) {
    if (prefix !== undefined || digits !== undefined) return refuse(at, 'pattern stands without prefix and digits');
    return typeof pattern === 'string' && pattern !== ''
      ? { pattern }
      : refuse([...at, 'pattern'], 'an RE2 pattern is needed');
  }
  const range = typeof digits === 'number' ? [digits, digits] : digits;
  if (Array.isArray(range) && isRange([...range].reverse()) && range[0] > range[1])
    return refuse([...at, 'digits'], `the smaller number comes first: [${range[1]}, ${range[0]}]`);
  if (!isRange(range))
    return refuse(
      [...at, 'digits'],
      `a number of digits up to ${MOST_DIGITS}, a range [6, 8] of them, or a pattern is needed`,
    );
  if (prefix !== undefined && !(typeof prefix === 'string' && PREFIX.test(prefix)))
    return refuse([...at, 'prefix'], 'one to ten letters are needed');
  if (prefix === undefined && check === undefined && !hasCues)
    return refuse(at, 'digits alone would take every number of that length: add cues, a prefix or a check');
  return { prefix: (prefix as string | undefined) ?? '', fewest: range[0], most: range[1] };
}

function isRange(value: unknown): value is readonly [number, number] {
  if (!Array.isArray(value) || value.length !== 2) return false;
  const [fewest, most] = value as unknown[];
  if (!Number.isInteger(fewest) || !Number.isInteger(most)) return false;
  return (fewest as number) >= 1 && (most as number) >= (fewest as number) && (most as number) <= MOST_DIGITS;
}

function readAllow(declared: unknown, report: Report): readonly string[] {
  if (declared === undefined) return [];
  const texts = readTexts(declared, ['allow'], report) ?? [];
  texts.forEach((text, index) => {
    const fault = allowFault(text) ?? personFault(text);
    if (fault) report(['allow', String(index)], fault);
  });
  return texts;
}

/** Numbers that the state gives to one person: never a house's. */
const OF_PERSONS: ReadonlySet<EntityType> = new Set<EntityType>([
  ...(['CPF', 'CNS', 'RG', 'PIS', 'SSN', 'MBI', 'DNI', 'NIE', 'NUSS', 'CURP', 'PASSPORT', 'NATIONAL_ID'] as const),
]);
let rules: Detector | null = null;

function personFault(text: string): string | null {
  rules ??= createDetectorOf(Object.values(PACKS).flat(), 'allowed texts');
  const found = rules.find(text, []).find(({ entity }) => OF_PERSONS.has(entity));
  return found ? `it reads as ${found.entity}, a person's number: what is allowed is never redacted` : null;
}

function readLanguage(declared: unknown, report: Report): DetectionRules['language'] {
  if (declared === undefined) return null;
  const { const: constant, field } = isMapping(declared) ? declared : {};
  const words = isMapping(declared) ? Object.keys(declared).join() : '';
  if (words === 'const' && typeof constant === 'string' && LANGUAGE.test(constant)) return { const: constant };
  if (words === 'field') {
    const place = readPlace(field, ['language', 'field'], report);
    return place === null ? null : { field: place };
  }
  if (constant !== undefined && field !== undefined)
    return report(['language'], 'either { const: … } or { field: … }, not both');
  if (words === 'const') return report(['language', 'const'], 'a tag such as pt, pt-BR, en or es is needed');
  return report(
    ['language'],
    '{ const: pt } or { field: path } is needed; without it the language is told from the text',
  );
}

function readTexts(declared: unknown, at: readonly string[], report: Report): readonly string[] | null {
  if (!Array.isArray(declared)) return report(at, 'a list of texts is needed: [one, "two words"]');
  let sound = true;
  for (const [index, each] of declared.entries()) {
    if (typeof each === 'string' && each.trim() !== '') continue;
    sound = false;
    report([...at, String(index)], each === '' ? 'the text is empty' : 'a text is needed; write numbers in quotes');
  }
  return sound ? declared : null;
}
