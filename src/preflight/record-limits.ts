import { recordLimit } from '../io/kafka-topic-facts.ts';
import type { RouteFacts } from './facts.ts';
import { type Finding, fault, warning } from './finding.ts';

/** A quarantined record carries its source record and an envelope around it. */
const ENVELOPE_BYTES = 16 * 1024;
const SETTING = 'max.message.bytes';

/**
 * The quarantine must take whatever the source holds. A sink may be smaller, at the price of quarantined records.
 * @param recordBytes our own limit of a record: larger ones never reach the sink
 */
export function recordLimitFindings(
  { route, source, sink, quarantine }: RouteFacts,
  recordBytes: number,
): readonly Finding[] {
  if (source === null) return [];
  const findings: Finding[] = [];
  const limit = recordLimit(source) + ENVELOPE_BYTES;
  if (quarantine !== null && recordLimit(quarantine) < limit) {
    const amounts = { limit, actual: recordLimit(quarantine) };
    findings.push(
      fault('quarantine.unfit', { route: route.name, topic: quarantine.name, setting: SETTING, ...amounts }),
    );
  }
  const wanted = Math.min(recordLimit(source), recordBytes);
  if (sink !== null && recordLimit(sink) < wanted) {
    const amounts = { limit: wanted, actual: recordLimit(sink) };
    findings.push(warning('sink.limit', { route: route.name, topic: sink.name, setting: SETTING, ...amounts }));
  }
  return findings;
}
