import type { Telemetry } from '../../src/telemetry-events.ts';

/** Prints each event as a mark instead of counting it. */
export function recordingTelemetry(print: (mark: string, fields?: object) => void): Telemetry {
  return {
    batchCommitted: ({ partition, firstOffset, lastOffset, consumed, forwarded, quarantined, route }) =>
      print('committed', {
        route,
        partition,
        firstOffset,
        lastOffset,
        consumed,
        forwarded,
        reasons: [...quarantined].map(([reason, { count }]) => [reason, count]),
      }),
    transaction: (_route, outcome) => {
      if (outcome === 'failed') print('failed');
    },
    partitionPaused: (route, partition, code) => print('paused', { route, partition, code }),
    partitionResumed: (route, partition) => print('resumed', { route, partition }),
    lag: (route, partition, records, seconds, headroomSeconds) =>
      print('lag', { route, partition, records, seconds, headroomSeconds }),
    partitionsAssigned: (route, partitions) => print('assigned', { route, partitions }),
    breaker: (route, open) => print('breaker', { route, open }),
    recordsExpired: (route, partition, count) => print('expired', { route, partition, count }),
    memory: () => {},
    memoryRebuilt: (route, outcome) => print('memory', { route, outcome }),
    registryRequest: () => {},
    log: (level, message, fields) => print('log', { level, message, ...fields }),
  };
}
