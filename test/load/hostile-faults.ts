import type { HostileResult } from './run-hostile.ts';

/** The example deployment gives a worker this much; see deploy/kubernetes/worker. */
const MOST_RSS_MB = 1_024;

/** All that is wrong with a run, one sentence each; none when every record came to where it belongs. */
export function faultsOfHostile(result: HostileResult): string[] {
  const { written, forwarded, quarantined, metrics, reasons, reasonsInMetrics } = result;
  const none = [
    'missing',
    'doubled',
    'outOfOrder',
    'strange',
    'wrongOutcomes',
    'blocked',
    'restarts',
    'stderrBytes',
  ] as const;
  return [
    ...none.flatMap((name) => (result[name] === 0 ? [] : [`${name}: ${result[name]}`])),
    ...result.wrongKinds,
    ...(forwarded + quarantined === written ? [] : [`${written} written, ${forwarded + quarantined} came out`]),
    ...(metrics.consumed === written ? [] : [`${written} written, the metrics count ${metrics.consumed}`]),
    ...(metrics.forwarded === forwarded && metrics.quarantined === quarantined
      ? []
      : [`the metrics count ${metrics.forwarded} forwarded and ${metrics.quarantined} quarantined records`]),
    ...(sameCounts(reasons, reasonsInMetrics) ? [] : ['the metrics count other reasons than the quarantine holds']),
    ...(result.exitStatus === 0 ? [] : [`the worker ended with ${result.exitStatus}`]),
    ...(result.peakRssMb <= MOST_RSS_MB ? [] : [`the worker took ${result.peakRssMb} MB at its peak`]),
  ];
}

function sameCounts(left: Readonly<Record<string, number>>, right: Readonly<Record<string, number>>): boolean {
  const names = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...names].every((name) => left[name] === right[name]);
}
