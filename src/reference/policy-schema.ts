import { ENTITY_TYPES, type EntityType } from '../core/entity.ts';
import { PROFILE_TABLE, PROFILES, TIMESTAMPS } from '../core/policy/profiles.ts';
import { GRANULARITIES, NEVER_TOKENIZED } from '../core/policy/treatment.ts';
import { detectionProperties } from './detection-schema.ts';
import { type Json, mapping, ref, text } from './json-schema.ts';

const NAME = '[A-Za-z_][A-Za-z0-9_]*';
const FULL_NAME = '[A-Za-z_][A-Za-z0-9_.]*';
const STEP = `(?:\\.${NAME}|\\[\\]|\\{key\\}|\\{value\\}|<${FULL_NAME}>)`;
const tokenizable = ENTITY_TYPES.filter((entity) => !NEVER_TOKENIZED.has(entity));

/**
 * The JSON Schema (draft 7) of a policy, for editors. It holds the form of what the parser takes; what depends on a
 * profile or on the Avro schema is told by `sigilo plan`.
 */
export function policyJsonSchema(): Json {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Policy of Sigilo',
    ...mapping(
      {
        policy: text('Name of the policy: lower-case letters, digits and hyphens', {
          pattern: '^[a-z0-9][a-z0-9-]{0,63}$',
        }),
        record: text('Full name of the Avro record', { pattern: `^${FULL_NAME}$` }),
        profile: profileSchema(),
        tenant: tenantSchema(),
        conversation: text('Path of the field within which names are tokenized'),
        ...detectionProperties(),
        timestamp: { enum: TIMESTAMPS, description: "What is left of the record's timestamp" },
        key: keySchema(),
        headers: {
          description: 'Headers that are forwarded, in this order; all others are dropped and counted',
          type: 'object',
          propertyNames: { pattern: '^(?!\\d+$|__proto__$|sigilo-)[\\x21-\\x7e]{1,255}$' },
          additionalProperties: edgeSchema(['utf8', 'bytes'], []),
        },
        tags: {
          description: 'Treatments by confluent:tags of the schema; a path wins over them',
          type: 'object',
          additionalProperties: ref('treatment'),
        },
        types: { ...ref('types') },
        fields: { ...ref('rules') },
      },
      ['policy', 'record', 'profile', 'tenant', 'key', 'fields'],
    ),
    definitions: {
      entity: { enum: ENTITY_TYPES, description: 'What kind of value it is' },
      tokenizable: {
        enum: tokenizable,
        description: 'What kind of value it is; dates, ages and places have no tokens',
      },
      granularity: { enum: GRANULARITIES },
      shape: shapeSchema(),
      tokenize: tokenizeSchema(),
      generalize: generalizeSchema(),
      detect: detectSchema(),
      treatment: treatmentSchema(),
      rules: {
        description: 'Treatments by field path',
        type: 'object',
        propertyNames: { pattern: `^${NAME}${STEP}*$` },
        additionalProperties: ref('treatment'),
      },
      types: {
        description: 'Rules by record type, wherever the type occurs',
        type: 'object',
        additionalProperties: ref('rules'),
      },
    },
  };
}

function profileSchema(): Json {
  const named = PROFILES.filter((profile) => PROFILE_TABLE[profile].needsReference);
  const options = named.map((profile) =>
    mapping(
      {
        [profile]: mapping({ reference: text('Who determined it, when, in which document', { pattern: '\\S' }) }, [
          'reference',
        ]),
      },
      [profile],
    ),
  );
  return {
    description: 'Legal floor: weaker treatments are errors',
    anyOf: [{ enum: PROFILES.filter((profile) => !named.includes(profile)) }, ...options],
  };
}

function tenantSchema(): Json {
  const oneOf = { type: 'array', minItems: 1, items: text('A tenant') };
  return {
    description: 'Whose record it is: part of every token, so that tenants cannot be joined',
    anyOf: [
      mapping({ const: text('The same for all records') }, ['const']),
      mapping({ field: text('Path of the field that tells it'), oneOf }, ['field']),
    ],
  };
}

