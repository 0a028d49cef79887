import type { SchemaJson } from '../../../src/core/avro/schema.ts';
import type { Random } from './random.ts';

const SCALARS: readonly SchemaJson[] = [
  'null',
  'boolean',
  'int',
  'long',
  'float',
  'double',
  'bytes',
  'string',
  'string',
  'string',
  { type: 'string', logicalType: 'uuid' },
  { type: 'int', logicalType: 'date' },
  { type: 'int', logicalType: 'time-millis' },
  { type: 'long', logicalType: 'time-micros' },
  { type: 'long', logicalType: 'timestamp-millis' },
  { type: 'long', logicalType: 'local-timestamp-micros' },
  { type: 'bytes', logicalType: 'decimal', precision: 9, scale: 2 },
  { type: 'string', logicalType: 'of-our-own' },
];

interface Naming {
  readonly random: Random;
  readonly defined: string[];
  readonly openRecords: string[];
  count: number;
}

/** A schema of all types: nested namespaces, references back, recursion through unions, arrays and maps. */
export function randomSchema(random: Random): SchemaJson {
  const naming: Naming = { random, defined: [], openRecords: [], count: 0 };
  return random.chance(0.9) ? randomRecord(naming, '', 0) : randomType(naming, '', 0);
}

function randomName(naming: Naming, namespace: string): { attributes: Record<string, string>; full: string } {
  const short = `T${naming.count++}`;
  switch (naming.random.below(4)) {
    case 0:
      return { attributes: { name: short }, full: namespace === '' ? short : `${namespace}.${short}` };
    case 1:
      return { attributes: { name: short, namespace: 'other.space' }, full: `other.space.${short}` };
    case 2:
      return { attributes: { name: `dotted.${short}` }, full: `dotted.${short}` };
    default:
      return { attributes: { name: short, namespace: 'a' }, full: `a.${short}` };
  }
}

function randomRecord(naming: Naming, namespace: string, depth: number): SchemaJson {
  const { random } = naming;
  const { attributes, full } = randomName(naming, namespace);
  const inside = full.slice(0, Math.max(0, full.lastIndexOf('.')));
  naming.openRecords.push(full);
  const count = depth === 0 ? 1 + random.below(8) : random.below(4);
  const fields = Array.from({ length: count }, (_, index) => ({
    name: `f${index}`,
    type: randomType(naming, inside, depth + 1),
  }));
  naming.openRecords.pop();
  naming.defined.push(full);
  return { type: 'record', ...attributes, fields };
}

function randomType(naming: Naming, namespace: string, depth: number): SchemaJson {
  const { random } = naming;
  const kind = depth >= 4 ? 0 : random.below(13);
  if (kind <= 4) return random.pick(SCALARS);
  if (kind === 5) return randomRecord(naming, namespace, depth);
  if (kind === 6) return { type: 'array', items: randomType(naming, namespace, depth + 1) };
  if (kind === 7) return { type: 'map', values: randomType(naming, namespace, depth + 1) };
  if (kind === 8)
    return randomNamed(naming, namespace, 'enum', { symbols: ['A', 'B', 'C'].slice(0, 1 + random.below(3)) });
  if (kind === 9) return randomNamed(naming, namespace, 'fixed', { size: random.pick([0, 1, 12, 16]) });
  if (kind === 10 && naming.defined.length > 0) return absolute(random.pick(naming.defined));
  if (kind === 11 && naming.openRecords.length > 0) {
    const back = absolute(random.pick(naming.openRecords));
    return random.pick<SchemaJson>([['null', back], { type: 'array', items: back }, { type: 'map', values: back }]);
  }
  return randomUnion(naming, namespace, depth);
}

/** A short name of the null namespace would be looked up in the enclosing one first. */
function absolute(full: string): string {
  return full.includes('.') ? full : `.${full}`;
}

function randomNamed(naming: Naming, namespace: string, type: string, rest: Record<string, SchemaJson>): SchemaJson {
  const { attributes, full } = randomName(naming, namespace);
  naming.defined.push(full);
  return { type, ...attributes, ...rest };
}

function randomUnion(naming: Naming, namespace: string, depth: number): SchemaJson {
  const { random } = naming;
  const branches: SchemaJson[] = [];
  const wanted = 1 + random.below(4);
  const unnamed = ['null', 'string', 'long', 'double', 'boolean', 'bytes', 'int', 'array', 'map'];
  for (let index = 0; index < wanted; index++) {
    if (random.chance(0.3)) branches.push(randomRecord(naming, namespace, depth + 1));
    const kind = unnamed.splice(random.below(unnamed.length), 1)[0]!;
    if (kind === 'array') branches.push({ type: 'array', items: randomType(naming, namespace, depth + 1) });
    else if (kind === 'map') branches.push({ type: 'map', values: randomType(naming, namespace, depth + 1) });
    else branches.push(kind);
  }
  return branches;
}
