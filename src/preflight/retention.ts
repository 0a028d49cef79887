import { hasCleanup, retentionOf, sizeRetentionOf, type TopicFacts } from '../io/kafka-topic-facts.ts';
import type { RouteFacts } from './facts.ts';
import { type Finding, warning } from './finding.ts';

/** Longer than this, raw chat is stored rather than passed on (LGPD art. 15 and 16: data go when their purpose is served). */
const WEEK_MS = 7 * 24 * 3_600_000;
const SETTING = 'retention.ms';

/** Raw records kept too long or deleted by size, a sink or a quarantine that forgets before its source does, a quarantine that never forgets. */
export function retentionFindings({ route, source, sink, quarantine }: RouteFacts): readonly Finding[] {
  const findings: Finding[] = [];
  const report = (code: Finding['code'], topic: TopicFacts, limit: number, actual: number | null): void => {
    const place = { route: route.name, topic: topic.name, setting: SETTING };
    findings.push(warning(code, { ...place, limit, actual: actual ?? -1 }));
  };
  const kept = source === null ? null : retentionOf(source);
  // A compacted source is a table: how long a row lives is for its producers to say, by tombstones.
  if (source !== null && !hasCleanup(source, 'compact') && (kept === null || kept > WEEK_MS)) {
    report('source.retention', source, WEEK_MS, kept);
  }
  const bytes = source === null ? null : sizeRetentionOf(source);
  if (source !== null && bytes !== null) {
    const place = { route: route.name, topic: source.name, setting: 'retention.bytes' };
    findings.push(warning('source.retention', { ...place, actual: bytes }));
  }
  const sinkKeeps = sink === null ? null : retentionOf(sink);
  if (sink !== null && kept !== null && sinkKeeps !== null && sinkKeeps < kept)
    report('sink.retention', sink, kept, sinkKeeps);
  if (quarantine === null) return findings;
  const held = retentionOf(quarantine);
  const wanted = Math.max(WEEK_MS, kept ?? 0);
  if (held === null || held < wanted) report('quarantine.retention', quarantine, wanted, held);
  return findings;
}
