import type { RouteFacts } from './facts.ts';
import { type Finding, warning } from './finding.ts';

/** Partitions of the source that the sink lacks: they alone stop, so that the others need not wait for the operator. */
export function partitionFindings({ route, source, sink }: RouteFacts): readonly Finding[] {
  if (source === null || sink === null || sink.partitions >= source.partitions) return [];
  const missingPartitions = Array.from(
    { length: source.partitions - sink.partitions },
    (_, index) => sink.partitions + index,
  );
  const counts = { limit: source.partitions, actual: sink.partitions };
  return [warning('sink.too_few_partitions', { route: route.name, topic: sink.name, missingPartitions, ...counts })];
}
