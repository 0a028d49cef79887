import { describe, expect, it } from 'vitest';
import { parseStrictYaml } from '../../src/config/strict-yaml.ts';
import { type Policy, parsePolicy } from '../../src/core/policy/policy.ts';
import { describePlace } from '../../src/errors.ts';
import type { TopicFacts } from '../../src/io/kafka-topic-facts.ts';
import { cleanupFindings } from '../../src/preflight/cleanup.ts';
import { clockFindings } from '../../src/preflight/clock.ts';
import type { CheckedRoute, RouteFacts } from '../../src/preflight/facts.ts';
import type { Finding } from '../../src/preflight/finding.ts';
import { keyVersionFindings, keyVersionIn } from '../../src/preflight/key-version.ts';
import { offsetFindings } from '../../src/preflight/offsets.ts';
import { partitionFindings } from '../../src/preflight/partitions.ts';
import { recordLimitFindings } from '../../src/preflight/record-limits.ts';
import { recordTimeFindings } from '../../src/preflight/record-times.ts';
import { replicationFindings } from '../../src/preflight/replication.ts';
import { retentionFindings } from '../../src/preflight/retention.ts';

const ROUTE: CheckedRoute = {
  name: 'chat',
  source: 'raw',
  sink: 'clean',
  quarantine: 'held',
  mode: 'exactly_once',
  fromStart: false,
};
const DAY = 86_400_000;
const LIMIT = 1_048_588;
const RECORD = 1_048_576;

type Change = Partial<Omit<TopicFacts, 'settings'>> & { readonly settings?: Readonly<Record<string, string>> };

/** What a fresh cluster says of its topics, and a quarantine that is large enough. */
function facts(
  change: {
    source?: Change;
    sink?: Change;
    quarantine?: Change;
    offsets?: RouteFacts['offsets'];
    fromStart?: true;
    sinkKeyVersion?: string;
  } = {},
): RouteFacts {
  const topic = (name: string, { settings = {}, ...given }: Change = {}, standing: Record<string, string> = {}) => {
    const all = { 'cleanup.policy': 'delete', 'retention.ms': String(7 * DAY), 'max.message.bytes': String(LIMIT) };
    const entries = Object.entries({ ...all, ...standing, ...settings });
    return { name, partitions: 2, replicas: 3, ...given, settings: new Map(entries) };
  };
  return {
    route: { ...ROUTE, fromStart: change.fromStart ?? false },
    source: topic('raw', change.source),
    sink: topic('clean', change.sink),
    quarantine: topic('held', change.quarantine, { 'max.message.bytes': String(LIMIT + 16_384) }),
    offsets: change.offsets ?? null,
    sinkKeyVersion: change.sinkKeyVersion ?? null,
  };
}

function policy(lines = '', tenant = '{ const: x }'): Policy {
  const text = `policy: p\nrecord: R\nprofile: lgpd\ntenant: ${tenant}\nfields: { n: keep }\n${lines || 'key: { as: none }\n'}`;
  const parsed = parsePolicy({ file: 'p.yaml', ...parseStrictYaml(text) });
  if (!('policy' in parsed)) throw new Error(parsed.faults.join());
  return parsed.policy;
}

/** Severity, code and the parts of the context that matter. */
function brief(findings: readonly Finding[]): readonly (readonly unknown[])[] {
  return findings.map(({ severity, code, context }) => [
    severity,
    code,
    context.setting,
    context.limit,
    context.actual,
  ]);
}

const settings = (of: Record<string, string>) => ({ settings: of });

describe('partitions', () => {
  it('of the source that the sink lacks are named', () => {
    const found = partitionFindings(facts({ source: { partitions: 4 } }));
    expect(found).toMatchObject([
      {
        severity: 'warning',
        code: 'sink.too_few_partitions',
        context: { missingPartitions: [2, 3], limit: 4, actual: 2 },
      },
    ]);
    // Not to be read as a count.
    expect(describePlace(found[0]!.context)).toBe('route=chat topic=clean missingPartitions=[2,3] limit=4 actual=2');
    expect(partitionFindings(facts({ sink: { partitions: 9 } }))).toEqual([]);
  });
});

