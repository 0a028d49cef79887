import { EXPLANATIONS } from '../../error-explanations.ts';
import { type RecordReason, URGENT_REASONS } from '../../errors.ts';
import type { RouteHealth } from '../../worker/health.ts';

/** Records of one reason that somebody should see to. */
export interface RecentAttention {
  readonly code: RecordReason;
  readonly route: string;
  readonly count: number;
  /** Of the last one, where it is known. */
  readonly schemaId?: number;
  readonly fieldPath?: string;
  readonly what: string;
  readonly todo: string;
}

/** Of all other reasons a few records are everyday life: this share of those read is not. */
const SHARE = 0.01;
/** Among so few records a share of one in a hundred says nothing: then it must be more than half. */
const FEW = 20;

/** What of the records quarantined in the last 15 minutes somebody should see to. */
export function recentAttention({ route, recent, recentConsumed }: RouteHealth): readonly RecentAttention[] {
  return recent
    .filter(({ reason, count }) => URGENT_REASONS.has(reason) || count > (count > FEW ? SHARE : 0.5) * recentConsumed)
    .map(({ reason, count, schemaId, fieldPath }) => ({
      code: reason,
      route,
      count,
      ...(schemaId !== null && { schemaId }),
      ...(fieldPath !== null && { fieldPath }),
      what: `${count.toLocaleString('en-US')} of ${recentConsumed.toLocaleString('en-US')} records of the last 15 minutes are in the quarantine`,
      todo: `${EXPLANATIONS[reason].steps[0]} (\`sigilo explain ${reason}\` says more)`,
    }));
}
