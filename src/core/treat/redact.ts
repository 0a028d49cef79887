import { ENTITY_TYPES, type EntityType } from '../entity.ts';

const PLACEHOLDERS = new Map<EntityType, string>(ENTITY_TYPES.map((entity) => [entity, `[${entity}]`]));

/** The text that stands for a redacted value, such as `[CPF]`: it tells the entity type and nothing else. */
export function placeholder(entity: EntityType): string {
  return PLACEHOLDERS.get(entity) as string;
}
