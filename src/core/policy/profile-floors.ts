import type { SchemaNode } from '../avro/schema.ts';
import type { EntityType } from '../entity.ts';
import type { Granularity } from '../treat/generalize.ts';
import type { ShapeDeclaration } from '../treat/shape.ts';
import { PROFILE_TABLE, type Profile } from './profiles.ts';
import { isTimeOfDay, timeUnitOf } from './time-types.ts';
import { GRANULARITIES, type TextAction, type Treatment } from './treatment.ts';

/** How little of a value a treatment leaves, from most to least. */
export const STRENGTH = { keep: 0, generalize: 1, detect: 1, tokenize: 2, redact: 3, drop: 4 } as const;

/** Why a treatment is weaker than the profile allows, wherever it stands (field, type, tag, key, header); null: it is allowed. */
export function floorFault(profile: Profile, treatment: Treatment): string | null {
  switch (treatment.kind) {
    case 'keep':
      return treatment.shape === null ? null : shapeFault(profile, treatment.shape);
    case 'drop':
      return null;
    case 'detect':
      return PROFILE_TABLE[profile].detect
        ? textFault(profile, treatment.actions)
        : `profile ${profile} has no detect, since what it leaves of a text cannot be assured: redact or drop the text`;
    case 'generalize':
      return (
        entityFault(profile, treatment.entity, 'generalize') ??
        (treatment.entity === 'DATE' ? dateFault(profile, treatment.granularity) : null)
      );
    default:
      return entityFault(profile, treatment.entity, treatment.kind);
  }
}

/** Why a value of an entity type may not be treated so, or null. */
export function entityFault(profile: Profile, entity: EntityType, kind: Treatment['kind']): string | null {
  const { weakest, tokens } = PROFILE_TABLE[profile];
  if (kind === 'tokenize' && !tokens) return `profile ${profile} has no tokens: redact or drop the ${entity}`;
  const floor = weakest[entity];
  return STRENGTH[kind] >= STRENGTH[floor]
    ? null
    : `profile ${profile} asks for at least ${floor} of ${entity}, not ${kind}`;
}

/** Why a place of this type may not be kept with this shape, whatever its name; null: it may. */
export function keepFault(profile: Profile, node: SchemaNode, shape: ShapeDeclaration | null): string | null {
  const { finestDate, keptNumbers } = PROFILE_TABLE[profile];
  if (timeUnitOf(node) && finestDate !== 'keep') return entityFault(profile, 'DATE', 'keep');
  if (isTimeOfDay(node) && (finestDate === 'month' || finestDate === 'year'))
    return `profile ${profile} leaves nothing finer than the ${finestDate} of a time: redact or drop it`;
  if (keptNumbers === 'in a range' && isNumber(node) && !timeUnitOf(node) && !isRange(shape))
    return `profile ${profile} asks for a range of kept numbers, such as { keep: { from: 0, to: 300 } }`;
  return null;
}

function isNumber({ kind, logicalType }: SchemaNode): boolean {
  return ['int', 'long', 'float', 'double'].includes(kind) || logicalType === 'decimal';
}

function isRange(shape: ShapeDeclaration | null): boolean {
  return typeof shape === 'object' && shape !== null && 'from' in shape;
}

function shapeFault(profile: Profile, shape: ShapeDeclaration): string | null {
  const isOpen = typeof shape === 'string' || 'digits' in shape;
  return isOpen && PROFILE_TABLE[profile].keptTexts === 'listed or patterned'
    ? `profile ${profile} keeps text by { oneOf } or { pattern, max } only: other shapes let numbers and times through that tell people apart`
    : null;
}

function dateFault(profile: Profile, granularity: Granularity): string | null {
  const { finestDate } = PROFILE_TABLE[profile];
  return finestDate === 'keep' || GRANULARITIES.indexOf(granularity) >= GRANULARITIES.indexOf(finestDate)
    ? null
    : `profile ${profile} asks for at least ${finestDate} of DATE, not ${granularity}`;
}

/** Why what is done to findings in a text is weaker than the profile allows, or null. */
export function textFault(
  profile: Profile,
  actions: Readonly<Partial<Record<EntityType | '*', TextAction>>>,
): string | null {
  for (const [name, action] of Object.entries(actions)) {
    const fault =
      typeof action === 'object'
        ? dateFault(profile, action.generalize)
        : // Dates, ages and places are redacted where the text says `*: tokenize`, so any other type stands for all.
          entityFault(profile, name === '*' ? 'OTHER_ID' : (name as EntityType), action);
    if (fault) return `${name} in text: ${fault}`;
  }
  return null;
}
