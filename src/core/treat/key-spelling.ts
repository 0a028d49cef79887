import type { EntityType } from '../entity.ts';
import { canonicalize } from './canonical.ts';

/** Types of which all spellings name one thing: a CPF with and without dots is one CPF. Of others two spellings may be two things. */
const ONE_THING: ReadonlySet<EntityType> = new Set([
  'PHONE',
  'EMAIL',
  'IP',
  'CPF',
  'CNS',
  'PIS',
  'CNPJ',
  'SSN',
  'NUSS',
  // Their canonical form is the exact text.
  'GENETIC',
  'CREDENTIAL',
  'BIOMETRIC',
  'OTHER_ID',
]);

/**
 * Whether a record key is to be told apart by its very spelling: names and codes without a fixed length that are not written
 * in their canonical form (`josé` and `jose`, `A-1` and `a1`). Folding them would give two keys one token, and a compacted
 * topic would then lose one of them. These rules reach topics through tokens: they never change for existing types.
 */
export function hasOwnSpelling(entity: EntityType, value: string, region: string): boolean {
  return !ONE_THING.has(entity) && canonicalize(entity, value, region).value !== value;
}
