import { Registry } from 'prom-client';
import { beforeEach, describe, expect, it } from 'vitest';
import { createLog } from '../../src/io/log.ts';
import type { PlanInfo } from '../../src/io/telemetry/define-metrics.ts';
import { createTelemetry } from '../../src/io/telemetry.ts';
import type { BatchEvent, Telemetry } from '../../src/telemetry-events.ts';

let registry: Registry;
let telemetry: Telemetry;
let lines: Record<string, unknown>[];
let plans: PlanInfo[];
let time: number;

beforeEach(() => {
  registry = new Registry();
  lines = [];
  plans = [];
  time = 1_700_000_000_500;
  telemetry = createTelemetry({
    registry,
    log: createLog({ level: 'debug', destination: { write: (line: string) => void lines.push(JSON.parse(line)) } }),
    routes: ['chat', 'clinical'],
    version: '1.2.3',
    plans: () => plans,
    now: () => time,
  });
});

/** The samples of one metric, as `labels value`, in the order of the page. */
async function samples(name: string): Promise<string[]> {
  const page = await registry.metrics();
  return page
    .split('\n')
    .filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
    .map((line) => line.slice(name.length));
}

const held = (count: number) => ({ count, fieldPath: 'a.b', schemaId: 9 });

const QUIET: BatchEvent = {
  route: 'chat',
  partition: 2,
  firstOffset: '100',
  lastOffset: '109',
  consumed: 10,
  bytes: 2_048,
  forwarded: 10,
  quarantined: new Map(),
  payloadsOmitted: { size: 0, budget: 0 },
  counts: {
    findings: new Map(),
    leaksBlocked: new Map(),
    headersDropped: 0,
    recalled: 0,
    uncoveredDropped: 0,
    otherLanguage: 0,
    guardSeconds: 0.001,
  },
  sanitizeSeconds: 0.004,
  commitSeconds: 0.02,
  fetchToCommitSeconds: 0.03,
  endToEndSeconds: [],
};

describe('before the first batch', () => {
  it.each([
    'sigilo_records_consumed_total',
    'sigilo_records_forwarded_total',
    'sigilo_records_expired_total',
    'sigilo_bytes_consumed_total',
    'sigilo_uncovered_fields_dropped_total',
    'sigilo_headers_dropped_total',
    'sigilo_texts_in_other_languages_total',
    'sigilo_breaker_open',
  ])('%s is zero for each route', async (name) => {
    expect(await samples(name)).toEqual(['{route="chat"} 0', '{route="clinical"} 0']);
  });

  it('every reason and every check is zero, so that an alert sees the first one', async () => {
    expect(await samples('sigilo_records_quarantined_total')).toHaveLength(2 * 13);
    expect(await samples('sigilo_leaks_blocked_total')).toHaveLength(2 * 9);
    expect(await samples('sigilo_transactions_total')).toHaveLength(4);
  });

  it('the version and the process are shown', async () => {
    expect(await samples('sigilo_build_info')).toEqual(['{version="1.2.3"} 1']);
    expect(await samples('process_resident_memory_bytes')).toHaveLength(1);
  });
});

