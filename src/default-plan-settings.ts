import { DEFAULT_LIMITS } from './core/limits.ts';
import type { PlanSettings } from './core/policy/compile-plan.ts';

/** What a plan without a configuration is made with: the defaults of `sigilo.yaml`, and the first key version. */
export function defaultPlanSettings(detectorId: string): PlanSettings {
  return {
    uncovered: 'quarantine',
    limits: DEFAULT_LIMITS,
    region: 'BR',
    keyVersion: 'k1',
    detectorId,
    canaries: [],
  };
}
