import type { SchemaJson, SchemaNode } from '../avro/schema.ts';
import { decimalShape } from '../treat/decimal.ts';
import { compileShape, isUuidBytes, type ShapeDeclaration } from '../treat/shape.ts';
import { type Binding, BLANK, hint } from './leaf-binding.ts';
import type { Carrier } from './plan.ts';
import { pickAttributes } from './schema-attributes.ts';
import { classOfShape } from './shape-class.ts';
import type { SinkNode } from './sink-node.ts';

/** True for types whose values carry no free content and may be kept without a shape. */
export function isPlainScalar(node: SchemaNode): boolean {
  return ['null', 'boolean', 'int', 'long', 'float', 'double', 'enum'].includes(node.kind);
}

/** Binds keep to a type: numbers may have a range; strings, bytes and fixed need a shape; a decimal is a number. */
export function bindKeep(node: SchemaNode, carrier: Carrier, declared: ShapeDeclaration | null): Binding {
  const range = typeof declared === 'object' && declared !== null && 'from' in declared ? declared : null;
  if (isPlainScalar(node)) return bindScalar(node, carrier, declared, range);
  if (carrier === 'subtree')
    return { fault: `keep covers a single value, not ${node.kind}: name what is inside${hint(node)}` };
  if (node.logicalType === 'decimal' && (declared === null || range)) return bindDecimal(node, carrier, range);
  if (declared === null)
    return { fault: `keep of ${node.kind} needs a shape (uuid, token, digits(n), { oneOf }, { pattern, max } …)` };
  if (declared === 'uuid' && node.kind === 'fixed' && node.logicalType === 'uuid')
    return {
      leaf: { ...BLANK, carrier, action: 'keep-bytes', shape: isUuidBytes },
      sink: { kind: 'fixed', node, leafClass: 'closed' },
    };
  if (range) return { fault: `keep of ${node.kind} needs a shape for text, not a range of numbers` };
  const shape = compileShape(declared);
  const keepsDefault = (value: SchemaJson) => typeof value === 'string' && shape(value);
  return {
    leaf: { ...BLANK, carrier, action: 'keep', shape },
    sink: keptSink(node, carrier, classOfShape(declared), keepsDefault),
  };
}

function bindScalar(
  node: SchemaNode,
  carrier: Carrier,
  declared: ShapeDeclaration | null,
  range: { from: number; to: number } | null,
): Binding {
  const isNumber = node.kind !== 'enum' && node.kind !== 'boolean' && node.kind !== 'null';
  if (declared !== null && !(range && isNumber))
    return { fault: `keep of ${node.kind} takes no shape${isNumber ? ' but a range: { from: 0, to: 300 }' : ''}` };
  const shape = range && compileShape(range);
  const sink: SinkNode =
    node.kind === 'enum'
      ? { kind: 'enum', node }
      : {
          kind: 'primitive',
          type: node.kind as 'long',
          json: node.json,
          leafClass: null,
          keepsDefault: (value) =>
            typeof value === (node.kind === 'boolean' ? 'boolean' : 'number') && (shape?.(String(value)) ?? true),
        };
  return { leaf: { ...BLANK, carrier, action: 'keep', shape }, sink };
}

/** No shape fits a decimal's bytes, and none is needed: what has the declared precision is a number. */
function bindDecimal(node: SchemaNode, carrier: Carrier, range: { from: number; to: number } | null): Binding {
  const { precision, scale = 0 } = pickAttributes(node.json, ['precision', 'scale']);
  const shape = decimalShape(Number(precision), Number(scale), range);
  const keepsDefault = (value: SchemaJson) => typeof value === 'string' && shape(value);
  return {
    leaf: { ...BLANK, carrier, action: 'keep-bytes', shape },
    sink: keptSink(node, carrier, 'closed', keepsDefault),
  };
}

function keptSink(
  node: SchemaNode,
  carrier: Carrier,
  leafClass: 'kept' | 'closed' | 'text',
  keepsDefault: (value: SchemaJson) => boolean,
): SinkNode {
  return node.kind === 'fixed'
    ? { kind: 'fixed', node, leafClass }
    : { kind: 'primitive', type: carrier as 'string', json: node.json, leafClass, keepsDefault };
}