function keySchema(): Json {
  const { properties, ...edge } = edgeSchema(['utf8'], ['as']);
  const words = ['keep', 'redact', 'tokenize', 'generalize'];
  const avroTreatment = Object.fromEntries(words.map((word) => [word, { ...((properties as Json)[word] as Json) }]));
  return {
    description: 'What becomes of the record key',
    anyOf: [
      mapping({ as: { const: 'none' } }, ['as']),
      { ...edge, properties },
      {
        ...mapping({ as: { const: 'avro' }, ...avroTreatment, keep: { anyOf: [ref('shape'), { type: 'null' }] } }, [
          'as',
        ]),
        minProperties: 2,
        maxProperties: 2,
      },
      mapping({ as: { const: 'avro' }, fields: ref('rules'), types: ref('types') }, ['as'], { minProperties: 2 }),
    ],
  };
}

/** One treatment beside `as`. */
function edgeSchema(as: readonly string[], required: readonly string[]): Json {
  return {
    type: 'object',
    properties: {
      as: { enum: as },
      keep: ref('shape'),
      drop: { type: 'null' },
      redact: ref('entity'),
      tokenize: { anyOf: [ref('tokenizable'), ref('tokenize')] },
      generalize: ref('generalize'),
    },
    additionalProperties: false,
    required,
    oneOf: ['keep', 'drop', 'redact', 'tokenize', 'generalize'].map((word) => ({ required: [word] })),
  };
}

function shapeSchema(): Json {
  return {
    description: 'What a kept value must look like',
    anyOf: [
      { enum: ['uuid', 'ulid', 'epoch', 'token'] },
      { type: 'string', pattern: '^digits\\(0*[1-9]\\d{0,3}\\)$' },
      mapping({ oneOf: { type: 'array', minItems: 1, items: { type: 'string' } } }, ['oneOf']),
      mapping(
        { pattern: text('RE2 expression over the whole text'), max: { type: 'integer', minimum: 1, maximum: 4096 } },
        ['pattern', 'max'],
      ),
      mapping({ from: { type: 'number' }, to: { type: 'number' } }, ['from', 'to']),
    ],
  };
}

function tokenizeSchema(): Json {
  return mapping(
    {
      type: ref('tokenizable'),
      domain: text('Join space; by default the entity type, for PERSON the conversation'),
      as: { enum: ['string', 'long'] },
    },
    ['type'],
  );
}

function generalizeSchema(): Json {
  return {
    anyOf: [
      mapping({ DATE: ref('granularity') }, ['DATE']),
      mapping({ AGE: { const: '90+' } }, ['AGE']),
      mapping({ LOCATION: { const: 'zip3' } }, ['LOCATION']),
    ],
  };
}

function detectSchema(): Json {
  const action = (entity: EntityType | '*') => ({
    anyOf: [
      { enum: entity !== '*' && NEVER_TOKENIZED.has(entity) ? ['redact'] : ['redact', 'tokenize'] },
      ...(entity === 'DATE' ? [mapping({ generalize: ref('granularity') }, ['generalize'])] : []),
    ],
  });
  const properties = Object.fromEntries([...ENTITY_TYPES, '*' as const].map((entity) => [entity, action(entity)]));
  return mapping(properties, [], { description: 'What is done to what is found in a free text; `*` is all else' });
}

function treatmentSchema(): Json {
  return {
    anyOf: [
      { enum: ['keep', 'drop', 'detect'] },
      mapping({ keep: ref('shape') }, ['keep']),
      mapping({ redact: ref('entity') }, ['redact']),
      mapping({ tokenize: { anyOf: [ref('tokenizable'), ref('tokenize')] } }, ['tokenize']),
      mapping({ generalize: ref('generalize') }, ['generalize']),
      mapping({ detect: ref('detect') }, ['detect']),
    ],
  };
}