describe('a batch', () => {
  it('becomes its counters', async () => {
    telemetry.batchCommitted({
      ...QUIET,
      consumed: 13,
      quarantined: new Map([
        ['unknown_schema', { count: 2, fieldPath: null, schemaId: 7 }],
        ['leak_blocked', { count: 1, fieldPath: 'text', schemaId: 3 }],
      ]),
      counts: {
        findings: new Map([
          ['CPF|tokenize', 7],
          ['DATE|generalize', 1],
        ]),
        leaksBlocked: new Map([['identifier', 1]]),
        headersDropped: 4,
        recalled: 4,
        uncoveredDropped: 5,
        otherLanguage: 6,
        guardSeconds: 0.002,
      },
    });
    expect(await samples('sigilo_records_consumed_total')).toContain('{route="chat"} 13');
    expect(await samples('sigilo_records_forwarded_total')).toContain('{route="chat"} 10');
    expect(await samples('sigilo_bytes_consumed_total')).toContain('{route="chat"} 2048');
    expect(await samples('sigilo_records_quarantined_total')).toContain('{route="chat",reason="unknown_schema"} 2');
    expect(await samples('sigilo_records_quarantined_total')).toContain('{route="chat",reason="leak_blocked"} 1');
    expect(await samples('sigilo_findings_total')).toEqual([
      '{route="chat",entity="CPF",treatment="tokenize"} 7',
      '{route="chat",entity="DATE",treatment="generalize"} 1',
    ]);
    expect(await samples('sigilo_leaks_blocked_total')).toContain('{route="chat",check="identifier"} 1');
    expect(await samples('sigilo_headers_dropped_total')).toContain('{route="chat"} 4');
    expect(await samples('sigilo_uncovered_fields_dropped_total')).toContain('{route="chat"} 5');
    expect(await samples('sigilo_texts_in_other_languages_total')).toContain('{route="chat"} 6');
    expect(await samples('sigilo_last_commit_timestamp_seconds')).toEqual(['{route="chat"} 1700000000.5']);
  });

  it('becomes its durations, by stage', async () => {
    telemetry.batchCommitted(QUIET);
    expect(await samples('sigilo_batch_duration_seconds_sum')).toEqual([
      '{route="chat",stage="sanitize"} 0.004',
      '{route="chat",stage="guard"} 0.001',
      '{route="chat",stage="commit"} 0.02',
    ]);
    expect(await samples('sigilo_fetch_to_commit_seconds_sum')).toEqual(['{route="chat"} 0.03']);
  });

  it('has the ages of its records kept between zero and an hour', async () => {
    telemetry.batchCommitted({ ...QUIET, endToEndSeconds: [-5, 2, 1e9] });
    expect(await samples('sigilo_end_to_end_latency_seconds_sum')).toEqual(['{route="chat"} 3602']);
    expect(await samples('sigilo_end_to_end_latency_seconds_count')).toEqual(['{route="chat"} 3']);
  });

  it.each([
    ['debug', new Map(), new Map()],
    ['info', new Map([['malformed_avro', 1]]), new Map()],
    ['info', new Map([['leak_blocked', 1]]), new Map([['card', 1]])],
  ] as const)('becomes one line of level %s', (level, quarantined, leaksBlocked) => {
    const counts = { ...QUIET.counts, leaksBlocked: new Map(leaksBlocked) };
    const details = new Map([...quarantined].map(([reason, count]) => [reason, held(count)] as const));
    telemetry.batchCommitted({ ...QUIET, quarantined: details, counts });
    expect(lines.filter(({ msg }) => msg === 'batch committed')).toHaveLength(1);
    expect(lines[0]).toMatchObject({
      level,
      msg: 'batch committed',
      route: 'chat',
      partition: 2,
      firstOffset: '100',
      lastOffset: '109',
      consumed: 10,
    });
    expect(lines[0]?.quarantined).toEqual(quarantined.size > 0 ? Object.fromEntries(quarantined) : undefined);
  });

  it.each([
    ['sink_schema_missing', true],
    ['uncovered_schema', true],
    ['uncovered_field', true],
    ['unknown_schema', true],
    ['leak_blocked', true],
    ['unreadable_batch', true],
    ['detector_failed', true],
    ['internal', true],
    ['malformed_avro', false],
    ['unsupported_framing', false],
    ['unexpected_shape', false],
    ['record_too_large', false],
    ['limit_exceeded', false],
  ] as const)('warns of %s: %s', (reason, isWarned) => {
    telemetry.batchCommitted({ ...QUIET, quarantined: new Map([[reason, held(3)]]) });
    const warnings = lines.filter(({ level }) => level === 'warn');
    expect(warnings).toHaveLength(isWarned ? 1 : 0);
    if (isWarned) expect(warnings[0]).toMatchObject({ route: 'chat', reason, count: 3, fieldPath: 'a.b', schemaId: 9 });
  });

  it('counts the records that are kept as references only, and warns of them once a minute', async () => {
    const commit = (size: number, budget: number, later: number) => {
      time += later;
      telemetry.batchCommitted({ ...QUIET, payloadsOmitted: { size, budget } });
    };
    expect(await samples('sigilo_quarantine_payloads_omitted_total')).toContain('{route="chat",cause="budget"} 0');
    commit(0, 0, 0);
    commit(0, 5, 0);
    commit(2, 7, 30_000);
    commit(0, 1, 30_000);
    const warnings = lines.filter(({ level }) => level === 'warn');
    expect(warnings.map(({ code, setting, count }) => [code, setting, count])).toEqual([
      ['quarantine.payloads_omitted', 'quarantine.budget.bytes', 5],
      ['quarantine.payloads_omitted', 'max.message.bytes', 2],
      ['quarantine.payloads_omitted', 'quarantine.budget.bytes', 8],
    ]);
    const page = await samples('sigilo_quarantine_payloads_omitted_total');
    expect(page).toContain('{route="chat",cause="budget"} 13');
    expect(page).toContain('{route="chat",cause="size"} 2');
    const batches = lines.filter(({ msg }) => msg === 'batch committed');
    expect(batches.map(({ payloadsOmitted }) => payloadsOmitted)).toEqual([
      undefined,
      { size: 0, budget: 5 },
      { size: 2, budget: 7 },
      { size: 0, budget: 1 },
    ]);
  });

  it('warns once a minute of each reason and route, and then of all since', () => {
    const commit = (route: string, reason: 'internal' | 'unknown_schema', later: number) => {
      time += later;
      telemetry.batchCommitted({ ...QUIET, route, quarantined: new Map([[reason, held(2)]]) });
    };
    commit('chat', 'internal', 0);
    commit('chat', 'internal', 30_000);
    commit('clinical', 'internal', 0);
    commit('chat', 'unknown_schema', 0);
    commit('chat', 'internal', 29_999);
    commit('chat', 'internal', 1);
    const warnings = lines.filter(({ level }) => level === 'warn');
    expect(warnings.map(({ route, reason, count }) => [route, reason, count])).toEqual([
      ['chat', 'internal', 2],
      ['clinical', 'internal', 2],
      ['chat', 'unknown_schema', 2],
      ['chat', 'internal', 6],
    ]);
  });
});

