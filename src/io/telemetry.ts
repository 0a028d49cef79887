import { Counter, collectDefaultMetrics, Gauge, Histogram, type Registry } from 'prom-client';
import { type ErrorCode, RECORD_REASONS, URGENT_REASONS } from '../errors.ts';
import type { BatchEvent, LogFields, LogLevel, Telemetry } from '../telemetry-events.ts';

export interface PlanInfo {
  readonly route: string;
  readonly plan: string;
  readonly policy: string;
  readonly schemaId: number;
}

export interface TelemetryOptions {
  /** Prometheus registry that the metrics are added to. */
  readonly registry: Registry;
  readonly log: (level: LogLevel, message: string, fields?: LogFields) => void;
  readonly routes: readonly string[];
  readonly version: string;
  /** The plans in use, read at each scrape. */
  readonly plans: () => readonly PlanInfo[];
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

const STAGE_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const COMMIT_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
const LATENCY_SECONDS = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3_600];
/** Producers' clocks are wrong at times: an age below zero or above an hour says nothing more. */
const LONGEST_LATENCY = 3_600;

/** The checks of the guard, so that their counters exist, at zero, before the first hit. */
const CHECKS = ['known_value', 'identifier', 'email', 'phone', 'card', 'canary', 'structure', 'growth', 'untreated'];

const WARN_MS = 60_000;

function defineMetrics({ registry, plans, version }: TelemetryOptions) {
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
  return {
    consumed: counter('sigilo_records_consumed_total', 'Records read and committed', 'route'),
    forwarded: counter('sigilo_records_forwarded_total', 'Records written to the sink', 'route'),
    quarantined: counter('sigilo_records_quarantined_total', 'Records written to the quarantine', 'route', 'reason'),
    expired: counter('sigilo_records_expired_total', 'Source records that expired before they were read', 'route'),
    bytes: counter('sigilo_bytes_consumed_total', 'Bytes of record keys and values read', 'route'),
    findings: counter('sigilo_findings_total', 'Values found and treated', 'route', 'entity', 'treatment'),
    leaks: counter('sigilo_leaks_blocked_total', 'Records that the guard stopped', 'route', 'check'),
    uncovered: counter('sigilo_uncovered_fields_dropped_total', 'Fields dropped because no rule names them', 'route'),
    headers: counter('sigilo_headers_dropped_total', 'Headers dropped', 'route'),
    stage: histogram('sigilo_batch_duration_seconds', 'Time of a batch by stage', STAGE_SECONDS, 'route', 'stage'),
    fetchToCommit: histogram('sigilo_fetch_to_commit_seconds', 'From fetch to commit', COMMIT_SECONDS, 'route'),
    latency: histogram('sigilo_end_to_end_latency_seconds', 'Age of records at commit', LATENCY_SECONDS, 'route'),
    lagRecords: gauge('sigilo_consumer_lag_records', 'Records not yet committed', 'route', 'partition'),
    lagSeconds: gauge('sigilo_consumer_lag_seconds', 'Age of the oldest record not committed', 'route', 'partition'),
    headroom: gauge('sigilo_retention_headroom_seconds', 'Until unread records expire', 'route', 'partition'),
    paused: gauge('sigilo_partitions_paused', 'Partitions of which nothing is committed', 'route', 'reason'),
    transactions: counter(
      'sigilo_transactions_total',
      'Transactions, or batches sent without one, by how they ended',
      'route',
      'outcome',
    ),
    breaker: gauge('sigilo_breaker_open', '1 while the guard keeps the route stopped', 'route'),
    registryRequests: counter('sigilo_registry_requests_total', 'Requests to the schema registry', 'outcome'),
    lastCommit: gauge('sigilo_last_commit_timestamp_seconds', 'When the last batch was committed', 'route'),
  };
}

