import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evaluateFiles } from '../../src/commands/eval.ts';

let directory = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'sigilo-eval-'));
});
afterAll(() => rmSync(directory, { recursive: true }));

function write(name: string, text: string): string {
  const file = join(directory, name);
  writeFileSync(file, text);
  return file;
}

/** A message in which `value` is labelled. */
function line(id: string, text: string, value: string, label: string): string {
  const start = text.indexOf(value);
  return JSON.stringify({ id, lang: 'pt', text, spans: [{ start, end: start + value.length, label }] });
}

const POLICY = `policy: house
record: n.P
profile: lgpd
tenant: { const: t }
key: { as: none }
recognizers:
  ward-number:
    entity: MRN
    digits: 4
    cues: [gaveta]
    match: ["gaveta «1234»", "a gaveta nº «9876»"]
    reject: ["gaveta 1", "são 1234"]
allow: ["0800 727 1234"]
fields: { text: detect }
`;

describe('sigilo eval', () => {
  it('prints the figures as one JSON object', () => {
    const file = write('a.jsonl', `${line('1', 'meu cpf 529.982.247-25', '529.982.247-25', 'NATIONAL_ID')}\n`);
    const [json = '', ...others] = evaluateFiles([file], { memory: true, json: true });
    expect(others).toEqual([]);
    const { overall, byLanguage, byLabel } = JSON.parse(json);
    expect(Object.keys(overall)).toEqual([
      ...['entityRecall', 'typedRecall', 'tokenPrecision', 'messagesLeaking', 'phiFreeAltered', 'messages', 'spans'],
      ...['phiFreeMessages', 'redactedTokens', 'messagesPerSecond'],
    ]);
    expect(overall).toMatchObject({ entityRecall: 1, typedRecall: 1, spans: 1 });
    expect([Object.keys(byLanguage), Object.keys(byLabel)]).toEqual([['pt'], ['NATIONAL_ID']]);
  });

  it('lists what is left and what is wrong, and with a policy less of both', () => {
    const left = line('m1', 'da gaveta 7742 ontem', '7742', 'MRN');
    const wrong = JSON.stringify({ id: 'm2', lang: 'pt', text: 'ligue 0800 727 1234', spans: [] });
    const file = write('b.jsonl', `${left}\n${wrong}\n`);
    const plain = evaluateFiles([file], { memory: true, list: true }).map((each) => JSON.parse(each));
    expect(plain.at(-1)).toEqual({ id: 'm2', start: 6, end: 19, entity: 'PHONE', kind: 'wrong' });
    expect(plain[0]).toMatchObject({ id: 'm1', start: 10, end: 14, kind: 'left', label: 'MRN' });
    const policy = write('p.policy.yaml', POLICY);
    expect(evaluateFiles([file], { memory: true, list: true, policy })).toEqual([]);
  });

  it('refuses --list with --json, and names the lines of a file that it cannot use', () => {
    const file = write('c.jsonl', '{"lang":"pt","text":"oi","spans":[]}\n{"lang":"pt","text":"oi"}\n');
    const faultsOf = (options: Parameters<typeof evaluateFiles>[1]) => {
      try {
        return evaluateFiles([file], options);
      } catch (error) {
        return (error as { context: { faults: readonly string[] } }).context.faults;
      }
    };
    expect(faultsOf({ memory: true, list: true, json: true })).toEqual(['--list does not work with --json']);
    expect(faultsOf({ memory: true })).toEqual([expect.stringMatching(/^line 2: spans is missing/)]);
    writeFileSync(file, Buffer.from('{"lang":"pt","text":"oi"}\n{"lang":"pt","text":"olá"}\n', 'latin1'));
    expect(faultsOf({ memory: true })).toEqual([expect.stringMatching(/^line 2: not UTF-8/)]);
  });
});
