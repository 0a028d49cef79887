import { Counter, collectDefaultMetrics, Gauge, Histogram, type Registry } from 'prom-client';

export interface PlanInfo {
  readonly route: string;
  readonly plan: string;
  readonly policy: string;
  readonly schemaId: number;
}

export interface MetricOptions {
  /** Prometheus registry that the metrics are added to. */
  readonly registry: Registry;
  readonly version: string;
  /** The plans in use, read at each scrape. */
  readonly plans: () => readonly PlanInfo[];
  /** Lines that the log has lost, by reason, read at each scrape. */
  readonly linesLost?: () => Readonly<Record<string, number>>;
}

const STAGE_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const COMMIT_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
const LATENCY_SECONDS = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3_600];

/** Makes all metrics of the worker, in the registry that the options name. */
export function defineMetrics({ registry, plans, version, linesLost }: MetricOptions) {
  const registers = [registry];
  const counter = <Label extends string>(name: string, help: string, ...labelNames: Label[]) =>
    new Counter<Label>({ name, help, labelNames, registers });
  const gauge = <Label extends string>(name: string, help: string, ...labelNames: Label[]) =>
    new Gauge<Label>({ name, help, labelNames, registers });
  const histogram = <Label extends string>(name: string, help: string, buckets: number[], ...labelNames: Label[]) =>
    new Histogram<Label>({ name, help, buckets, labelNames, registers });

  collectDefaultMetrics({ register: registry });
  gauge('sigilo_build_info', 'Always 1; the version of Sigilo', 'version').set({ version }, 1);
  new Gauge({
    name: 'sigilo_plan_info',
    help: 'Always 1; the plans that are in use',
    labelNames: ['route', 'plan', 'policy', 'schema_id'],
    registers,
    collect() {
      this.reset();
      for (const { route, plan, policy, schemaId } of plans())
        this.set({ route, plan, policy, schema_id: schemaId }, 1);
    },
  });
  new Counter({
    name: 'sigilo_log_lines_lost_total',
    help: 'Lines of the log that could not be written',
    labelNames: ['reason'],
    registers,
    collect() {
      this.reset();
      for (const [reason, count] of Object.entries(linesLost?.() ?? {})) this.inc({ reason }, count);
    },
  });
  return {
    consumed: counter('sigilo_records_consumed_total', 'Records read and committed', 'route'),
    forwarded: counter('sigilo_records_forwarded_total', 'Records written to the sink', 'route'),
    quarantined: counter('sigilo_records_quarantined_total', 'Records written to the quarantine', 'route', 'reason'),
    omitted: counter(
      'sigilo_quarantine_payloads_omitted_total',
      'Quarantined records of which only a reference is kept, by why: larger than the topic takes, or above the budget',
      'route',
      'cause',
    ),
    expired: counter('sigilo_records_expired_total', 'Source records that expired before they were read', 'route'),
    bytes: counter('sigilo_bytes_consumed_total', 'Bytes of record keys and values read', 'route'),
    findings: counter('sigilo_findings_total', 'Values found and treated', 'route', 'entity', 'treatment'),
    leaks: counter('sigilo_leaks_blocked_total', 'Records that the guard stopped', 'route', 'check'),
    uncovered: counter('sigilo_uncovered_fields_dropped_total', 'Fields dropped because no rule names them', 'route'),
    headers: counter('sigilo_headers_dropped_total', 'Headers dropped', 'route'),
    otherLanguage: counter(
      'sigilo_texts_in_other_languages_total',
      'Texts that are neither Portuguese nor English nor Spanish',
      'route',
    ),
    recalled: counter(
      'sigilo_conversation_memory_findings_total',
      'Values found in texts that only earlier records of the conversation told of',
      'route',
    ),
    conversations: gauge(
      'sigilo_conversation_memory_conversations',
      'Conversations of which something is remembered',
      'route',
    ),
    memoryBytes: gauge('sigilo_conversation_memory_bytes', 'Memory that they take, about', 'route'),
    evicted: counter(
      'sigilo_conversation_memory_evicted_total',
      'Conversations that were forgotten to keep within the bounds',
      'route',
    ),
    rebuilt: counter(
      'sigilo_conversation_memory_rebuilds_total',
      'Partitions whose memory was rebuilt from their last records, by how it ended',
      'route',
      'outcome',
    ),
    stage: histogram('sigilo_batch_duration_seconds', 'Time of a batch by stage', STAGE_SECONDS, 'route', 'stage'),
    fetchToCommit: histogram('sigilo_fetch_to_commit_seconds', 'From fetch to commit', COMMIT_SECONDS, 'route'),
    latency: histogram('sigilo_end_to_end_latency_seconds', 'Age of records at commit', LATENCY_SECONDS, 'route'),
    lagRecords: gauge('sigilo_consumer_lag_records', 'Records not yet committed', 'route', 'partition'),
    lagSeconds: gauge('sigilo_consumer_lag_seconds', 'Age of the oldest record not committed', 'route', 'partition'),
    headroom: gauge(
      'sigilo_retention_headroom_seconds',
      'Until unread records expire by retention.ms',
      'route',
      'partition',
    ),
    paused: gauge('sigilo_partitions_paused', 'Partitions of which nothing is committed', 'route', 'reason'),
    transactions: counter(
      'sigilo_transactions_total',
      'Transactions, or batches sent without one, by how they ended',
      'route',
      'outcome',
    ),
    breaker: gauge('sigilo_breaker_open', '1 while the guard keeps the route stopped', 'route'),
    registryRequests: counter(
      'sigilo_registry_requests_total',
      'Requests to the schema registry, and ids that it was not asked about',
      'outcome',
    ),
    lastCommit: gauge('sigilo_last_commit_timestamp_seconds', 'When the last batch was committed', 'route'),
  };
}
