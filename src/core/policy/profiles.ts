import { ENTITY_TYPES, type EntityType } from '../entity.ts';
import type { Granularity } from '../treat/generalize.ts';

/** The legal floors a policy can be held to. A check of what a policy declares, not legal advice. */
export const PROFILES = [
  'lgpd',
  'gdpr',
  'hipaa-limited-data-set',
  'hipaa-expert-determination',
  'hipaa-safe-harbor',
] as const;
export type Profile = (typeof PROFILES)[number];

export const TIMESTAMPS = ['keep', 'hour', 'day', 'year'] as const;
export type Timestamp = (typeof TIMESTAMPS)[number];

/** The least that may be done to a value of an entity type; what is stronger (up to `drop`) is allowed too. */
export type WeakestTreatment = 'keep' | 'generalize' | 'tokenize' | 'redact';

/** One profile: what is the weakest that a policy under it may declare. */
export interface ProfileRow {
  /** Law and article that it is drawn from. */
  readonly source: string;
  readonly weakest: Readonly<Record<EntityType, WeakestTreatment>>;
  /** Finest granularity of dates in fields, keys, headers and text; `keep`: a date may stay as it is. */
  readonly finestDate: 'keep' | Granularity;
  /** What the record's own timestamp may become, finest first. */
  readonly timestamps: readonly Timestamp[];
  /** `in a range`: a kept number needs `{ from, to }`, because an unbounded one can hold an identifier or a great age. */
  readonly keptNumbers: 'any' | 'in a range';
  /** `listed or patterned`: no uuid, ulid, epoch, token or digits, which are numbers and times that tell records apart. */
  readonly keptTexts: 'by any shape' | 'listed or patterned';
  /** False: no token in any field, key, header or text. */
  readonly tokens: boolean;
  /** False: no free text, since what a detector leaves over cannot be assured. */
  readonly detect: boolean;
  /** True: a year of 90 years ago or before becomes one class, as ages of 90 and above do. */
  readonly hidesGreatAge: boolean;
  /** True: the policy names the document that it rests on. */
  readonly needsReference: boolean;
}

/** Dates, ages and places describe many people; every other type points at one person. */
const OF_MANY: ReadonlySet<EntityType> = new Set(['DATE', 'AGE', 'LOCATION']);

const weakest = (ofMany: WeakestTreatment, ofOne: WeakestTreatment) =>
  Object.fromEntries(ENTITY_TYPES.map((entity) => [entity, OF_MANY.has(entity) ? ofMany : ofOne])) as Record<
    EntityType,
    WeakestTreatment
  >;

const PSEUDONYMOUS = {
  weakest: weakest('generalize', 'tokenize'),
  finestDate: 'hour',
  timestamps: ['hour', 'day', 'year'],
  keptNumbers: 'any',
  keptTexts: 'by any shape',
  tokens: true,
  detect: true,
  hidesGreatAge: false,
  needsReference: false,
} as const;

const DATES_STAY = {
  ...PSEUDONYMOUS,
  weakest: weakest('keep', 'tokenize'),
  finestDate: 'keep',
  timestamps: TIMESTAMPS,
} as const;

/**
 * The normative table of profiles.
 *
 * - `lgpd`: Lei 13.709/2018 art. 6 III (necessity), art. 12 and art. 13 §4 (pseudonymised data stay personal data)
 * - `gdpr`: Regulation (EU) 2016/679 art. 4 (5), 5 (1)(c), 25 and 32: direct identifiers redacted or tokenized, dates and
 *   places generalized or detected
 * - `hipaa-limited-data-set`: 45 CFR 164.514(e)(2): sixteen direct identifiers go; dates, ages, town, state and ZIP may stay.
 *   The list has no catch-all for other codes, and 164.514(c) speaks of de-identified data alone, so tokens may stand for
 *   them. Needs a data use agreement (164.514(e)(4))
 * - `hipaa-expert-determination`: 45 CFR 164.514(b)(1): the expert decides; nothing weaker than a limited data set's floor.
 *   The policy names the determination
 * - `hipaa-safe-harbor`: 45 CFR 164.514(b)(2): eighteen identifiers go; of dates the year stays, of ZIP codes three digits,
 *   ages and years that tell an age of 90 and above become one class. 164.514(c): a code that is derived from information
 *   about the individual is no re-identification code, so there are no tokens
 */
export const PROFILE_TABLE: Readonly<Record<Profile, ProfileRow>> = {
  lgpd: { source: 'Lei 13.709/2018 art. 6 III, 12, 13 §4', ...PSEUDONYMOUS },
  gdpr: { source: 'Regulation (EU) 2016/679 art. 4 (5), 5 (1)(c), 25, 32', ...PSEUDONYMOUS },
  'hipaa-limited-data-set': { source: '45 CFR 164.514(e)(2)', ...DATES_STAY },
  'hipaa-expert-determination': { source: '45 CFR 164.514(b)(1)', ...DATES_STAY, needsReference: true },
  'hipaa-safe-harbor': {
    source: '45 CFR 164.514(b)(2) and (c)',
    weakest: weakest('generalize', 'redact'),
    finestDate: 'year',
    timestamps: ['year'],
    keptNumbers: 'in a range',
    keptTexts: 'listed or patterned',
    tokens: false,
    detect: false,
    hidesGreatAge: true,
    needsReference: false,
  },
};
