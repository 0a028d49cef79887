import { keyFaultOnCompactedSink, tokenizesKey } from '../core/policy/key-rules.ts';
import type { Policy } from '../core/policy/policy.ts';
import { hasCleanup, type TopicFacts } from '../io/kafka-topic-facts.ts';
import type { RouteFacts } from './facts.ts';
import { type Finding, fault, warning } from './finding.ts';

const SETTING = 'cleanup.policy';

/** A compacted quarantine would drop records; a compacted sink would drop those whose treated keys are equal, refuse those without a key, and never forget a row whose tombstone is quarantined. */
export function cleanupFindings(
  { route, sink, quarantine }: RouteFacts,
  policies: readonly Policy[],
): readonly Finding[] {
  const findings: Finding[] = [];
  if (quarantine !== null && hasCleanup(quarantine, 'compact')) {
    findings.push(fault('quarantine.unfit', { route: route.name, ...settingOf(quarantine) }));
  }
  if (sink === null || !hasCleanup(sink, 'compact')) return findings;
  const faults = policies.flatMap(({ file, key }) => {
    const text = keyFaultOnCompactedSink(key);
    return text === null ? [] : [`${file}: ${text}`];
  });
  if (faults.length > 0) {
    findings.push(fault('sink.key', { route: route.name, ...settingOf(sink), faults }));
  }
  if (policies.some(refusesTombstones)) {
    findings.push(warning('sink.tombstones', { route: route.name, ...settingOf(sink) }));
  }
  return findings;
}

function settingOf({ name, settings }: TopicFacts): { topic: string; setting: string; found: string } {
  return { topic: name, setting: SETTING, found: settings.get(SETTING) ?? '' };
}

/** A tombstone has no field that could tell its tenant, which is a part of each token. */
function refusesTombstones({ tenant, key, headers }: Policy): boolean {
  return 'field' in tenant && (tokenizesKey(key) || headers.some(({ treatment }) => treatment.kind === 'tokenize'));
}