describe('record limits', () => {
  it.each<[string, RouteFacts, unknown[][]]>([
    ['fit', facts(), []],
    [
      'too small a quarantine is a fault',
      facts({ quarantine: settings({ 'max.message.bytes': String(LIMIT + 16_383) }) }),
      [['fault', 'quarantine.unfit', 'max.message.bytes', LIMIT + 16_384, LIMIT + 16_383]],
    ],
    [
      'too small a sink is a warning',
      facts({ sink: settings({ 'max.message.bytes': '1000' }) }),
      [['warning', 'sink.limit', 'max.message.bytes', RECORD, 1_000]],
    ],
    [
      'a sink need not take what our own limit stops',
      facts({
        source: settings({ 'max.message.bytes': '9000000' }),
        quarantine: settings({ 'max.message.bytes': '9100000' }),
      }),
      [],
    ],
  ])('%s', (_, given, expected) => {
    expect(brief(recordLimitFindings(given, RECORD))).toEqual(expected);
  });
});

describe('retention', () => {
  const held = (days: number) => settings({ 'retention.ms': String(days * DAY) });
  const ever = settings({ 'retention.ms': '-1' });
  it.each<[string, RouteFacts, unknown[][]]>([
    ['a week everywhere is fine', facts(), []],
    ['a shorter source is fine', facts({ source: held(1) }), []],
    [
      'a longer source',
      facts({ source: held(8), sink: held(8), quarantine: held(8) }),
      [['warning', 'source.retention', 'retention.ms', 7 * DAY, 8 * DAY]],
    ],
    ['a source for ever', facts({ source: ever }), [['warning', 'source.retention', 'retention.ms', 7 * DAY, -1]]],
    ['a compacted source is a table', facts({ source: settings({ 'cleanup.policy': 'compact' }) }), []],
    [
      'a source that deletes by size',
      facts({ source: settings({ 'retention.bytes': '1073741824' }) }),
      [['warning', 'source.retention', 'retention.bytes', undefined, 1_073_741_824]],
    ],
    ['a source without a limit by size', facts({ source: settings({ 'retention.bytes': '-1' }) }), []],
    [
      'a compacted source has no limit by size',
      facts({ source: settings({ 'cleanup.policy': 'compact', 'retention.bytes': '1' }) }),
      [],
    ],
    [
      'a sink and a quarantine may delete by size',
      facts({ sink: settings({ 'retention.bytes': '1' }), quarantine: settings({ 'retention.bytes': '1' }) }),
      [],
    ],
    [
      'a sink that forgets before its source',
      facts({ sink: held(2) }),
      [['warning', 'sink.retention', 'retention.ms', 7 * DAY, 2 * DAY]],
    ],
    ['a sink for ever', facts({ sink: ever }), []],
    [
      'a quarantine of less than a week',
      facts({ quarantine: held(6) }),
      [['warning', 'quarantine.retention', 'retention.ms', 7 * DAY, 6 * DAY]],
    ],
    [
      'a quarantine for ever',
      facts({ quarantine: ever }),
      [['warning', 'quarantine.retention', 'retention.ms', 7 * DAY, -1]],
    ],
    [
      'a quarantine that forgets before its source',
      facts({ source: held(30), sink: held(30) }),
      [
        ['warning', 'source.retention', 'retention.ms', 7 * DAY, 30 * DAY],
        ['warning', 'quarantine.retention', 'retention.ms', 30 * DAY, 7 * DAY],
      ],
    ],
  ])('%s', (_, given, expected) => {
    expect(brief(retentionFindings(given))).toEqual(expected);
  });
});

