import { execFileSync } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, readFileSync, readSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type LineOutput, openLineOutput } from '../../src/io/log/line-output.ts';

let directory: string;
let opened: number[];
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'sigilo-line-output-'));
  opened = [];
});
afterEach(() => {
  for (const descriptor of opened) closeSync(descriptor);
  rmSync(directory, { recursive: true });
});

function open(path: string, flags: string | number): number {
  const descriptor = openSync(path, flags);
  opened.push(descriptor);
  return descriptor;
}

/** A pipe whose ends do not block, and an output that writes to it. */
function piped(limit?: number) {
  const path = join(directory, 'pipe');
  execFileSync('mkfifo', [path]);
  const reader = open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const writer = open(path, constants.O_WRONLY | constants.O_NONBLOCK);
  const gaps: number[] = [];
  const output: LineOutput = openLineOutput({
    descriptor: writer,
    onGap: (count) => {
      gaps.push(count);
      output.write(`gap ${count}\n`);
    },
    ...(limit === undefined ? {} : { limit }),
  });
  const buffer = Buffer.alloc(1_048_576);
  const read = (): string => {
    try {
      return buffer.toString('utf8', 0, readSync(reader, buffer));
    } catch {
      return '';
    }
  };
  const closeReader = () => {
    closeSync(reader);
    opened = opened.filter((each) => each !== reader);
  };
  return { path, output, gaps, read, closeReader };
}

/** Lines of 1,000 bytes that tell their number. */
const lines = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => `${String(from + index).padEnd(999, '.')}\n`);

const NONE = { full: 0, closed: 0, slow: 0, failed: 0 };

describe('lines', () => {
  it('come to a file whole and in order, also those that wait at the end', async () => {
    const file = join(directory, 'log');
    const output = openLineOutput({ descriptor: open(file, 'a'), onGap: () => expect.unreachable() });
    const written = lines(0, 250);
    for (const line of written.slice(0, 200)) output.write(line);
    await vi.waitFor(() => expect(readFileSync(file, 'utf8')).toBe(written.slice(0, 200).join('')), 20_000);
    const [first, ...rest] = written.slice(200);
    output.write(first!);
    for (const line of rest) output.write(line);
    output.flush();
    await vi.waitFor(() => expect(readFileSync(file, 'utf8').length).toBe(250_000), 20_000);
    expect(readFileSync(file, 'utf8').split('\n').sort()).toEqual(written.join('').split('\n').sort());
    expect(output.lost()).toEqual(NONE);
  });

  it('wait for a reader that pauses; the newest beyond the limit are lost, counted, and their place is shown', async () => {
    const { output, gaps, read } = piped(200_000);
    const written = lines(0, 600);
    for (const line of written) output.write(line);
    await vi.waitFor(() => expect(output.lost().slow).toBeGreaterThan(0), 20_000);
    let text = '';
    await vi.waitFor(() => {
      text += read();
      expect(text).toContain('gap');
    }, 20_000);
    const kept = text
      .slice(0, text.indexOf('gap'))
      .split('\n')
      .filter((line) => line !== '');
    expect(kept).toEqual(written.slice(0, kept.length).map((line) => line.trimEnd()));
    expect(gaps).toEqual([600 - kept.length]);
    expect(output.lost()).toEqual({ ...NONE, slow: 600 - kept.length });
    output.write('after\n');
    await vi.waitFor(() => {
      text += read();
      expect(text).toMatch(/gap \d+\nafter\n$/);
    }, 20_000);
  });

  it('are lost while nobody can read them, and come to the next reader', async () => {
    const { path, output, gaps, closeReader } = piped();
    closeReader();
    for (const line of lines(0, 5)) output.write(line);
    await vi.waitFor(() => expect(output.lost()).toEqual({ ...NONE, closed: 5 }), 20_000);
    expect(gaps).toEqual([]);
    const reader = open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    output.write('again\n');
    const buffer = Buffer.alloc(65_536);
    let text = '';
    await vi.waitFor(() => {
      text += buffer.toString('utf8', 0, readSync(reader, buffer));
      expect(text).toBe('again\ngap 5\n');
    }, 20_000);
    expect(gaps).toEqual([5]);
  });

  it('wait for room on a full disk', async () => {
    const output = openLineOutput({
      descriptor: open('/dev/full', 'w'),
      onGap: () => expect.unreachable(),
      limit: 10_000,
    });
    for (const line of lines(0, 30)) output.write(line);
    await vi.waitFor(() => expect(output.lost().full + output.lost().slow).toBe(20), 20_000);
    await new Promise((resolve) => setTimeout(resolve, 50));
    for (const line of lines(30, 7)) output.write(line);
    expect(output.lost().full).toBeGreaterThanOrEqual(7);
  });

  it.each(['write', 'flush'] as const)('never throw at a descriptor that cannot be written: %s', async (method) => {
    const file = join(directory, 'read-only');
    writeFileSync(file, '');
    const output = openLineOutput({ descriptor: open(file, 'r'), onGap: () => expect.unreachable(), limit: 2_000 });
    for (const line of lines(0, 4)) output.write(line);
    if (method === 'flush') expect(() => output.flush()).not.toThrow();
    else
      await vi.waitFor(() => {
        output.write('x\n'.repeat(2_000));
        expect(output.lost().failed).toBeGreaterThan(0);
      }, 20_000);
  });

  it('keep an end of the process for a tenth of a second at most', () => {
    const { output } = piped();
    for (const line of lines(0, 300)) output.write(line);
    const began = performance.now();
    output.flush();
    expect(performance.now() - began).toBeLessThan(10_000);
  });
});
