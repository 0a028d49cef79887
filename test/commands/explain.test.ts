import { readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { allCodes, explained } from '../../src/commands/explain/explained.ts';
import { nearestCodes } from '../../src/commands/explain/nearest-codes.ts';
import { explainCommand } from '../../src/commands/explain.ts';
import { EXPLANATIONS } from '../../src/error-explanations.ts';
import { ERROR_CODES, type ErrorCode, RECORD_REASONS } from '../../src/errors.ts';
import { exitCodeOfCode } from '../../src/exit-code.ts';

const CODES = [...new Set([...Object.keys(ERROR_CODES), ...RECORD_REASONS])];

async function explain(...words: string[]): Promise<string> {
  const printed: string[] = [];
  const log = vi.spyOn(console, 'log').mockImplementation((line: string) => void printed.push(line));
  try {
    await explainCommand().parseAsync(words, { from: 'user' });
  } finally {
    log.mockRestore();
  }
  return printed.join('\n');
}

describe('sigilo explain', () => {
  it('has an explanation for every code and every reason, and for nothing else', () => {
    expect(Object.keys(EXPLANATIONS).sort()).toEqual(CODES.sort());
    expect(allCodes()).toHaveLength(CODES.length);
  });

  it.each(CODES)('%s: says why, how to tell, and what to do', async (code) => {
    const told = explained(code as ErrorCode);
    for (const text of [told.why, told.recognise, ...told.steps]) expect(text).toMatch(/^[A-Z0-9`/<'a-z].{9,}$/);
    expect(told.steps.length).toBeGreaterThan(0);
    const shown = await explain(code);
    for (const text of [code, told.what, told.why, told.recognise, ...told.steps, told.retried])
      expect(shown).toContain(text);
    expect(JSON.parse(await explain(code, '--json'))).toEqual(told);
  });

  it('tells the exit code that a process would end with', () => {
    expect(explained('source.topic_missing')).toMatchObject({ kind: 'error', exitCode: 2 });
    expect(explained('kafka.unavailable')).toMatchObject({ exitCode: 1 });
    expect(explained('registry.unavailable')).toMatchObject({ exitCode: null });
    expect(explained('uncovered_field')).toMatchObject({ kind: 'reason', exitCode: null });
    for (const code of allCodes()) {
      const { kind, exitCode } = explained(code);
      if (kind === 'error' && exitCode !== null) expect(exitCode).toBe(exitCodeOfCode(code as ErrorCode));
    }
  });

  it.each<[ErrorCode, RegExp, number | null]>([
    ['quarantine.unfit', /^Of a start, no: .*By a running worker, yes: the partition waits and is tried again/, 2],
    ['registry.tls', /^Of a start, no: .*By a running worker, yes: the partition waits and is tried again/, 1],
    ['source.no_offset', /^Of a start, no: .*stays where it is until the worker is started again/, 2],
    ['sink.too_few_partitions', /^Yes\. .*goes on by itself .*without a restart/, null],
    ['kafka.unavailable', /^For a while\. Partitions .* wait and are tried again.*end the process/, 1],
    [
      'internal',
      /^As a record’s reason, no: .*quarantine.*partition that waits with it, yes: .*the error that ended/,
      1,
    ],
  ])('%s: tells of each place where it is met', async (code, retried, exitCode) => {
    expect(explained(code)).toMatchObject({ retried: expect.stringMatching(retried), exitCode });
    const shown = exitCode === null ? 'None: no process ends by it.' : `${exitCode}, where a process ends by it.`;
    expect((await explain(code)).split('\n').at(-1)).toBe(`  ${shown}`);
  });

  it.each(['unreadable_batch', 'quarantine.payloads_omitted', 'source.offset_lost'])(
    '%s begins with keeping the source, also from its limit by size',
    async (code) => expect(await explain(code)).toMatch(/ 1\. Keep .*retention\.ms=…,retention\.bytes=-1/),
  );

  it('points at parts of a document that are there', () => {
    const steps = Object.values(EXPLANATIONS).flatMap((each) => each.steps);
    const parts = steps.flatMap((step) => [...step.matchAll(/(docs\/[a-z-]+\.md).*? under "([^"]+)"/g)]);
    expect(parts.length).toBeGreaterThan(1);
    for (const [, file, part] of parts) expect(readFileSync(file!, 'utf8')).toContain(`\n## ${part}\n`);
  });

  it('lists them all', async () => {
    const list = await explain('--list');
    for (const code of CODES) expect(list).toMatch(new RegExp(`^${code.replace('.', '\\.')} +\\S`, 'm'));
    expect(JSON.parse(await explain('--list', '--json'))).toHaveLength(CODES.length);
  });

  it.each([
    ['source.ofset', 'source.offset_lost'],
    ['offset_lost', 'source.offset_lost'],
    ['SINK.TOPIC_MISSING', 'sink.topic_missing'],
    ['uncoverd_field', 'uncovered_field'],
    ['registry.unavailible', 'registry.unavailable'],
  ])('suggests for %s', async (typed, meant) => {
    expect(nearestCodes(typed, CODES)[0]).toBe(meant);
    await expect(explain(typed)).rejects.toMatchObject({
      code: 'input.invalid',
      context: { faults: [expect.stringContaining(meant)] },
    });
  });

  it.each(['nosuch', 'node', 'x', 'banana'])('suggests nothing far from %s', (typed) => {
    for (const near of nearestCodes(typed, CODES)) expect(near).toContain(typed);
  });

  it('promises no command that is not there: nothing is replayed yet, which each reason says once', async () => {
    const all = Object.values(EXPLANATIONS).flatMap(({ why, recognise, steps }) => [why, recognise, ...steps]);
    expect(all.filter((text) => /replay/i.test(text))).toEqual([]);
    expect((await explain('uncovered_field')).match(/replay/g)).toHaveLength(1);
    expect(await explain('uncovered_field')).toContain('src/io/quarantine-open.ts');
  });

  it.each(['uncovered_field', 'unexpected_shape', 'limit_exceeded', 'detector_failed', 'leak_blocked'])(
    '%s says where the field path stands',
    async (reason) => expect(await explain(reason)).toMatch(/`sigilo status`, the log .* name the field path/),
  );

  it('points at the list when nothing is near, and repeats nothing that was typed', async () => {
    const typed = 'zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz';
    const error = await explain(typed).catch((thrown: Error) => thrown);
    expect(error).toMatchObject({ message: expect.stringContaining('--list') });
    expect((error as Error).message).not.toContain(typed);
    await expect(explain()).rejects.toMatchObject({ code: 'input.invalid' });
  });
});
