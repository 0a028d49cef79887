import { isLost } from '../io/kafka-topic-facts.ts';
import type { RouteFacts } from './facts.ts';
import { type Finding, fault, warning } from './finding.ts';

/**
 * A partition without an offset begins at the start of the source: if its sink holds records, they would be doubled.
 * An offset outside of what the source holds stops its partition alone.
 */
export function offsetFindings({ route, offsets }: RouteFacts): readonly Finding[] {
  if (offsets === null) return [];
  const findings: Finding[] = [];
  for (const [partition, offset] of offsets.committed) {
    const place = { route: route.name, topic: route.source, partition };
    if (offset === null) {
      // A sink whose records have all expired counts as well: its end is not 0.
      const isUsed = (offsets.sink.get(partition)?.high ?? 0n) > 0n;
      if (isUsed && !route.fromStart) findings.push(fault('source.no_offset', place));
      continue;
    }
    const held = offsets.source.get(partition);
    if (held && isLost(offset, held)) {
      findings.push(warning('source.offset_lost', { ...place, offset: offset.toString() }));
    }
  }
  return findings;
}
