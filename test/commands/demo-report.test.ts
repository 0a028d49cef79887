import pc from 'picocolors';
import { describe, expect, it } from 'vitest';
import { formatReport } from '../../src/commands/demo/report.ts';
import { type DemoResult, faultsOf } from '../../src/commands/demo/result.ts';
import { flatten, sideBySide, wrap } from '../../src/commands/demo/side-by-side.ts';
import { parseMetrics, sumOf } from '../../src/commands/demo/worker-process.ts';

const good: DemoResult = {
  ok: true,
  consumed: 10,
  forwarded: 8,
  quarantined: { malformed_avro: 2 },
  leaksInSinks: 0,
  leaksInQuarantines: 0,
  leaksInOutput: 0,
  control: { planted: 100, foundInSources: 100 },
  freeText: {
    planted: 5,
    leftover: 1,
    leftoverWithCheckDigit: 0,
    leftoverDeclared: 0,
    byEntity: { PERSON: { planted: 5, leftover: 1 } },
  },
  cpfTokens: { cpfs: 3, occurrences: 6, conflicts: 0 },
  unexpected: [],
  recordsPerSecond: 1234,
  seconds: { total: 60 },
  workerCount: { consumed: 10, forwarded: 8, quarantined: 2 },
  findings: { CPF: { tokenize: 3 } },
  seed: 1,
  faults: [],
  kept: null,
  pairs: [{ title: 'chat message', before: { name: 'before' }, after: { name: '[PERSON]' } }],
};

describe('verdict', () => {
  it('finds nothing wrong with a run in which only names in free text are left over', () => {
    expect(faultsOf(good, 10, 0)).toEqual([]);
  });

  it.each<[string, Partial<DemoResult>]>([
    ['a record with another result', { unexpected: [{ place: 'a/0/1', kind: 'message', fault: 'lost' }] }],
    ['a leak in the sinks', { leaksInSinks: 1 }],
    ['a leak in the quarantines', { leaksInQuarantines: 1 }],
    ['a leak in the output', { leaksInOutput: 1 }],
    ['counts that do not add up', { forwarded: 7 }],
    ['records that were not consumed', { consumed: 9 }],
    ['a search that finds nothing anywhere', { control: { planted: 100, foundInSources: 0 } }],
    ['an identifier left in free text', { freeText: { ...good.freeText, leftoverWithCheckDigit: 1 } }],
    ['a declared value left in free text', { freeText: { ...good.freeText, leftoverDeclared: 1 } }],
    ['metrics that say something else', { workerCount: { ...good.workerCount, quarantined: 3 } }],
    ['tokens that do not join', { cpfTokens: { ...good.cpfTokens, conflicts: 1 } }],
  ])('fails on %s', (_, change) => {
    expect(faultsOf({ ...good, ...change }, 10, 0).length).toBeGreaterThan(0);
  });

  it('fails when the worker did not stop in order', () => {
    expect(faultsOf(good, 10, 1).length).toBe(1);
    expect(faultsOf(good, 10, null).length).toBe(1);
  });
});

describe('report', () => {
  it('shows outcomes, findings, leftovers, speed and a record before and after', () => {
    const text = formatReport(good, pc.createColors(false), 120);
    for (const part of ['forward', 'malformed_avro', 'CPF', '1 left of 5', '1234 records/s', '[PERSON]']) {
      expect(text).toContain(part);
    }
  });

  it('says that blocked leaks were planted, and that places in free text are postal codes', () => {
    const byEntity = { LOCATION: { planted: 2, leftover: 0 } };
    const result = { ...good, quarantined: { leak_blocked: 4 }, freeText: { ...good.freeText, byEntity } };
    const text = formatReport(result, pc.createColors(false), 80);
    expect(text).toContain('leak_blocked  4 (planted on purpose');
    expect(text).toContain('LOCATION (CEP)');
  });

  it.each([80, 160])('keeps tokens whole and names what was dropped, %i columns wide', (width) => {
    const token = '[HEALTH_PLAN~k1~ABCDEFGHIJKLMNOP]';
    const pair = {
      title: 'chat message',
      before: {
        text: `cartão 123 e ${'mais '.repeat(20)}`,
        address: 'Rua A',
        read_by: { ana: 1 },
        a_name_of_many_letters: 1,
      },
      after: {
        text: `cartão ${token} e ${token} e ${token}`,
        read_by: { '[OTHER_ID~k1~ABCD]': 1 },
        a_name_of_many_letters: 1,
      },
    };
    const lines = sideBySide(pair, pc.createColors(false), width);
    expect(lines.join('\n').split(token).length).toBe(4);
    expect(Math.max(...lines.map((line) => line.trimEnd().length))).toBeLessThanOrEqual(width);
    expect(lines.filter((line) => line.includes('(dropped)')).length).toBe(1);
    expect(lines.filter((line) => line.includes('(under its new name)')).length).toBe(1);
  });

  it('cuts only what is longer than a line', () => {
    expect(wrap('', 5)).toEqual(['']);
    expect(wrap('uma dor de cabeça', 8)).toEqual(['uma dor ', 'de ', 'cabeça']);
    expect(wrap('a 0123456789', 5)).toEqual(['a ', '01234', '56789']);
  });

  it('flattens union branches, arrays and bytes', () => {
    const object = {
      sender: { 'a.b.Patient': { name: 'x' } },
      phones: ['1', '2'],
      sha256: Buffer.alloc(32),
      cns: null,
    };
    expect(flatten(object)).toEqual([
      ['sender.name', 'x'],
      ['phones[0]', '1'],
      ['phones[1]', '2'],
      ['sha256', '<32 bytes>'],
      ['cns', 'null'],
    ]);
  });
});

describe('metrics page', () => {
  it('is read with its labels', () => {
    const page = '# HELP a b\nsigilo_findings_total{route="chat",entity="CPF",treatment="tokenize"} 3\nup 1\n';
    expect(parseMetrics(page)).toEqual([
      { name: 'sigilo_findings_total', labels: { route: 'chat', entity: 'CPF', treatment: 'tokenize' }, value: 3 },
      { name: 'up', labels: {}, value: 1 },
    ]);
    expect(sumOf(parseMetrics(page), 'sigilo_findings_total')).toBe(3);
  });
});
