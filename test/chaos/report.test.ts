import { describe, expect, it } from 'vitest';
import { describeReport, type Outcome, reportOf, type Verdict } from './report.ts';

const VERDICT: Verdict = {
  records: 1_000,
  lost: 0,
  doubled: 0,
  outOfOrder: 0,
  plantedBytes: 0,
  wrongPlace: 0,
  hangingTransactions: 0,
  lag: 0,
  strange: 0,
  misjudged: {},
  excused: 0,
  aborted: 10,
  quarantined: { malformed_avro: 3 },
  missingControls: [],
};
const OUTCOME: Outcome = {
  verdict: VERDICT,
  seed: 7,
  minutes: 3,
  least: { workerKilled: 2, brokerKilled: 1 },
  faults: { workerKilled: 2, brokerKilled: 1 },
  misses: {},
  recoveries: [
    { kind: 'worker', from: 0, to: 6_000, isDisturbed: false, missing: [] },
    { kind: 'worker', from: 0, to: 9_000, isDisturbed: true, missing: [] },
    { kind: 'broker', from: 0, to: 2_000, isDisturbed: false, missing: [] },
  ],
  unexpected: [],
  dirtyStops: [],
  seconds: { faults: 100, settling: 10, total: 200 },
  directory: null,
};

describe('report of the fault run', () => {
  it('is ok when nothing was found and every fault bit', () => {
    expect(reportOf(OUTCOME)).toMatchObject({
      ok: true,
      records: 1_000,
      faults: { workerKilled: 2, brokerKilled: 1 },
      recoverySeconds: { p50: 2, max: 6 },
      recovery: { worker: { count: 2, max: 9, undisturbed: { count: 1, max: 6 } }, broker: { max: 2 } },
      seed: 7,
      failures: [],
    });
  });

  it.each([
    'lost',
    'doubled',
    'outOfOrder',
    'plantedBytes',
    'wrongPlace',
    'hangingTransactions',
    'lag',
    'strange',
  ] as const)('fails by %s', (count) => {
    const report = reportOf({ ...OUTCOME, verdict: { ...VERDICT, [count]: 3 } });
    expect(report.ok).toBe(false);
    expect(report.failures).toHaveLength(1);
    expect(report.failures[0]).toMatch(/^3 /);
  });

  it.each<[string, Partial<Outcome>, RegExp]>([
    ['a fault that bit too seldom', { faults: { workerKilled: 2 } }, /^brokerKilled bit 0 of 1 times$/],
    ['a bad record in a sink', { verdict: { ...VERDICT, misjudged: { sink: 2 } } }, /^2 records misjudged: sink$/],
    ['a blind check', { verdict: { ...VERDICT, missingControls: ['source'] } }, /^the check is blind: source$/],
    ['no record at all', { verdict: { ...VERDICT, records: 0 } }, /^no record was judged$/],
    ['a worker that did not stop in order', { dirtyStops: ['worker-3'] }, /^worker-3 did not stop with 0$/],
    [
      'a partition that stood still',
      { recoveries: [{ kind: 'worker', from: 0, to: null, isDisturbed: false, missing: ['x'] }] },
      /^1 harms/,
    ],
  ])('fails by %s', (_name, change, expected) => {
    const report = reportOf({ ...OUTCOME, ...change });
    expect(report.ok).toBe(false);
    expect(report.failures.join()).toMatch(expected);
  });

  it('does not blame a harm for what another one held up: the lag tells whether all came to an end', () => {
    const recovery = { kind: 'worker' as const, from: 0, to: null, isDisturbed: true, missing: ['x'] };
    expect(reportOf({ ...OUTCOME, recoveries: [recovery] })).toMatchObject({ ok: true, notRecovered: 0 });
  });

  it('counts the ends that nobody asked for', () => {
    const exit = { worker: 'worker-1', status: 1, signal: null, code: 'kafka.unavailable' };
    const report = reportOf({ ...OUTCOME, unexpected: [exit, exit] });
    expect(report.unexpectedExits).toEqual({ 'kafka.unavailable, status 1': 2 });
    expect(report.ok).toBe(true);
  });

  it('reads well', () => {
    const text = describeReport(reportOf({ ...OUTCOME, verdict: { ...VERDICT, lost: 1 }, directory: '/tmp/run' }));
    expect(text).toContain('1 lost, 0 doubled');
    expect(text).toContain('FAILED: 1 records lost');
    expect(text).toContain('files of the run: /tmp/run');
  });
});
