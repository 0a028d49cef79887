import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { onTerminal } from '../../src/commands/redact.ts';

const CLI = join(import.meta.dirname, '../../src/cli.ts');
/** Clears the screen, names the window, turns the direction of writing, begins a line for a terminal. */
const ESCAPES = '\u001b[2J\u001b]0;x\u0007\u202e\u2028\u009b31m';
const RECORD = 'br.sigilo.chat.ChatMessage';

/** What somebody may register or propose whose text another person looks at. */
const SCHEMA = {
  ...{ type: 'record', name: 'ChatMessage', namespace: 'br.sigilo.chat', doc: ESCAPES },
  fields: [
    { name: 'id', type: { type: 'string', logicalType: `uuid${ESCAPES}` }, doc: ESCAPES, 'confluent:tags': [ESCAPES] },
    { name: 'more', type: 'string', default: ESCAPES },
  ],
};
const policy = (path: string) => `policy: x
record: ${RECORD}
profile: lgpd
tenant: { const: a }
key: { as: none }
fields:
  id: { keep: uuid }
  more: drop
  "${path}": drop
`;

let directory: string;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'sigilo-escapes-'));
  const files = {
    'hostile.avsc': JSON.stringify(SCHEMA),
    'path.policy.yaml': policy('m\\e[2J\\u202eore'),
    'unused.policy.yaml': policy('other'),
    'sigilo.yaml': '"k\\e[2J\\u202eafka": 1\nlog: { level: "\\e[2J" }\nroutes: [{ name: "\\e[2J" }]\n',
    'labels.jsonl': `${JSON.stringify({ text: ESCAPES, spans: [{ start: 0, end: 1, label: ESCAPES }] })}\n`,
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text, { mode: 0o600 });
});

afterAll(() => rmSync(directory, { recursive: true }));

describe('what a command prints of texts of somebody else', { timeout: 120_000 }, () => {
  it.each([
    ['init hostile.avsc', 0],
    ['plan --schema hostile.avsc --policy unused.policy.yaml', 1],
    ['plan --schema hostile.avsc --policy path.policy.yaml', 2],
    ['check --config sigilo.yaml', 2],
    [`check --config ${ESCAPES}`, 2],
    [`explain ${ESCAPES}`, 2],
    ['eval labels.jsonl', 2],
  ])('%j holds nothing that moves a cursor or turns the writing', (words, status) => {
    const run = spawnSync(process.execPath, [CLI, ...words.split(' ')], {
      cwd: directory,
      encoding: 'utf8',
      input: '',
    });
    const printed = run.stdout + run.stderr;
    expect(printed.length).toBeGreaterThan(50);
    expect(printed.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    if (words.includes('path.policy')) expect(printed).toContain('m\\u{1b}[2J\\u{202e}ore');
    expect(run.status).toBe(status);
  });
});

describe('a redacted line on a terminal', () => {
  it.each([
    ['a\tb', 'a\tb'],
    ['👩‍⚕️ ok', '👩‍⚕️ ok'],
    ['a\u001b[2Jb\u009b1m', 'a\\u{1b}[2Jb\\u{9b}1m'],
    ['a\rb\u202ec\u2066', 'a\\u{d}b\\u{202e}c\\u{2066}'],
  ])('%j is shown as %j', (line, shown) => {
    expect(onTerminal(line)).toBe(shown);
  });
});
