import { EXPLANATIONS } from '../../error-explanations.ts';
import { ERROR_CODES, type ErrorCode, type RecordReason } from '../../errors.ts';
import { exitCodeOfCode } from '../../exit-code.ts';
import { CONSEQUENCES, type Consequence } from '../../explanations/explanation.ts';

/** All that is known of an error code or of a reason. */
export interface Explained {
  readonly code: ErrorCode | RecordReason;
  readonly kind: 'error' | 'reason';
  readonly what: string;
  readonly why: string;
  readonly recognise: string;
  readonly steps: readonly string[];
  /** Whether it is tried again, as a sentence. */
  readonly retried: string;
  /** Null when no process ends by it. */
  readonly exitCode: number | null;
}

/** These end a process or a command, or may. */
const ENDING: ReadonlySet<Consequence> = new Set<Consequence>([
  ...(['refused', 'refusedOrWaits', 'refusedOrPaused'] as const),
  ...(['waitsOrEnds', 'quarantinedOrEnds', 'ends', 'command'] as const),
]);

/** All codes, errors first, each once. */
export function allCodes(): readonly (ErrorCode | RecordReason)[] {
  return Object.keys(EXPLANATIONS) as (ErrorCode | RecordReason)[];
}

/** Whether a word is a code. */
export function isCode(word: string): word is ErrorCode | RecordReason {
  return Object.hasOwn(EXPLANATIONS, word);
}

/** Puts together what is known of a code; a word that is code and reason (`internal`) counts as an error. */
export function explained(code: ErrorCode | RecordReason): Explained {
  const { why, recognise, steps, consequence } = EXPLANATIONS[code];
  const isError = Object.hasOwn(ERROR_CODES, code);
  return {
    code,
    kind: isError ? 'error' : 'reason',
    what: isError ? ERROR_CODES[code as ErrorCode][0] : 'why a record is in the quarantine',
    why,
    recognise,
    steps,
    retried: CONSEQUENCES[consequence],
    exitCode: isError && ENDING.has(consequence) ? exitCodeOfCode(code as ErrorCode) : null,
  };
}
