import type { CoverageRow } from '../../core/policy/plan.ts';
import { findGroups } from '../init/find-group.ts';

/** A kept number without a range. */
const KEPT_NUMBER = /^(?:int|long|float|double)$|\(decimal\)$/;
/** A text that is kept by its form; a list of values can hold nobody's. */
const KEPT_TEXT = /^keep (?!one of |from )/;

/**
 * Rows that keep what its name says to identify: a number without a range, so that a CPF in a long would pass, or a text by
 * its form, which the identifier of the name has as well.
 * @param rows of the record's fields, and of its headers, whose paths are `(header name)`
 * @param told sentences that say so of some of these paths already
 */
export function keptIdentifiers(rows: readonly CoverageRow[], told: readonly string[]): readonly string[] {
  return rows.flatMap(({ path, type, treatment }) => {
    const isNumber = treatment === 'keep' && KEPT_NUMBER.test(type);
    if (!isNumber && !KEPT_TEXT.test(treatment)) return [];
    if (isNumber && told.some((warning) => warning.includes(` ${path}: `))) return [];
    const name = lastName(path);
    const [best] = findGroups(name);
    if (!best || best.about) return [];
    const { meaning } = best.group;
    if (meaning.kind === 'identifier') {
      const { entity } = meaning;
      const advice = isNumber
        ? 'tokenize it, or bound it: { keep: { from: 0, to: … } }'
        : 'tokenize or redact it; or list the values that it can have: { keep: { oneOf: […] } }';
      return [`${path}: a kept ${isNumber ? type : 'text'} of this name may be a ${entity}: ${advice}`];
    }
    if (meaning.kind !== 'text' || isNumber) return [];
    return [`${path}: a kept text of this name is written by people: use detect, or list its values: { oneOf: […] }`];
  });
}

function lastName(path: string): string {
  const header = /^\(header (.*)\)$/.exec(path)?.[1];
  if (header !== undefined) return header;
  const names = path.replace(/<[^>]*>|\[\]|\{\w+\}/g, '').split('.');
  return names.at(-1) as string;
}
