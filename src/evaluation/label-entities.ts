import type { EntityType } from '../core/entity.ts';

/** The labels of the corpora, and the entity types that name the same thing. */
const ENTITIES_OF_LABEL: Readonly<Record<string, readonly EntityType[]>> = {
  NAME: ['PERSON'],
  GEO: ['LOCATION'],
  DATE: ['DATE'],
  AGE: ['AGE'],
  PHONE: ['PHONE'],
  FAX: ['PHONE'],
  EMAIL: ['EMAIL'],
  URL: ['URL'],
  IP: ['IP'],
  NATIONAL_ID: [
    ...(['NATIONAL_ID', 'CPF', 'CNS', 'RG', 'PIS', 'CNPJ', 'SSN', 'MBI', 'DNI', 'NIE', 'NUSS'] as const),
    ...(['CURP', 'PASSPORT'] as const),
  ],
  MRN: ['MRN'],
  HEALTH_PLAN: ['HEALTH_PLAN', 'MBI'],
  ACCOUNT: ['ACCOUNT'],
  LICENSE: ['LICENSE'],
  VEHICLE: ['VEHICLE'],
  DEVICE: ['DEVICE'],
  OTHER_ID: ['OTHER_ID', 'CREDENTIAL', 'GENETIC', 'BIOMETRIC'],
};

/** Whether an entity type is what the label means. An unknown label means the entity type of its own name. */
export function isEntityOfLabel(entity: EntityType, label: string): boolean {
  const entities = Object.hasOwn(ENTITIES_OF_LABEL, label) ? ENTITIES_OF_LABEL[label] : undefined;
  return entities?.includes(entity) ?? entity === label;
}