describe('lag', () => {
  it('is shown by partition, seconds and headroom only where they are known', async () => {
    telemetry.lag('chat', 0, 5, 1.5, 600);
    telemetry.lag('chat', 1, 7, null, null);
    expect(await samples('sigilo_consumer_lag_records')).toEqual([
      '{route="chat",partition="0"} 5',
      '{route="chat",partition="1"} 7',
    ]);
    expect(await samples('sigilo_consumer_lag_seconds')).toEqual(['{route="chat",partition="0"} 1.5']);
    expect(await samples('sigilo_retention_headroom_seconds')).toEqual(['{route="chat",partition="0"} 600']);
    telemetry.lag('chat', 0, 5, null, null);
    expect(await samples('sigilo_consumer_lag_seconds')).toEqual([]);
  });

  it('of a partition that was lost disappears', async () => {
    telemetry.lag('chat', 0, 5, 1, 1);
    telemetry.lag('chat', 1, 5, 1, 1);
    telemetry.lag('clinical', 0, 5, 1, 1);
    telemetry.partitionsAssigned('chat', [1, 2]);
    for (const name of ['consumer_lag_records', 'consumer_lag_seconds', 'retention_headroom_seconds']) {
      expect((await samples(`sigilo_${name}`)).map((sample) => sample.split(' ')[0])).toEqual([
        '{route="chat",partition="1"}',
        '{route="clinical",partition="0"}',
      ]);
    }
  });
});

describe('paused partitions', () => {
  it('are counted by reason, each once, until they go on', async () => {
    telemetry.partitionPaused('chat', 0, 'registry.unavailable');
    telemetry.partitionPaused('chat', 1, 'registry.unavailable');
    telemetry.partitionPaused('chat', 1, 'registry.unavailable');
    telemetry.partitionPaused('clinical', 1, 'source.offset_lost');
    expect((await samples('sigilo_partitions_paused')).sort()).toEqual([
      '{route="chat",reason="registry.unavailable"} 2',
      '{route="clinical",reason="source.offset_lost"} 1',
    ]);
    telemetry.partitionPaused('chat', 1, 'sink.unavailable');
    telemetry.partitionResumed('clinical', 1);
    expect((await samples('sigilo_partitions_paused')).sort()).toEqual([
      '{route="chat",reason="registry.unavailable"} 1',
      '{route="chat",reason="sink.unavailable"} 1',
    ]);
    telemetry.partitionResumed('chat', 0);
    telemetry.partitionResumed('chat', 1);
    telemetry.partitionResumed('chat', 2);
    expect(await samples('sigilo_partitions_paused')).toEqual([]);
  });
});

describe('other events', () => {
  it('are counted and, where somebody should look, logged', async () => {
    telemetry.transaction('chat', 'committed');
    telemetry.transaction('chat', 'failed');
    telemetry.breaker('chat', true);
    telemetry.recordsExpired('chat', 1, 40);
    telemetry.registryRequest('ok');
    telemetry.partitionPaused('chat', 1, 'registry.unavailable');
    telemetry.partitionResumed('chat', 1);
    expect(await samples('sigilo_transactions_total')).toContain('{route="chat",outcome="failed"} 1');
    expect(await samples('sigilo_breaker_open')).toContain('{route="chat"} 1');
    expect(await samples('sigilo_records_expired_total')).toContain('{route="chat"} 40');
    expect(await samples('sigilo_registry_requests_total')).toEqual(['{outcome="ok"} 1']);
    expect(lines.map(({ level, msg }) => `${level} ${msg}`)).toEqual(['error source records expired unread']);
    telemetry.breaker('chat', false);
    expect(await samples('sigilo_breaker_open')).toContain('{route="chat"} 0');
  });

  it('plans are those of the moment', async () => {
    plans = [{ route: 'chat', plan: 'abc', policy: 'chat-message', schemaId: 3 }];
    expect(await samples('sigilo_plan_info')).toEqual([
      '{route="chat",plan="abc",policy="chat-message",schema_id="3"} 1',
    ]);
    plans = [];
    time = 1_700_000_000_500;
    expect(await samples('sigilo_plan_info')).toEqual([]);
  });
});
