import { describe, expect, it } from 'vitest';
import { describeFindings } from '../../../src/commands/check/finding-text.ts';
import { asUnchecked, verdictOf } from '../../../src/commands/check/verdict.ts';
import { exitCodeOfCode } from '../../../src/exit-code.ts';
import { type Finding, fault, warning } from '../../../src/preflight/finding.ts';

const away = asUnchecked(warning('registry.unavailable', { address: 'http://registry.example:8081' }));

describe('what a check amounts to', () => {
  it.each<[string, Finding[], string | null, string]>([
    ['nothing', [], null, '0 faults, 0 warnings: a start would go on'],
    ['warnings', [warning('sink.limit')], null, '0 faults, 1 warning: a start would go on'],
    ['a fault', [fault('sink.key')], 'check.failed', '1 fault, 0 warnings: a start would be refused'],
    ['a registry that is away', [away], 'check.incomplete', 'a start would go on and wait for the registry'],
    [
      'the same beside a fault',
      [away, fault('sink.key')],
      'check.failed',
      '2 faults, 0 warnings: a start would be refused',
    ],
    ['a registry of another name', [asUnchecked(fault('registry.tls'))], 'check.failed', 'a start would be refused'],
  ])('with %s', (_, findings, code, text) => {
    expect(verdictOf(findings).code).toBe(code);
    expect(describeFindings(findings, []).at(-1)).toContain(text);
  });

  it('never passes without the schemas, and names the registry that was asked', () => {
    expect(away.severity).toBe('fault');
    expect(asUnchecked(warning('registry.unauthorized')).severity).toBe('fault');
    expect(asUnchecked(warning('sink.limit')).severity).toBe('warning');
    expect(exitCodeOfCode('check.incomplete')).toBe(2);
    expect(describeFindings([away], []).join('\n')).toContain('(address=http://registry.example:8081)');
  });
});
