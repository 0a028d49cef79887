import { compileShape, type ShapeDeclaration } from '../treat/shape.ts';
import { isMapping } from './mapping.ts';
import { whatPasses } from './wide-pattern.ts';

const SHAPES =
  'a shape is uuid, ulid, epoch, token, digits(n), { oneOf: […] }, { pattern, max }, or { from, to } for numbers';

const ANY_TEXT =
  'the pattern matches any text, so it would keep whatever people write: use detect, tokenize or drop, or a pattern of the form that the value has';

/** Reads a shape: `uuid | ulid | epoch | token | digits(n) | { oneOf } | { pattern, max } | { from, to }`; reports why it is none. */
export function parseShape(argument: unknown, report: (fault: string) => null): ShapeDeclaration | null {
  const shape = readShape(argument, report);
  if (shape === null) return null;
  try {
    compileShape(shape);
  } catch (error) {
    // Our own sentences on the declaration.
    return report(error instanceof Error ? error.message : SHAPES);
  }
  if (typeof shape === 'object' && 'pattern' in shape && whatPasses(shape).isAny) return report(ANY_TEXT);
  return shape;
}

function readShape(argument: unknown, report: (fault: string) => null): ShapeDeclaration | null {
  if (argument === 'uuid' || argument === 'ulid' || argument === 'epoch' || argument === 'token') return argument;
  if (typeof argument === 'string') {
    const digits = /^digits\((\d{1,4})\)$/.exec(argument)?.[1];
    return digits ? { digits: Number(digits) } : report(SHAPES);
  }
  if (!isMapping(argument)) return report(SHAPES);
  const { oneOf, pattern, max, from, to } = argument;
  switch (Object.keys(argument).sort().join()) {
    case 'oneOf':
      return Array.isArray(oneOf) ? { oneOf } : report('oneOf is a list: { oneOf: [first, second] }');
    case 'pattern':
      return report("a pattern needs max, the most characters that may be kept: { pattern: '…', max: 40 }");
    case 'max':
      return report("max belongs to a pattern: { pattern: '…', max: 40 }; a number is bounded by { from, to }");
    case 'max,pattern':
      return { pattern: pattern as string, max: max as number };
    case 'from,to':
      return { from: from as number, to: to as number };
    case 'from':
    case 'to':
      return report('a range of numbers has both ends: { from: 0, to: 300 }');
    default:
      return report(SHAPES);
  }
}
