import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createLog } from '../../src/io/log.ts';

const source = join(import.meta.dirname, '../../src');
const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));

/** Every call `log(level, message` with a level written out, and what stands in the place of the message. */
const calls = files.flatMap((file) => {
  const text = readFileSync(join(source, file), 'utf8');
  const found = text.matchAll(/\blog\(\s*(?:'(?:debug|info|warn|error|fatal)'|level),\s*('[^']*'|[^,)\s]+)/g);
  // `message` by itself hands on what another function was called with.
  return [...found].map(([, message = '']) => ({ file, message })).filter(({ message }) => message !== 'message');
});

describe('messages of the log', () => {
  it('are found', () => {
    expect(calls.length).toBeGreaterThan(10);
  });

  it.each(calls)('of $file are constant: $message', ({ message }) => {
    expect(message).toMatch(/^'.*'$/);
  });

  it.each(calls)('of $file are let through: $message', ({ message }) => {
    const lines: string[] = [];
    createLog({ level: 'info', destination: { write: (line) => void lines.push(line) } })('info', message.slice(1, -1));
    expect(lines[0]).not.toContain('withheld');
  });
});
