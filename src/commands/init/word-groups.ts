import type { WordGroup } from './word-group.ts';
import { CARE_IDS } from './words/care-ids.ts';
import { CONTACT } from './words/contact.ts';
import { DATES } from './words/dates.ts';
import { NATIONAL_IDS } from './words/national-ids.ts';
import { PEOPLE } from './words/people.ts';
import { REFERENCES } from './words/references.ts';
import { TEXTS } from './words/things.ts';
import { VALUES } from './words/values.ts';

/** So general that any other word of a name says more. */
const GENERAL = new Set(['measure', 'value', 'category', 'person', 'id', 'code']);
const ALL = [...NATIONAL_IDS, ...CARE_IDS, ...CONTACT, ...DATES, ...PEOPLE, ...VALUES, ...TEXTS, ...REFERENCES];

/** All groups; where two phrases of the same length fit, the group that stands first here wins. */
export const WORD_GROUPS: readonly WordGroup[] = [
  ...ALL.filter(({ name, meaning }) => !GENERAL.has(name) && meaning.kind !== 'unclear'),
  ...ALL.filter(({ name, meaning }) => !GENERAL.has(name) && meaning.kind === 'unclear'),
  ...[...GENERAL].flatMap((name) => ALL.filter((group) => group.name === name)),
];
