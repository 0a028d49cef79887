import { type ErrorCode, type ErrorContext, SigiloError } from '../errors.ts';
import { CONFIGURATION, exitCodeOfCode } from '../exit-code.ts';

/** What a start check found: with a fault the start is refused, with a warning it goes on. */
export interface Finding {
  readonly severity: 'fault' | 'warning';
  readonly code: ErrorCode;
  readonly context: ErrorContext;
}

export function fault(code: ErrorCode, context: ErrorContext = {}): Finding {
  return { severity: 'fault', code, context };
}

export function warning(code: ErrorCode, context: ErrorContext = {}): Finding {
  return { severity: 'warning', code, context };
}

/** The fault that an error of ours amounts to. */
export function faultOf(error: SigiloError): Finding {
  return fault(error.code, error.context);
}

/** Only the faults. */
export function faultsOf(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(({ severity }) => severity === 'fault');
}

/** The error that refuses a start, or null: one fault as itself, several as `start.refused` with a line each, the gravest first. */
export function refusalOf(findings: readonly Finding[]): SigiloError | null {
  const faults = [...faultsOf(findings)].sort((left, right) => gravity(right.code) - gravity(left.code));
  const [first] = faults;
  if (!first) return null;
  if (faults.length === 1) return new SigiloError(first.code, first.context);
  const lines = faults.map(({ code, context }) => new SigiloError(code, context).message);
  return new SigiloError('start.refused', { faults: lines, codes: faults.map(({ code }) => code) });
}

function gravity(code: ErrorCode): number {
  return exitCodeOfCode(code) === CONFIGURATION ? 1 : 0;
}
