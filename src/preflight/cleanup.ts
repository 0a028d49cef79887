import { keyFaultOnCompactedSink } from '../core/policy/key-rules.ts';
import type { Policy } from '../core/policy/policy.ts';
import { hasCleanup } from '../io/kafka-topic-facts.ts';
import type { RouteFacts } from './facts.ts';
import { type Finding, fault } from './finding.ts';

const SETTING = 'cleanup.policy';

/** A compacted quarantine would drop records; a compacted sink would drop those whose treated keys are equal, or refuse those without a key. */
export function cleanupFindings(
  { route, sink, quarantine }: RouteFacts,
  policies: readonly Policy[],
): readonly Finding[] {
  const findings: Finding[] = [];
  if (hasCleanup(quarantine, 'compact')) {
    findings.push(fault('quarantine.unfit', { route: route.name, topic: quarantine.name, setting: SETTING }));
  }
  if (!hasCleanup(sink, 'compact')) return findings;
  const faults = policies.flatMap(({ file, key }) => {
    const text = keyFaultOnCompactedSink(key);
    return text === null ? [] : [`${file}: ${text}`];
  });
  if (faults.length > 0) {
    findings.push(fault('sink.key', { route: route.name, topic: sink.name, setting: SETTING, faults }));
  }
  return findings;
}
