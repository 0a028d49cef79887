import type { Gauge } from 'prom-client';
import { type ErrorCode, RECORD_REASONS, URGENT_REASONS } from '../errors.ts';
import type { BatchEvent, LogFields, LogLevel, Telemetry } from '../telemetry-events.ts';
import { defineMetrics, type MetricOptions } from './telemetry/define-metrics.ts';

export interface TelemetryOptions extends MetricOptions {
  readonly log: (level: LogLevel, message: string, fields?: LogFields) => void;
  readonly routes: readonly string[];
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Producers' clocks are wrong at times: an age below zero or above an hour says nothing more. */
const LONGEST_LATENCY = 3_600;

/** The checks of the guard, so that their counters exist, at zero, before the first hit. */
const CHECKS = ['known_value', 'identifier', 'email', 'phone', 'card', 'canary', 'structure', 'growth', 'untreated'];

/** Why of a quarantined record only a reference is kept, with the setting that decides it. */
const OMISSION_SETTINGS = { size: 'max.message.bytes', budget: 'quarantine.budget.bytes' } as const;
const OMISSIONS = ['size', 'budget'] as const;

const WARN_MS = 60_000;

/** One place where events of the worker become metrics and log lines; updated once a batch, never once a record. */
export function createTelemetry(options: TelemetryOptions): Telemetry {
  const { log, now } = options;
  const metrics = defineMetrics(options);
  const untold = new Map<string, { readonly at: number; readonly count: number }>();
  const reportedPartitions = new Map<string, Set<number>>();
  const pausedPartitions = new Map(options.routes.map((route) => [route, new Map<number, ErrorCode>()]));

  for (const route of options.routes) {
    for (const name of [
      'consumed',
      'forwarded',
      'expired',
      'bytes',
      'uncovered',
      'headers',
      'otherLanguage',
      'recalled',
      'evicted',
    ] as const) {
      metrics[name].inc({ route }, 0);
    }
    for (const reason of RECORD_REASONS) metrics.quarantined.inc({ route, reason }, 0);
    for (const check of CHECKS) metrics.leaks.inc({ route, check }, 0);
    for (const cause of OMISSIONS) metrics.omitted.inc({ route, cause }, 0);
    for (const outcome of ['committed', 'failed']) metrics.transactions.inc({ route, outcome }, 0);
    for (const outcome of ['rebuilt', 'failed']) metrics.rebuilt.inc({ route, outcome }, 0);
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
    for (const cause of OMISSIONS) metrics.omitted.inc({ route, cause }, event.payloadsOmitted[cause]);
    metrics.uncovered.inc({ route }, counts.uncoveredDropped);
    metrics.headers.inc({ route }, counts.headersDropped);
    metrics.otherLanguage.inc({ route }, counts.otherLanguage);
    metrics.recalled.inc({ route }, counts.recalled);
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
      ...(OMISSIONS.some((cause) => event.payloadsOmitted[cause] > 0) && { payloadsOmitted: event.payloadsOmitted }),
      ...(leaked && { leaksBlocked: Object.fromEntries(event.counts.leaksBlocked) }),
    });
  }

  /** A line for each reason that somebody must see to, at most one a route, reason and minute. */
  function warnOfFaults({ route, partition, lastOffset, quarantined, counts }: BatchEvent): void {
    for (const [reason, { count, fieldPath, schemaId }] of quarantined) {
      if (!URGENT_REASONS.has(reason)) continue;
      const due = countDue(`${route} ${reason}`, count);
      if (due === null) continue;
      log('warn', 'records are quarantined for a reason that somebody must see to', {
        route,
        partition,
        lastOffset,
        reason,
        count: due,
        ...(fieldPath !== null && { fieldPath }),
        ...(schemaId !== null && { schemaId }),
        ...(reason === 'leak_blocked' && { leaksBlocked: Object.fromEntries(counts.leaksBlocked) }),
      });
    }
  }

  /** The same for each cause of records that are kept as references only. */
  function warnOfOmissions({ route, partition, lastOffset, payloadsOmitted }: BatchEvent): void {
    for (const cause of OMISSIONS) {
      const due = payloadsOmitted[cause] > 0 ? countDue(`${route} ${cause}`, payloadsOmitted[cause]) : null;
      if (due === null) continue;
      log('warn', 'of quarantined records only references are kept: the source alone still holds them', {
        route,
        partition,
        lastOffset,
        code: 'quarantine.payloads_omitted',
        setting: OMISSION_SETTINGS[cause],
        count: due,
      });
    }
  }

  /** Adds to what was not told yet; all of it when a line is due, else null. */
  function countDue(key: string, count: number): number | null {
    const told = untold.get(key) ?? { at: Number.NEGATIVE_INFINITY, count: 0 };
    // A clock that was set back does not make it wait longer.
    const isDue = Math.abs(now() - told.at) >= WARN_MS;
    untold.set(key, isDue ? { at: now(), count: 0 } : { at: told.at, count: told.count + count });
    return isDue ? told.count + count : null;
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
      warnOfOmissions(event);
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
    memory(route, conversations, bytes, evicted) {
      metrics.conversations.set({ route }, conversations);
      metrics.memoryBytes.set({ route }, bytes);
      metrics.evicted.inc({ route }, evicted);
    },
    memoryRebuilt: (route, outcome) => metrics.rebuilt.inc({ route, outcome }),
    registryRequest: (outcome) => metrics.registryRequests.inc({ outcome }),
    log,
  };
}