/** One place where events of the worker become metrics and log lines; updated once a batch, never once a record. */
export function createTelemetry(options: TelemetryOptions): Telemetry {
  const { log, now } = options;
  const metrics = defineMetrics(options);
  const untold = new Map<string, { readonly at: number; readonly count: number }>();
  const reportedPartitions = new Map<string, Set<number>>();
  const pausedPartitions = new Map(options.routes.map((route) => [route, new Map<number, ErrorCode>()]));

  for (const route of options.routes) {
    for (const name of ['consumed', 'forwarded', 'expired', 'bytes', 'uncovered', 'headers'] as const) {
      metrics[name].inc({ route }, 0);
    }
    for (const reason of RECORD_REASONS) metrics.quarantined.inc({ route, reason }, 0);
    for (const check of CHECKS) metrics.leaks.inc({ route, check }, 0);
    for (const outcome of ['committed', 'failed']) metrics.transactions.inc({ route, outcome }, 0);
    metrics.breaker.set({ route }, 0);
  }

  function countBatch(event: BatchEvent): void {
    const { route, counts } = event;
    metrics.consumed.inc({ route }, event.consumed);
    metrics.forwarded.inc({ route }, event.forwarded);
    metrics.bytes.inc({ route }, event.bytes);
    for (const [reason, { count }] of event.quarantined) metrics.quarantined.inc({ route, reason }, count);
    for (const [key, count] of counts.findings) {
      const [entity = '', treatment = ''] = key.split('|');
      metrics.findings.inc({ route, entity, treatment }, count);
    }
    for (const [check, count] of counts.leaksBlocked) metrics.leaks.inc({ route, check }, count);
    metrics.uncovered.inc({ route }, counts.uncoveredDropped);
    metrics.headers.inc({ route }, counts.headersDropped);
    metrics.stage.observe({ route, stage: 'sanitize' }, event.sanitizeSeconds);
    metrics.stage.observe({ route, stage: 'guard' }, counts.guardSeconds);
    metrics.stage.observe({ route, stage: 'commit' }, event.commitSeconds);
    metrics.fetchToCommit.observe({ route }, event.fetchToCommitSeconds);
    for (const age of event.endToEndSeconds) {
      metrics.latency.observe({ route }, Math.min(Math.max(age, 0), LONGEST_LATENCY));
    }
    metrics.lastCommit.set({ route }, now() / 1_000);
  }

  function logBatch(event: BatchEvent): void {
    const leaked = event.counts.leaksBlocked.size > 0;
    // A batch of good traffic is routine: at the default level only what needs a look is shown.
    log(event.quarantined.size > 0 ? 'info' : 'debug', 'batch committed', {
      route: event.route,
      partition: event.partition,
      firstOffset: event.firstOffset,
      lastOffset: event.lastOffset,
      consumed: event.consumed,
      forwarded: event.forwarded,
      bytes: event.bytes,
      seconds: event.fetchToCommitSeconds,
      ...(event.quarantined.size > 0 && {
        quarantined: Object.fromEntries([...event.quarantined].map(([reason, { count }]) => [reason, count])),
      }),
      ...(leaked && { leaksBlocked: Object.fromEntries(event.counts.leaksBlocked) }),
    });
  }

  /** A line for each reason that somebody must see to, at most one a route, reason and minute. */
  function warnOfFaults({ route, partition, lastOffset, quarantined, counts }: BatchEvent): void {
    for (const [reason, { count, fieldPath, schemaId }] of quarantined) {
      if (!URGENT_REASONS.has(reason)) continue;
      const key = `${route} ${reason}`;
      const told = untold.get(key) ?? { at: Number.NEGATIVE_INFINITY, count: 0 };
      const isDue = now() - told.at >= WARN_MS;
      untold.set(key, isDue ? { at: now(), count: 0 } : { at: told.at, count: told.count + count });
      if (!isDue) continue;
      log('warn', 'records are quarantined for a reason that somebody must see to', {
        route,
        partition,
        lastOffset,
        reason,
        count: told.count + count,
        ...(fieldPath !== null && { fieldPath }),
        ...(schemaId !== null && { schemaId }),
        ...(reason === 'leak_blocked' && { leaksBlocked: Object.fromEntries(counts.leaksBlocked) }),
      });
    }
  }

  function setOrRemove(gauge: Gauge<'route' | 'partition'>, route: string, partition: number, value: number | null) {
    if (value === null) gauge.remove({ route, partition });
    else gauge.set({ route, partition }, value);
  }

  /** Notes why a partition is paused, or with null that it is not, and counts those of its route anew. */
  function notePaused(route: string, partition: number, reason: ErrorCode | null): void {
    const paused = pausedPartitions.get(route) ?? new Map<number, ErrorCode>();
    pausedPartitions.set(route, paused);
    for (const former of paused.values()) metrics.paused.remove({ route, reason: former });
    if (reason === null) paused.delete(partition);
    else paused.set(partition, reason);
    for (const current of paused.values()) metrics.paused.inc({ route, reason: current });
  }

  return {
    batchCommitted(event) {
      countBatch(event);
      logBatch(event);
      warnOfFaults(event);
    },
    transaction: (route, outcome) => metrics.transactions.inc({ route, outcome }),
    partitionPaused: notePaused,
    partitionResumed: (route, partition) => notePaused(route, partition, null),
    lag(route, partition, records, seconds, headroomSeconds) {
      const reported = reportedPartitions.get(route) ?? new Set();
      reportedPartitions.set(route, reported.add(partition));
      metrics.lagRecords.set({ route, partition }, records);
      setOrRemove(metrics.lagSeconds, route, partition, seconds);
      setOrRemove(metrics.headroom, route, partition, headroomSeconds);
    },
    partitionsAssigned(route, partitions) {
      const reported = reportedPartitions.get(route) ?? new Set();
      for (const partition of reported) {
        if (partitions.includes(partition)) continue;
        reported.delete(partition);
        for (const lost of [metrics.lagRecords, metrics.lagSeconds, metrics.headroom])
          lost.remove({ route, partition });
      }
      log('info', 'partitions assigned', { route, partitions });
    },
    breaker: (route, open) => metrics.breaker.set({ route }, open ? 1 : 0),
    recordsExpired(route, partition, count) {
      metrics.expired.inc({ route }, count);
      log('error', 'source records expired unread', { route, partition, count });
    },
    registryRequest: (outcome) => metrics.registryRequests.inc({ outcome }),
    log,
  };
}
