import type { ErrorCode } from '../../errors.ts';
import { type Finding, faultsOf } from '../../preflight/finding.ts';

export interface Verdict {
  /** What ends the command; null when it passes. */
  readonly code: Extract<ErrorCode, 'check.failed' | 'check.incomplete'> | null;
  /** What a start would do. */
  readonly text: string;
}

/** Faults of the check alone: a start waits for its registry. A registry that is not who it should be refuses the start. */
const WAITING: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['registry.unavailable', 'registry.unauthorized']);

/** A worker waits for its registry. A check that could not ask it has not seen the schemas, and must not pass. */
export function asUnchecked(finding: Finding): Finding {
  return WAITING.has(finding.code) ? { ...finding, severity: 'fault' } : finding;
}

/** What the findings of a check amount to. */
export function verdictOf(findings: readonly Finding[]): Verdict {
  const faults = faultsOf(findings);
  if (faults.length === 0) return { code: null, text: 'a start would go on' };
  if (!faults.every(({ code }) => WAITING.has(code))) return { code: 'check.failed', text: 'a start would be refused' };
  const text = 'the schemas could not be looked at; a start would go on and wait for the registry';
  return { code: 'check.incomplete', text };
}
