import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createRecordRedactor } from '../../../src/commands/redact/redact-records.ts';

const SCHEMA = { type: 'record', name: 'R', fields: [{ name: 'text', type: 'string' }] };
const HEAD = 'policy: p\nrecord: R\nprofile: lgpd\ntenant: { const: x }\nkey: { as: none }\nfields: { text: detect }\n';
let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'sigilo-redact-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

it.each([
  ['fr', '[OTHER_ID]', ['since fr is none of pt, en, es']],
  ['pt', 'oi, tudo bem?', []],
])('records in the language %s', (language, text, warnings) => {
  const [schema, policy] = [join(directory, 's.avsc'), join(directory, 'p.yaml')];
  writeFileSync(schema, JSON.stringify(SCHEMA));
  writeFileSync(policy, `${HEAD}language: { const: ${language} }\n`);
  const told: string[] = [];
  const redact = createRecordRedactor({ schema, policy, keys: null, keyVersion: 'k1' }, (line) => told.push(line));
  expect(redact('{"text":"oi, tudo bem?"}')).toMatchObject({ text: JSON.stringify({ text }) });
  expect(told.slice(1)).toEqual(warnings.map((warning) => expect.stringContaining(warning)));
});
