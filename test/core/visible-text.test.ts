import { describe, expect, it, vi } from 'vitest';
import { printChanges } from '../../src/commands/plan/diff-text.ts';
import { visibleText } from '../../src/core/visible-text.ts';

describe('visible text', () => {
  it.each([
    ['keep uuid', 'keep uuid'],
    ['José 诊所 ’ñ', 'José 诊所 ’ñ'],
    ['a\nb', 'a\\u{a}b'],
    ['\u001b[2K\r', '\\u{1b}[2K\\u{d}'],
    ['\u202e\u2028\u0085', '\\u{202e}\\u{2028}\\u{85}'],
  ])('of %j is %s', (text, shown) => {
    expect(visibleText(text)).toBe(shown);
  });

  it('is what plan prints of a lock file, which may come with somebody else’s change', () => {
    const print = vi.spyOn(console, 'log').mockImplementation(() => {});
    const before = 'redact CPF\u001b[2K\r  ~ a: keep';
    printChanges('l', [{ kind: 'weakened', route: 'r\n', schema: 's', what: 'a', before, after: 'keep' }]);
    const lines = print.mock.calls.map(([line]) => String(line));
    print.mockRestore();
    expect(lines[1]).toContain('WEAKENED a: redact CPF\\u{1b}[2K\\u{d}  ~ a: keep -> keep');
    expect(lines.join('')).not.toMatch(/[\r\n]/);
  });
});
