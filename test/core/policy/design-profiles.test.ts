import { describe, expect, it } from 'vitest';
import { ENTITY_TYPES, type EntityType } from '../../../src/core/entity.ts';
import { entityFault } from '../../../src/core/policy/profile-floors.ts';
import { PROFILE_TABLE, PROFILES, type ProfileRow } from '../../../src/core/policy/profiles.ts';

const COLUMNS = ['lgpd', 'gdpr', 'hipaa-limited-data-set', 'hipaa-expert-determination', 'hipaa-safe-harbor'] as const;

/** The weakest treatment of each entity type, by profile in the order of the columns. */
const WEAKEST = `
PERSON       tokenize    tokenize    tokenize  tokenize  redact
LOCATION     generalize  generalize  keep      keep      generalize
DATE         generalize  generalize  keep      keep      generalize
AGE          generalize  generalize  keep      keep      generalize
PHONE        tokenize    tokenize    tokenize  tokenize  redact
EMAIL        tokenize    tokenize    tokenize  tokenize  redact
URL          tokenize    tokenize    tokenize  tokenize  redact
IP           tokenize    tokenize    tokenize  tokenize  redact
CPF          tokenize    tokenize    tokenize  tokenize  redact
CNS          tokenize    tokenize    tokenize  tokenize  redact
RG           tokenize    tokenize    tokenize  tokenize  redact
PIS          tokenize    tokenize    tokenize  tokenize  redact
CNPJ         tokenize    tokenize    tokenize  tokenize  redact
SSN          tokenize    tokenize    tokenize  tokenize  redact
MBI          tokenize    tokenize    tokenize  tokenize  redact
DNI          tokenize    tokenize    tokenize  tokenize  redact
NIE          tokenize    tokenize    tokenize  tokenize  redact
NUSS         tokenize    tokenize    tokenize  tokenize  redact
CURP         tokenize    tokenize    tokenize  tokenize  redact
PASSPORT     tokenize    tokenize    tokenize  tokenize  redact
NATIONAL_ID  tokenize    tokenize    tokenize  tokenize  redact
HEALTH_PLAN  tokenize    tokenize    tokenize  tokenize  redact
MRN          tokenize    tokenize    tokenize  tokenize  redact
LICENSE      tokenize    tokenize    tokenize  tokenize  redact
ACCOUNT      tokenize    tokenize    tokenize  tokenize  redact
VEHICLE      tokenize    tokenize    tokenize  tokenize  redact
DEVICE       tokenize    tokenize    tokenize  tokenize  redact
GENETIC      tokenize    tokenize    tokenize  tokenize  redact
CREDENTIAL   tokenize    tokenize    tokenize  tokenize  redact
BIOMETRIC    tokenize    tokenize    tokenize  tokenize  redact
OTHER_ID     tokenize    tokenize    tokenize  tokenize  redact
`;

/** What else each profile asks. */
const REST: readonly [word: keyof ProfileRow, ...values: unknown[]][] = [
  ['finestDate', 'hour', 'hour', 'keep', 'keep', 'year'],
  ['keptNumbers', 'any', 'any', 'any', 'any', 'in a range'],
  ['keptTexts', 'by any shape', 'by any shape', 'by any shape', 'by any shape', 'listed or patterned'],
  ['tokens', true, true, true, true, false],
  ['detect', true, true, true, true, false],
  ['hidesGreatAge', false, false, false, false, true],
  ['needsReference', false, false, false, true, false],
  ['timestamps', 'hour day year', 'hour day year', 'keep hour day year', 'keep hour day year', 'year'],
];

/** What a floor allows: itself and all that leaves less. Detect leaves as much as generalize does. */
const ALLOWED: Readonly<Record<string, string>> = {
  keep: 'keep generalize detect tokenize redact drop',
  generalize: 'generalize detect tokenize redact drop',
  tokenize: 'tokenize redact drop',
  redact: 'redact drop',
};
const KINDS = ['keep', 'generalize', 'detect', 'tokenize', 'redact', 'drop'] as const;

const floors = WEAKEST.trim()
  .split('\n')
  .flatMap((row) => {
    const [entity, ...cells] = row.split(/\s+/);
    return cells.map((floor, index) => ({ entity: entity as EntityType, profile: COLUMNS[index]!, floor }));
  });

describe('the table of profiles', () => {
  it('has these profiles and entity types', () => {
    expect(PROFILES).toEqual(COLUMNS);
    expect([...new Set(floors.map(({ entity }) => entity))]).toEqual(ENTITY_TYPES);
    expect(floors).toHaveLength(ENTITY_TYPES.length * PROFILES.length);
    expect(Object.keys(PROFILE_TABLE.lgpd).sort()).toEqual(['source', 'weakest', ...REST.map(([word]) => word)].sort());
  });

  it.each(floors)('asks for $floor of $entity under $profile', ({ entity, profile, floor }) => {
    expect(PROFILE_TABLE[profile].weakest[entity]).toBe(floor);
    const allowed = KINDS.filter((kind) => entityFault(profile, entity, kind) === null);
    const hasTokens = profile !== 'hipaa-safe-harbor';
    expect(allowed).toEqual(ALLOWED[floor]!.split(' ').filter((kind) => hasTokens || kind !== 'tokenize'));
  });

  it.each(REST)('has %s by profile: %s, %s, %s, %s, %s', (word, ...values) => {
    const told = COLUMNS.map((profile) => PROFILE_TABLE[profile][word]);
    expect(told.map((value) => (Array.isArray(value) ? value.join(' ') : value))).toEqual(values);
  });
});
