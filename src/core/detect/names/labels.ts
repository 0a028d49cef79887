import type { EntityType } from '../../entity.ts';

/** What the tagger tells apart, with the entity type that a finding gets. */
export const TAGGED: readonly { readonly name: string; readonly entity: EntityType }[] = [
  { name: 'NAME', entity: 'PERSON' },
  { name: 'GEO', entity: 'LOCATION' },
  { name: 'DATE', entity: 'DATE' },
  { name: 'ID', entity: 'OTHER_ID' },
];

export const NAME: number = TAGGED.findIndex(({ name }) => name === 'NAME');
export const DATE: number = TAGGED.findIndex(({ name }) => name === 'DATE');
/** The type of all identifiers. */
export const ID: number = TAGGED.findIndex(({ name }) => name === 'ID');

export const TYPES: number = TAGGED.length;
/** States of the chain: 0 is outside, 1 + type begins a span, 1 + TYPES + type goes on with it. */
export const STATES: number = 1 + 2 * TYPES;
export const OUTSIDE = 0;

/** State of the first token of a span. */
export function beginState(type: number): number {
  return 1 + type;
}

/** State of a later token of a span. */
export function insideState(type: number): number {
  return 1 + TYPES + type;
}

/** Type of a state other than OUTSIDE. */
export function typeOfState(state: number): number {
  return (state - 1) % TYPES;
}

/** Whether `next` may follow `state`: a span goes on only after its own begin or inside. */
export function mayFollow(state: number, next: number): boolean {
  if (next <= TYPES) return true;
  return state !== OUTSIDE && typeOfState(state) === typeOfState(next);
}
