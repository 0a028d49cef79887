import { AVRO_MUTANTS } from './avro-mutants.ts';
import { DETECT_MUTANTS } from './detect-mutants.ts';
import { EDGE_MUTANTS } from './edge-mutants.ts';
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
  readonly tests: readonly string[];
}

/** Mutants of one file. */
export interface MutantGroup {
  readonly file: string;
  readonly tests: readonly string[];
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
];

/** All mutants: each shape, refusal of a type, floor, strictness rule, and rule of keys, headers and timestamps. */
export const MUTANTS: readonly Mutant[] = GROUPS.flatMap(({ file, tests, mutants }) =>
  mutants.map(([name, from, to]) => ({ name, file, from, to, tests })),
);
