import { AVRO_MUTANTS } from './avro-mutants.ts';
import { DETECT_MUTANTS } from './detect-mutants.ts';
import { EDGE_MUTANTS } from './edge-mutants.ts';
import { EXACTLY_ONCE_MUTANTS } from './exactly-once-mutants.ts';
import { MEMORY_MUTANTS } from './memory-mutants.ts';
import { POLICY_MUTANTS } from './policy-mutants.ts';
import { SHAPE_MUTANTS } from './shape-mutants.ts';
import { TYPE_MUTANTS } from './type-mutants.ts';

/** One rule taken out of the code, and the tests that must notice. */
export interface Mutant {
  readonly name: string;
  readonly file: string;
  /** Occurs exactly once in the file. */
  readonly from: string;
  readonly to: string;
  /** Unit tests, or integration tests: these need a stack. */
  readonly tests: readonly string[];
  /** Part of the names of those that count; all unless given. */
  readonly named?: string;
}

/** Mutants of one file. */
export interface MutantGroup {
  readonly file: string;
  readonly tests: readonly string[];
  readonly named?: string;
  readonly mutants: readonly (readonly [name: string, from: string, to: string])[];
}

const GROUPS: readonly MutantGroup[] = [
  ...SHAPE_MUTANTS,
  ...TYPE_MUTANTS,
  ...POLICY_MUTANTS,
  ...AVRO_MUTANTS,
  ...EDGE_MUTANTS,
  ...MEMORY_MUTANTS,
  ...DETECT_MUTANTS,
  ...EXACTLY_ONCE_MUTANTS,
];

/**
 * All mutants: each shape, refusal of a type, floor, strictness rule, rule of keys, headers and timestamps, and step of
 * exactly-once.
 */
export const MUTANTS: readonly Mutant[] = GROUPS.flatMap(({ mutants, ...group }) =>
  mutants.map(([name, from, to]) => ({ ...group, name, from, to })),
);

/** Whether a mutant is judged by tests that need a stack. */
export function needsStack({ tests }: Mutant): boolean {
  return tests.some((test) => test.startsWith('test/integration/'));
}
