import {
  branchName,
  type FieldNode,
  type RecordNode,
  type SchemaJson,
  type SchemaNode,
  type UnionNode,
} from '../../core/avro/schema.ts';

/** A JSON value in Avro's JSON encoding, or the first place that does not fit: names of the schema, never the value. */
export type Shaped = { readonly value: SchemaJson | undefined } | { readonly path: string; readonly fault: string };

/**
 * Puts plain JSON into Avro's JSON encoding: wraps what unions hold, where only one branch fits. What is wrapped already stays.
 * @param path of the value, as a policy writes it: `sender<a.Patient>.phones[]`
 * @param isExact whether properties that the schema does not name make an object misfit; else they are left out
 */
export function shapeRecord(node: SchemaNode, value: unknown, path = '', isExact = false): Shaped {
  switch (node.kind) {
    case 'record':
      return shapeFields(node, value, path, isExact);
    case 'array':
      if (!Array.isArray(value)) return misfit(path, 'an array is needed');
      return shapeAll(value.map((item, index) => [String(index), shapeRecord(node.items, item, `${path}[]`, isExact)]))(
        (entries) => entries.map(([, item]) => item as SchemaJson),
      );
    case 'map':
      if (!isObject(value)) return misfit(path, 'a map is needed: a JSON object');
      return shapeAll(
        Object.entries(value).map(([key, item]) => [key, shapeRecord(node.values, item, `${path}{value}`, isExact)]),
      )((entries) => Object.fromEntries(entries) as SchemaJson);
    case 'union':
      return shapeUnion(node, value, path, isExact);
    default:
      return shapeScalar(node, value, path);
  }
}

function shapeFields(node: RecordNode, value: unknown, path: string, isExact: boolean): Shaped {
  if (!isObject(value)) return misfit(path, 'a record is needed: a JSON object');
  const names = new Set(node.fields.map(({ name }) => name));
  if (isExact && Object.keys(value).some((name) => !names.has(name)))
    return misfit(path, 'has a property that the schema does not name');
  const shaped = node.fields.map((field): readonly [string, Shaped] => {
    const inner = path === '' ? field.name : `${path}.${field.name}`;
    return [field.name, shapeField(field, value, inner, isExact)];
  });
  return shapeAll(shaped)(
    (entries) => Object.fromEntries(entries.filter(([, each]) => each !== undefined)) as SchemaJson,
  );
}

/** A field with a default may be missing. */
function shapeField({ name, node, json }: FieldNode, record: object, path: string, isExact: boolean): Shaped {
  if (Object.hasOwn(record, name)) return shapeRecord(node, (record as Record<string, unknown>)[name], path, isExact);
  return json.default === undefined ? misfit(path, 'is missing') : { value: undefined };
}

function shapeUnion(node: UnionNode, value: unknown, path: string, isExact: boolean): Shaped {
  const contents = node.branches.filter(({ kind }) => kind !== 'null');
  if (value === null)
    return contents.length < node.branches.length ? { value: null } : misfit(path, 'must not be null');
  const named = (branch: SchemaNode) => (contents.length > 1 ? `${path}<${branchName(branch)}>` : path);
  const [wrapper, ...others] = isObject(value) ? Object.keys(value) : [];
  const wrapped = others.length === 0 ? contents.find((branch) => branchName(branch) === wrapper) : undefined;
  const unwrapped =
    wrapped && shapeRecord(wrapped, (value as Record<string, unknown>)[branchName(wrapped)], named(wrapped), isExact);
  if (wrapped && unwrapped && 'value' in unwrapped) return wrap(wrapped, unwrapped.value);
  const plain = contents.map((branch) => ({
    branch,
    shaped: shapeRecord(branch, value, named(branch), isExact || contents.length > 1),
  }));
  const fitting = plain.flatMap(({ branch, shaped }) => ('value' in shaped ? [{ branch, value: shaped.value }] : []));
  if (fitting.length === 1 && fitting[0]) return wrap(fitting[0].branch, fitting[0].value);
  if (fitting.length > 1)
    return misfit(path, `name the branch, since ${list(fitting.map(({ branch }) => branch))} fit: { "BRANCH": … }`);
  if (unwrapped) return unwrapped;
  if (plain.length === 1 && plain[0]) return plain[0].shaped;
  return misfit(path, `fits none of ${list(node.branches)}`);
}

function wrap(branch: SchemaNode, value: SchemaJson | undefined): Shaped {
  return { value: { [branchName(branch)]: value } as SchemaJson };
}

function shapeScalar(
  node: Exclude<SchemaNode, { kind: 'record' | 'array' | 'map' | 'union' }>,
  value: unknown,
  path: string,
): Shaped {
  const whole = (bits: number) => Number.isSafeInteger(value) && Math.abs(Number(value) + 0.5) < 2 ** (bits - 1);
  switch (node.kind) {
    case 'null':
      return value === null ? { value } : misfit(path, 'must be null');
    case 'boolean':
      return typeof value === 'boolean' ? { value } : misfit(path, 'true or false is needed');
    case 'int':
      return whole(32) ? { value: value as number } : misfit(path, 'a whole number of 32 bits (int) is needed');
    case 'long':
      return whole(64) ? { value: value as number } : misfit(path, 'a whole number up to 2^53 (long) is needed');
    case 'float':
    case 'double':
      return typeof value === 'number' ? { value } : misfit(path, `a number (${node.kind}) is needed`);
    case 'string':
      return typeof value === 'string' ? { value } : misfit(path, 'a text (string) is needed');
    case 'enum':
      return typeof value === 'string' && node.symbols.includes(value)
        ? { value }
        : misfit(path, `one of ${node.symbols.join(', ')} is needed`);
    case 'bytes':
    case 'fixed':
      return shapeBytes(node.kind === 'fixed' ? node.size : null, value, path);
  }
}

/** Bytes are a text of characters up to U+00FF, a byte each; what Node makes of a Buffer is taken as well. Any number of them for a null size. */
function shapeBytes(size: number | null, value: unknown, path: string): Shaped {
  const text = isBufferJson(value) ? Buffer.from(value.data).toString('latin1') : value;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: any byte may stand in it
  if (typeof text !== 'string' || !/^[\u0000-\u00ff]*$/.test(text))
    return misfit(path, 'a text of bytes is needed: characters up to U+00FF');
  if (size !== null && text.length !== size) return misfit(path, `${size} bytes (fixed) are needed`);
  return { value: text };
}

function isBufferJson(value: unknown): value is { data: readonly number[] } {
  if (!isObject(value)) return false;
  const { type, data } = value as { type?: unknown; data?: unknown };
  return (
    type === 'Buffer' && Array.isArray(data) && data.every((byte) => Number.isInteger(byte) && byte >= 0 && byte < 256)
  );
}

/** All of them put together, or the first that does not fit. */
function shapeAll(parts: readonly (readonly [string, Shaped])[]) {
  return (join: (entries: readonly (readonly [string, SchemaJson | undefined])[]) => SchemaJson): Shaped => {
    const entries: (readonly [string, SchemaJson | undefined])[] = [];
    for (const [name, part] of parts) {
      if ('fault' in part) return part;
      entries.push([name, part.value]);
    }
    return { value: join(entries) };
  };
}

function misfit(path: string, fault: string): Shaped {
  return { path, fault };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function list(nodes: readonly SchemaNode[]): string {
  return nodes.map(branchName).join(', ');
}