describe('cleanup', () => {
  const compacted = settings({ 'cleanup.policy': 'compact' });
  const key = (treatment: string) => [policy(`key: { as: utf8, ${treatment} }\n`)];
  it.each<[string, RouteFacts, Policy[], unknown[][]]>([
    ['delete takes any key', facts(), [policy()], []],
    ['a compacted source is fine', facts({ source: compacted }), [policy()], []],
    [
      'a quarantine that is compacted too',
      facts({ quarantine: settings({ 'cleanup.policy': 'compact,delete' }) }),
      [policy()],
      [['fault', 'quarantine.unfit', 'cleanup.policy', undefined, undefined]],
    ],
    ['a compacted sink with tokens', facts({ sink: compacted }), key('tokenize: CPF'), []],
    ['a compacted sink with kept keys', facts({ sink: compacted }), key('keep: uuid'), []],
    [
      'a compacted sink with equal keys',
      facts({ sink: compacted }),
      key('redact: CPF'),
      [['fault', 'sink.key', 'cleanup.policy', undefined, undefined]],
    ],
    [
      'a compacted sink without keys',
      facts({ sink: compacted }),
      [policy()],
      [['fault', 'sink.key', 'cleanup.policy', undefined, undefined]],
    ],
  ])('%s', (_, given, policies, expected) => {
    expect(brief(cleanupFindings(given, policies))).toEqual(expected);
  });

  it('shows what the setting is', () => {
    const given = facts({ sink: compacted, quarantine: settings({ 'cleanup.policy': 'compact,delete' }) });
    expect(cleanupFindings(given, [policy()]).map(({ context }) => [context.topic, context.found])).toEqual([
      ['held', 'compact,delete'],
      ['clean', 'compact'],
    ]);
  });

  const byField = (lines: string) => [policy(lines, '{ field: n }')];
  const header = 'key: { as: utf8, keep: uuid }\nheaders: { h: { as: utf8, tokenize: CPF } }\n';
  it.each<[string, RouteFacts, Policy[], string[]]>([
    ['a tokenized key', facts({ sink: compacted }), byField('key: { as: utf8, tokenize: CPF }\n'), ['sink.tombstones']],
    [
      'a tokenized key in Avro',
      facts({ sink: compacted }),
      byField('key: { as: avro, tokenize: CPF }\n'),
      ['sink.tombstones'],
    ],
    ['a tokenized header', facts({ sink: compacted }), byField(header), ['sink.tombstones']],
    ['a kept key', facts({ sink: compacted }), byField('key: { as: utf8, keep: uuid }\n'), []],
    ['a constant tenant', facts({ sink: compacted }), key('tokenize: CPF'), []],
    ['a sink that deletes by age', facts(), byField('key: { as: utf8, tokenize: CPF }\n'), []],
  ])('says whether tombstones reach a compacted sink: %s', (_, given, policies, expected) => {
    const found = cleanupFindings(given, policies);
    expect(found.map(({ code }) => code)).toEqual(expected);
    for (const { severity } of found) expect(severity).toBe('warning');
  });
});

describe('a route without its source', () => {
  const faulty = {
    ...facts({
      sink: { replicas: 1, settings: { 'cleanup.policy': 'compact', 'min.insync.replicas': '2' } },
      quarantine: settings({ 'cleanup.policy': 'compact', 'retention.ms': '-1' }),
      sinkKeyVersion: 'k1',
    }),
    source: null,
  };
  const policies = [policy('timestamp: day\nkey: { as: utf8, tokenize: CPF }\n')];
  it('is looked at all the same: what is wrong with its sink and its quarantine comes in the same round', () => {
    const found = [
      ...partitionFindings(faulty),
      ...recordLimitFindings(faulty, RECORD),
      ...cleanupFindings(faulty, policies),
      ...keyVersionFindings(faulty, policies, 'k2'),
      ...retentionFindings(faulty),
      ...recordTimeFindings(faulty, policies),
      ...replicationFindings(faulty, 1),
      ...offsetFindings(faulty),
    ];
    expect(found.map(({ severity, code }) => `${severity} ${code}`)).toEqual([
      'fault quarantine.unfit',
      'fault sink.key_version',
      'warning quarantine.retention',
      'fault sink.timestamp_type',
      'fault topic.replication',
    ]);
  });

  it('nor without any topic does a check fail', () => {
    const bare = { ...faulty, sink: null, quarantine: null };
    for (const found of [
      partitionFindings(bare),
      recordLimitFindings(bare, RECORD),
      cleanupFindings(bare, policies),
      keyVersionFindings(bare, policies, 'k2'),
      retentionFindings(bare),
      recordTimeFindings(bare, policies),
      replicationFindings(bare, 3),
    ])
      expect(found).toEqual([]);
  });
});

