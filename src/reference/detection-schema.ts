import { CHECKS } from '../core/detect/user/check-names.ts';
import { type Json, mapping, ref, text } from './json-schema.ts';

/** What a policy may say of the search in free text. */
export function detectionProperties(): Json {
  return {
    recognizers: {
      description: 'Numbers of the house that are found in free text, by name; their examples run as tests',
      type: 'object',
      propertyNames: { pattern: '^[a-z0-9][a-z0-9-]{0,63}$' },
      additionalProperties: recognizerSchema(),
    },
    allow: {
      description: 'Texts of the house that stay in free text: hotlines, addresses, names of bots and brands',
      type: 'array',
      items: text('A text'),
    },
    language: languageSchema(),
    otherLanguage: {
      enum: ['redact', 'detect'],
      description: 'What becomes of a text that is neither Portuguese nor English nor Spanish; redact unless given',
    },
  };
}

function recognizerSchema(): Json {
  const digits = { type: 'integer', minimum: 1, maximum: 20 };
  const texts = (description: string) => ({ type: 'array', minItems: 2, items: text(description) });
  return mapping(
    {
      entity: ref('entity'),
      prefix: text('Letters before the digits', { pattern: '^\\p{L}{1,10}$' }),
      digits: { anyOf: [digits, { type: 'array', items: digits, minItems: 2, maxItems: 2 }] },
      pattern: text('RE2 expression instead of prefix and digits; neither case nor accents matter'),
      check: { enum: Object.keys(CHECKS), description: 'Check digit at the end' },
      cues: { type: 'array', items: text('One to four words that announce it') },
      match: texts('A text with what is to be found marked as «…»'),
      reject: texts('A text in which nothing may be found'),
    },
    ['entity', 'match', 'reject'],
    { oneOf: [{ required: ['digits'] }, { required: ['pattern'] }] },
  );
}

function languageSchema(): Json {
  return {
    description: 'The language of the texts; without it, it is told from the text',
    anyOf: [
      mapping({ const: text('A language tag, such as pt or en-US') }, ['const']),
      mapping({ field: text('Path of the field that holds the tag') }, ['field']),
    ],
  };
}
