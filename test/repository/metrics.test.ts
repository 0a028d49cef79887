import { readFileSync } from 'node:fs';
import { Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import { createTelemetry } from '../../src/io/telemetry.ts';

const registry = new Registry();
createTelemetry({ registry, log: () => {}, routes: [], version: '0', plans: () => [], now: () => 0 });

/** Our metrics with their labels; `route` is not shown where every other metric has it. */
const registered = registry
  .getMetricsAsArray()
  .filter(({ name }) => name.startsWith('sigilo_'))
  .map((metric) => `${metric.name}{${(metric as unknown as { labelNames: string[] }).labelNames.join(',')}}`)
  .sort();

describe('metrics', () => {
  it('are these, with these labels', () => {
    expect(registered).toEqual([
      'sigilo_batch_duration_seconds{route,stage}',
      'sigilo_breaker_open{route}',
      'sigilo_build_info{version}',
      'sigilo_bytes_consumed_total{route}',
      'sigilo_consumer_lag_records{route,partition}',
      'sigilo_consumer_lag_seconds{route,partition}',
      'sigilo_conversation_memory_bytes{route}',
      'sigilo_conversation_memory_conversations{route}',
      'sigilo_conversation_memory_evicted_total{route}',
      'sigilo_conversation_memory_findings_total{route}',
      'sigilo_conversation_memory_rebuilds_total{route,outcome}',
      'sigilo_end_to_end_latency_seconds{route}',
      'sigilo_fetch_to_commit_seconds{route}',
      'sigilo_findings_total{route,entity,treatment}',
      'sigilo_headers_dropped_total{route}',
      'sigilo_last_commit_timestamp_seconds{route}',
      'sigilo_leaks_blocked_total{route,check}',
      'sigilo_log_lines_lost_total{reason}',
      'sigilo_partitions_paused{route,reason}',
      'sigilo_plan_info{route,plan,policy,schema_id}',
      'sigilo_quarantine_payloads_omitted_total{route,cause}',
      'sigilo_records_consumed_total{route}',
      'sigilo_records_expired_total{route}',
      'sigilo_records_forwarded_total{route}',
      'sigilo_records_quarantined_total{route,reason}',
      'sigilo_registry_requests_total{outcome}',
      'sigilo_retention_headroom_seconds{route,partition}',
      'sigilo_texts_in_other_languages_total{route}',
      'sigilo_transactions_total{route,outcome}',
      'sigilo_uncovered_fields_dropped_total{route}',
    ]);
  });

  it.each(registry.getMetricsAsArray().filter(({ name }) => name.startsWith('sigilo_')))(
    '$name is named by its kind',
    (metric) => {
      const { name, help } = metric as unknown as { name: string; help: string };
      const isCounter = metric.constructor.name === 'Counter';
      expect(name.endsWith('_total')).toBe(isCounter);
      if (metric.constructor.name === 'Histogram') expect(name).toMatch(/_seconds$/);
      expect(help.length).toBeGreaterThan(5);
    },
  );

  it('are listed in the README, all of them and with their labels', () => {
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
    const rows = [...readme.matchAll(/^\| `(sigilo_[a-z_]+)` \| (.*?) ?\|/gm)].map(([, name, labels]) => {
      const listed = [...(labels ?? '').matchAll(/`([a-z_]+)`/g)].map(([, label]) => label);
      return `${name}{${listed.join(',')}}`;
    });
    expect(rows.sort()).toEqual(registered.map((metric) => metric.replace(/\{route,?/, '{')));
  });
});
