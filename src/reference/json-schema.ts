/** A piece of a JSON Schema. */
export type Json = { readonly [name: string]: unknown };

/** A text that is not empty. */
export const text = (description: string, more: Json = {}) => ({ type: 'string', minLength: 1, description, ...more });
/** A part defined once. */
export const ref = (name: string) => ({ $ref: `#/definitions/${name}` });
/** A mapping that knows these words and no others. */
export const mapping = (properties: Json, required: readonly string[], more: Json = {}) => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
  ...more,
});
