import type { EntityType } from '../../entity.ts';
import type { CheckName } from './check-names.ts';

/** What a policy declares to find a number of its own house: a record number, a protocol, a badge. */
export interface UserRecognizer {
  readonly name: string;
  readonly entity: EntityType;
  readonly form: UserForm;
  /** Check that the digits must pass to be sure without a cue; a number with a cue is found also when it fails. */
  readonly check: CheckName | null;
  /** Words that announce it. */
  readonly cues: readonly string[];
  /** `match` marks each expected range as «…»; nothing in a text of `reject` may be found. */
  readonly examples: { readonly match: readonly string[]; readonly reject: readonly string[] };
}

/** Letters and so many digits behind them (`prefix` may be empty), or a pattern. */
export type UserForm =
  | { readonly prefix: string; readonly fewest: number; readonly most: number }
  | { readonly pattern: string };
