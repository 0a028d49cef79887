import { createDetector, type Detector } from './core/detect/detector.ts';
import type { Knowledge } from './core/detect/names/name-model.ts';
import type { DetectionRules } from './core/policy/detection-rules.ts';

/** The detectors of all policies that one process serves. */
export interface PolicyDetectors {
  /** Version of what all have in common; what a policy adds is in its plan id by its declaration. */
  readonly id: string;
  /** The detector that looks for what a policy declares, too; the same one for policies that declare nothing. */
  readonly detectorOf: (rules: DetectionRules) => Detector;
}

/** Makes detectors on demand, each once. Without knowledge they find no names. */
export function createPolicyDetectors(knowledge: Knowledge | null): PolicyDetectors {
  const plain = createDetector({ knowledge });
  const made = new WeakMap<DetectionRules, Detector>();
  const detectorOf = (rules: DetectionRules): Detector => {
    const { recognizers, allow } = rules;
    if (recognizers.length === 0 && allow.length === 0) return plain;
    const detector = made.get(rules) ?? createDetector({ knowledge, recognizers, allow });
    made.set(rules, detector);
    return detector;
  };
  return { id: plain.id, detectorOf };
}
