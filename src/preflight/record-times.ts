import type { Policy } from '../core/policy/policy.ts';
import { acceptedTimes, retentionOf } from '../io/kafka-topic-facts.ts';
import type { RouteFacts } from './facts.ts';
import { type Finding, fault, warning } from './finding.ts';

/** Cut to these, records look so old that a topic with times of their own would delete or refuse them. */
const COARSE = new Set<Policy['timestamp']>(['day', 'year']);

/**
 * A policy that cuts times to days or years needs a sink that writes times of its own. Any other sink should take the
 * times that the source takes: records with others are quarantined, one by one (no time stops a partition).
 */
export function recordTimeFindings(
  { route, source, sink }: RouteFacts,
  policies: readonly Policy[],
): readonly Finding[] {
  const times = sink && acceptedTimes(sink);
  if (sink === null || times === null) return [];
  const place = { route: route.name, topic: sink.name };
  if (policies.some(({ timestamp }) => COARSE.has(timestamp))) {
    return [fault('sink.timestamp_type', { ...place, setting: 'message.timestamp.type' })];
  }
  if (source === null) return [];
  const findings: Finding[] = [];
  const given = acceptedTimes(source);
  if (given !== null && times.futureMs < given.futureMs) {
    findings.push(narrower(place, 'message.timestamp.after.max.ms', given.futureMs, times.futureMs));
  }
  const oldest = Math.min(given?.pastMs ?? Number.POSITIVE_INFINITY, retentionOf(source) ?? Number.POSITIVE_INFINITY);
  if (times.pastMs < oldest) {
    findings.push(narrower(place, 'message.timestamp.before.max.ms', oldest, times.pastMs));
  }
  return findings;
}

/** A limit that is none (infinite, or the largest long) is left out. */
function narrower(place: { route: string; topic: string }, setting: string, wanted: number, actual: number): Finding {
  return warning('sink.times', { ...place, setting, ...(Number.isSafeInteger(wanted) && { limit: wanted }), actual });
}
