/** The closed list of entity types (see README for what each covers). */
export const ENTITY_TYPES = [
  'PERSON',
  'LOCATION',
  'DATE',
  'AGE',
  'PHONE',
  'EMAIL',
  'URL',
  'IP',
  'CPF',
  'CNS',
  'RG',
  'PIS',
  'CNPJ',
  'SSN',
  'MBI',
  'DNI',
  'NIE',
  'NUSS',
  'CURP',
  'PASSPORT',
  'NATIONAL_ID',
  'HEALTH_PLAN',
  'MRN',
  'LICENSE',
  'ACCOUNT',
  'VEHICLE',
  'DEVICE',
  'GENETIC',
  'CREDENTIAL',
  'BIOMETRIC',
  'OTHER_ID',
] as const;

export type EntityType = (typeof ENTITY_TYPES)[number];

/** A person's value known from structured fields of the record (or, later, of the conversation), to be found again in text. */
export interface KnownValue {
  readonly entity: EntityType;
  /** The value as read; stays inside the core. */
  readonly text: string;
  /** Domain of the token that the structured field got, or null when the field was not tokenized. */
  readonly domain: string | null;
}
