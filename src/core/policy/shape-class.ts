import type { LeafClass } from '../guard/leak-check.ts';
import type { ShapeDeclaration } from '../treat/shape.ts';

/** How the guard looks at text kept by a shape: a pattern or a token may admit a name, the other shapes cannot. */
export function classOfShape(shape: ShapeDeclaration): LeafClass {
  return shape === 'token' || (typeof shape === 'object' && 'pattern' in shape) ? 'kept' : 'closed';
}
