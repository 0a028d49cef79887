import type { SchemaJson } from '../avro/schema.ts';
import { prepareCanaries } from './canary.ts';
import { checkContent, createLeafSearch, nextPiece, startRecord } from './leaf-check.ts';
import { CLASSES, compileSinkNodes } from './sink-nodes.ts';
import type { Guard, LeafClass } from './verdict.ts';
import { createWalkState, walkRecord } from './walker.ts';

export type { Guard, GuardHit, GuardInput, LeafClass } from './verdict.ts';

// Slack for nothing in particular: an exact bound would be right, a wrong fault would stop the route.
const GROWTH_SLACK_BYTES = 64;

/**
 * Compiles the guard of a sink schema. Keys of `leafClasses` are the sink record's full name, a dot and the field,
 * then `[]` for items, `{key}` and `{value}` of a map, `<branch>` where a union has several branches that are not null.
 * Throws schema.invalid.
 */
export function compileGuard(
  sinkSchema: SchemaJson,
  leafClasses: ReadonlyMap<string, LeafClass>,
  options: { canaries: readonly string[] },
): Guard {
  const root = compileSinkNodes(sinkSchema, leafClasses);
  const search = createLeafSearch(prepareCanaries(options.canaries));
  const state = createWalkState(search);
  return {
    check(input) {
      startRecord(search, input.known, input.bytes, input.start, input.end);
      const hit = walkRecord(state, root, input);
      if (hit !== null) return hit;
      // All that Sigilo did not write was copied from the source record, so it cannot be more than that had.
      const grew = state.copied > input.sourceBytes + GROWTH_SLACK_BYTES;
      return grew ? { check: 'growth', fieldPath: root.path, fault: true } : null;
    },
    checkText(text, leafClass, known, fieldPath) {
      const bytes = Buffer.from(text, 'utf8');
      if (known !== null) startRecord(search, known, bytes, 0, bytes.length);
      else nextPiece(search, bytes, 0, bytes.length);
      return checkContent(search, bytes, 0, bytes.length, CLASSES[leafClass], fieldPath);
    },
  };
}
