import { describe, expect, it } from 'vitest';
import { exitCodeOf } from '../../src/exit-code.ts';
import { fault, refusalOf, warning } from '../../src/preflight/finding.ts';

describe('a refusal', () => {
  it('is none without faults', () => {
    expect(refusalOf([])).toBeNull();
    expect(refusalOf([warning('sink.limit')])).toBeNull();
  });

  it('of one fault is that fault', () => {
    const error = refusalOf([warning('sink.limit'), fault('sink.topic_missing', { topic: 't' })]);
    expect(error).toMatchObject({ code: 'sink.topic_missing', context: { topic: 't' } });
    expect(exitCodeOf(error)).toBe(2);
  });

  it('of several lists them, the gravest first, which gives the exit code', () => {
    const error = refusalOf([fault('kafka.unavailable'), fault('keys.unreadable', { file: 'f' })]);
    expect(error?.code).toBe('start.refused');
    expect(error?.context.codes).toEqual(['keys.unreadable', 'kafka.unavailable']);
    expect(error?.message).toMatch(
      /start\.refused: .*\n {2}- keys\.unreadable: .*\(file=f\).*\n {2}- kafka\.unavailable: /,
    );
    expect(error?.message).not.toContain('codes');
    expect(exitCodeOf(error)).toBe(2);
    expect(exitCodeOf(refusalOf([fault('kafka.unavailable'), fault('registry.unavailable')]))).toBe(1);
  });
});