describe('the version of keys in a compacted sink', () => {
  const tokenized = [policy('key: { as: utf8, tokenize: CPF }\n')];
  it.each<[string, RouteFacts, Policy[], string[]]>([
    ['the same', facts({ sinkKeyVersion: 'k2' }), tokenized, []],
    ['none to be seen', facts(), tokenized, []],
    ['another', facts({ sinkKeyVersion: 'k1' }), tokenized, ['sink.key_version']],
    [
      'another, of keys that are no tokens',
      facts({ sinkKeyVersion: 'k1' }),
      [policy('key: { as: utf8, keep: uuid }\n')],
      [],
    ],
  ])('%s', (_, given, policies, expected) => {
    expect(keyVersionFindings(given, policies, 'k2').map(({ code }) => code)).toEqual(expected);
  });

  it('is read from the newest token', () => {
    const keys = ['plain', '\u0000\u0000\u0002(\u0002[CPF~k3~MZXW6YTB4F2KQ7D3]', '[CPF~k1~MZXW6YTB4F2KQ7D3]'];
    expect(keyVersionIn(keys.map((key) => Buffer.from(key)))).toBe('k3');
    expect(keyVersionIn([Buffer.from('[CPF~k0~MZXW6YTB4F2KQ7D3]')])).toBeNull();
  });
});

describe('record times', () => {
  const times = (past: number, future: number) =>
    settings({ 'message.timestamp.before.max.ms': String(past), 'message.timestamp.after.max.ms': String(future) });
  const append = settings({ 'message.timestamp.type': 'LogAppendTime' });
  const ALWAYS = Number('9223372036854775807');
  it.each<[string, RouteFacts, Policy[], unknown[][]]>([
    ['the same range', facts({ source: times(ALWAYS, 3_600_000), sink: times(ALWAYS, 3_600_000) }), [policy()], []],
    [
      'a sink that takes less of the future',
      facts({ source: times(ALWAYS, 7_200_000), sink: times(ALWAYS, 3_600_000) }),
      [policy()],
      [['warning', 'sink.times', 'message.timestamp.after.max.ms', 7_200_000, 3_600_000]],
    ],
    [
      'a sink that takes less of the past than the source may hold',
      facts({ source: times(ALWAYS, 1), sink: times(DAY, 1) }),
      [policy()],
      [['warning', 'sink.times', 'message.timestamp.before.max.ms', 7 * DAY, DAY]],
    ],
    [
      'one bound for both, as of old brokers',
      facts({
        source: times(DAY, DAY),
        sink: settings({ 'message.timestamp.difference.max.ms': '1000' }),
      }),
      [policy()],
      [
        ['warning', 'sink.times', 'message.timestamp.after.max.ms', DAY, 1_000],
        ['warning', 'sink.times', 'message.timestamp.before.max.ms', DAY, 1_000],
      ],
    ],
    ['a sink with times of its own', facts({ source: times(ALWAYS, ALWAYS), sink: append }), [policy()], []],
    [
      'a policy that cuts to days',
      facts(),
      [policy('timestamp: day\nkey: { as: none }\n')],
      [['fault', 'sink.timestamp_type', 'message.timestamp.type', undefined, undefined]],
    ],
    ['the same with times of its own', facts({ sink: append }), [policy('timestamp: year\nkey: { as: none }\n')], []],
  ])('%s', (_, given, policies, expected) => {
    expect(brief(recordTimeFindings(given, policies))).toEqual(expected);
  });
});

