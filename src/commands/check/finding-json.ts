import { ERROR_CODES } from '../../errors.ts';
import type { Finding } from '../../preflight/finding.ts';

/** A finding for programs: its code and place, what it means, and what to do. */
export function findingJson({ code, context }: Finding): Readonly<Record<string, unknown>> {
  const { codes: _, ...place } = context;
  const [what, todo] = ERROR_CODES[code];
  return { code, ...place, what, todo };
}
