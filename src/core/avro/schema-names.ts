import { SigiloError } from '../../errors.ts';

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Kinds that need no definition; no type may be called so, in any namespace. */
export const PRIMITIVE_KINDS = ['null', 'boolean', 'int', 'long', 'float', 'double', 'bytes', 'string'] as const;

export function isPrimitive(name: string): name is (typeof PRIMITIVE_KINDS)[number] {
  return (PRIMITIVE_KINDS as readonly string[]).includes(name);
}

/** Avro has no bound on names, and whoever registers a schema chooses them: a sentence must fit a line all the same. */
const LONGEST_SENTENCE = 500;

/** Refuses a schema with one sentence of ours, which may hold checked names but nothing else of the schema. */
export function refuse(sentence: string): never {
  const fault = sentence.length > LONGEST_SENTENCE ? `${sentence.slice(0, LONGEST_SENTENCE)}…` : sentence;
  throw new SigiloError('schema.invalid', { faults: [fault] });
}

/** Whether Avro allows the name; `__proto__` is legal Avro but cannot be a property of a plain object. */
export function isName(name: unknown): name is string {
  return typeof name === 'string' && NAME.test(name) && name !== '__proto__';
}

/** Whether every dot-separated part is a name. */
export function isDottedName(name: unknown): name is string {
  return typeof name === 'string' && name.split('.').every(isName);
}

/** The namespace part of a full name, `''` for the null namespace. */
export function namespaceOf(fullName: string): string {
  return fullName.slice(0, Math.max(0, fullName.lastIndexOf('.')));
}

/**
 * The full name of a name used in a namespace: a dotted one is full already (a leading dot means the null namespace);
 * null when it breaks the name rules.
 */
export function qualify(name: unknown, namespace: string): string | null {
  if (typeof name !== 'string') return null;
  const absolute = name.startsWith('.') ? name.slice(1) : name;
  const full = name.includes('.') || namespace === '' ? absolute : `${namespace}.${name}`;
  return isDottedName(full) ? full : null;
}

/** The full name of a definition, from its `name` and `namespace` and the namespace that encloses it. */
export function definedName(json: { readonly [attribute: string]: unknown }, enclosing: string, where: string): string {
  const { namespace } = json;
  const own = namespace === undefined || namespace === null ? enclosing : namespace;
  if (own !== '' && !isDottedName(own)) refuse(`${where}: the namespace breaks Avro's rules for names`);
  const full = qualify(json.name, own as string);
  if (full === null) refuse(`${where}: the name of a type is missing or breaks Avro's rules for names`);
  if (isPrimitive(full.slice(full.lastIndexOf('.') + 1))) refuse(`${where}: ${full} has the name of a primitive type`);
  return full;
}