describe('replication', () => {
  const one = { replicas: 1 };
  it.each<[string, RouteFacts, number, unknown[][]]>([
    ['one broker has one replica', facts({ source: one, sink: one, quarantine: one }), 1, []],
    [
      'one replica on three brokers',
      facts({
        sink: one,
        source: settings({ 'min.insync.replicas': '2' }),
        quarantine: settings({ 'min.insync.replicas': '2' }),
      }),
      3,
      [['warning', 'topic.replication', 'replication.factor', 2, 1]],
    ],
    [
      'three replicas of which one confirms',
      facts({ source: settings({ 'min.insync.replicas': '2' }), quarantine: settings({ 'min.insync.replicas': '3' }) }),
      3,
      [['warning', 'topic.replication', 'min.insync.replicas', 2, 1]],
    ],
    [
      'more confirmations than replicas refuse every write',
      facts({ source: one, quarantine: one, sink: { ...one, settings: { 'min.insync.replicas': '2' } } }),
      1,
      [['fault', 'topic.replication', 'min.insync.replicas', 1, 2]],
    ],
  ])('%s', (_, given, brokers, expected) => {
    expect(brief(replicationFindings(given, brokers))).toEqual(expected);
  });
});

describe('offsets', () => {
  const offsets = (committed: bigint | null, source: [bigint, bigint], sinkEnd: bigint): RouteFacts['offsets'] => ({
    committed: new Map([[1, committed]]),
    source: new Map([[1, { low: source[0], high: source[1] }]]),
    sink: new Map([[1, { low: 0n, high: sinkEnd }]]),
  });
  it.each<[string, RouteFacts, [string, string][]]>([
    ['a fresh route', facts({ offsets: offsets(null, [0n, 9n], 0n) }), []],
    ['within the source', facts({ offsets: offsets(5n, [5n, 9n], 3n) }), []],
    ['none, but a sink with records', facts({ offsets: offsets(null, [0n, 9n], 3n) }), [['fault', 'source.no_offset']]],
    ['the same, when it is allowed', facts({ fromStart: true, offsets: offsets(null, [0n, 9n], 3n) }), []],
    ['before the log start', facts({ offsets: offsets(4n, [5n, 9n], 3n) }), [['warning', 'source.offset_lost']]],
    ['after the log end', facts({ offsets: offsets(10n, [0n, 9n], 3n) }), [['warning', 'source.offset_lost']]],
    ['not to be seen', facts(), []],
  ])('%s', (_, given, expected) => {
    const found = offsetFindings(given);
    expect(found.map(({ severity, code }) => [severity, code])).toEqual(expected);
    for (const { context } of found) expect(context).toMatchObject({ route: 'chat', topic: 'raw', partition: 1 });
  });
});

describe('the clock', () => {
  const at = Date.parse('2026-01-02T03:00:00Z');
  it.each([
    ['Fri, 02 Jan 2026 03:00:00 GMT', null],
    ['Fri, 02 Jan 2026 02:59:00 GMT', null],
    ['Fri, 02 Jan 2026 02:58:58 GMT', 62],
    ['Fri, 02 Jan 2026 03:05:00 GMT', 300],
    ['no date', null],
  ])('beside %s', (date, seconds) => {
    const expected = seconds === null ? [] : [['warning', 'clock.skew', undefined, 60, seconds]];
    expect(brief(clockFindings({ date, at }))).toEqual(expected);
  });

  it('is not judged when nobody told a time', () => expect(clockFindings(null)).toEqual([]));
});
