import type { CoverageRow } from '../../core/policy/plan.ts';
import { findGroups } from '../init/find-group.ts';

/** A kept number without a range. */
const KEPT_NUMBER = /^(?:int|long|float|double)$|\(decimal\)$/;

/**
 * Rows that keep a number whose name suggests an identifier: numbers need no shape, so that a CPF in a long would pass.
 * @param told sentences that say so of some of these paths already
 */
export function keptIdentifiers(rows: readonly CoverageRow[], told: readonly string[]): readonly string[] {
  return rows.flatMap(({ path, type, treatment }) => {
    if (treatment !== 'keep' || !KEPT_NUMBER.test(type)) return [];
    if (told.some((warning) => warning.includes(` ${path}: `))) return [];
    const [best] = findGroups(lastName(path));
    if (best?.group.meaning.kind !== 'identifier' || best.about) return [];
    const { entity } = best.group.meaning;
    return [
      `${path}: a kept ${type} of this name may be a ${entity}: tokenize it, or bound it: { keep: { from: 0, to: … } }`,
    ];
  });
}

function lastName(path: string): string {
  const names = path.replace(/<[^>]*>|\[\]|\{\w+\}/g, '').split('.');
  return names.at(-1) as string;
}
