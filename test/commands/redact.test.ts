import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { redactLines } from '../../src/commands/redact.ts';

async function redact(input: string | readonly Buffer[], options: Partial<Parameters<typeof redactLines>[1]> = {}) {
  const printed: string[] = [];
  const complaints: string[] = [];
  const failure = await redactLines(
    Readable.from(typeof input === 'string' ? [input] : input),
    { keyVersion: 'k1', ...options },
    (line) => printed.push(line),
    (line) => complaints.push(line),
  ).then(
    () => null,
    (error: unknown) => (error as { code: string }).code,
  );
  return { printed, complaints, failure };
}

const RECORDS = { schema: 'schemas/clinical-message.avsc', policy: 'schemas/clinical-message.policy.yaml' };

describe('sigilo redact', () => {
  it('redacts text line by line and keeps the rest', async () => {
    const { printed, failure } = await redact('meu cpf 529.982.247-25\n\ntomei 2 comprimidos às 10h\n');
    expect(printed).toEqual(['meu cpf [CPF]', '', 'tomei 2 comprimidos às 10h']);
    expect(failure).toBeNull();
  });

  it('tells what it finds and where, and no more', async () => {
    const text = 'oi\nmeu cpf 529.982.247-25, zap 11 98765 4321\n';
    const { printed } = await redact(text, { explain: true });
    expect(
      printed
        .join('\n')
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([
      { line: 2, start: 8, end: 22, entity: 'CPF' },
      { line: 2, start: 28, end: 41, entity: 'PHONE' },
    ]);
    const json = await redact('{"a":["oi","529.982.247-25"]}\n', { explain: true, jsonl: true });
    expect(json.printed.map((line) => JSON.parse(line))).toEqual([
      { line: 1, path: 'a[1]', start: 0, end: 14, entity: 'CPF' },
    ]);
  });

  it('goes on behind a line that is nested too deeply, passes over empty lines and a byte order mark', async () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const { printed, complaints, failure } = await redact(
      `\ufeff{"a":"529.982.247-25"}\n\n${deep}\n{"__proto__":{"a":"529.982.247-25"}}\n`,
      { jsonl: true },
    );
    expect(printed).toEqual(['{"a":"[CPF]"}', '', '{"__proto__":{"a":"[CPF]"}}']);
    expect(complaints).toEqual(['line 3: nested deeper than 500']);
    expect(failure).toBe('input.invalid');
  });

  it('redacts a text of many findings, and of a conversation with a number for its name', async () => {
    const many = JSON.stringify({ chat: 7, text: 'cpf 529.982.247-25 '.repeat(150_000) });
    const { printed } = await redact(
      `${many}\n{"chat":7,"text":"qual o numero da carteirinha?"}\n{"chat":7,"text":"1234567890123"}\n`,
      {
        jsonl: true,
        conversation: 'chat',
      },
    );
    expect(printed[0]).toBe(JSON.stringify({ chat: 7, text: 'cpf [CPF] '.repeat(150_000) }));
    expect(printed[2]).toContain('[HEALTH_PLAN]');
  }, 30_000);

  it('remembers a conversation where its field is named, and nothing of others', async () => {
    const lines = [
      { chat: 'c1', text: 'meu nome é Jucilene Bragantino Prado' },
      { chat: 'c1', text: 'qual o numero da carteirinha?' },
      { chat: 'c1', text: '1234567890123' },
      { chat: 'c2', text: '1234567890123' },
    ];
    const input = `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`;
    const together = await redact(input, { jsonl: true, conversation: 'chat' });
    expect(together.printed.map((line) => JSON.parse(line).text).slice(2)).toEqual(['[HEALTH_PLAN]', '[OTHER_ID]']);
    const alone = await redact(input, { jsonl: true });
    expect(alone.printed.map((line) => JSON.parse(line).text).slice(2)).toEqual(['[OTHER_ID]', '[OTHER_ID]']);
  });

  it.each([
    [{ schema: 's' }],
    [{ policy: 'p' }],
    [{ schema: 's', policy: 'p', explain: true }],
    [{ schema: 's', policy: 'p', jsonl: true, conversation: 'c' }],
    [{ conversation: 'c' }],
  ])('refuses options that do not go together: %j', async (options) => {
    expect((await redact('a\n', options)).failure).toBe('input.invalid');
  });

  it('keeps names of programs, amounts, times and coordinates', async () => {
    const line =
      '{"lang":"pt","rosa":1,"user.name":"q","PATIENT_ID":2,"ts":1762171500000,"epoch":1762171500,"lat":-8.05,"amount":1234567}';
    expect((await redact(`${line}\n`, { jsonl: true })).printed).toEqual([line]);
  });

  it('takes the name of a property for the word before its numbers', async () => {
    const line =
      '{"mrn":482913,"zipCode":[94110],"age":92,"telefone":987654321,"plan_id":12,"call_started_ms":1762171500000,"user_id":123456}\n';
    const { printed } = await redact(line, { jsonl: true });
    expect(JSON.parse(printed[0] ?? '')).toEqual({
      ...{ mrn: '[MRN]', zipCode: ['[LOCATION]'], age: '[AGE]', telefone: '[PHONE]' },
      ...{ plan_id: 12, call_started_ms: 1762171500000, user_id: 123456 },
    });
  });

  it('keeps a handle for no id of a conversation', async () => {
    const { printed } = await redact('{"chat":"@jucileneprado","text":"oi"}\n', { jsonl: true, conversation: 'chat' });
    expect(printed[0]).toMatch(/^\{"chat":"\[[A-Z_]+~k1~[A-Z2-7]+\]","text":"oi"\}$/);
  });

  it('keeps every digit of long numbers, and finds identifiers among them', async () => {
    const line = '{"id":12345678901234567891,"ids":[-9223372036854775808,1.5],"__proto__":1,"text":"1234567890123456"}';
    const { printed } = await redact(`${line}\n{"card":9999999999999995,"id":18446744073709551615}\n`, { jsonl: true });
    expect(printed[0]).toBe(line.replace('"1234567890123456"', '"[OTHER_ID]"'));
    expect(printed[1]).toContain('"id":18446744073709551615');
  });

  it('redacts names of people among the names of properties, and names none of them in a path', async () => {
    const line = '{"Jucilene Prado":{"cpf":52998224725},"phone_5511987654321":[1]}\n';
    expect((await redact(line, { jsonl: true })).printed).toEqual(['{"[PERSON]":{"cpf":"[CPF]"},"[PHONE]":[1]}']);
    const explained = (await redact(line, { jsonl: true, explain: true })).printed.join('\n').split('\n');
    expect(explained.map((each) => JSON.parse(each))).toEqual([
      { line: 1, path: '*', name: true, start: 0, end: 14, entity: 'PERSON' },
      { line: 1, path: '*.cpf', start: 0, end: 11, entity: 'CPF' },
      { line: 1, path: '*', name: true, start: 0, end: 19, entity: 'PHONE' },
    ]);
  });

  it('takes the field of the conversation for no message, and keeps its lines together', async () => {
    const id = '2f1e5b0c-9a77-4c55-8d3b-0f5f2a0c8a10';
    const lines = [
      { chat: 'conversa-0001', message: id, text: 'qual o número da carteirinha?' },
      { chat: 'conversa-0001', message: id, text: '441288' },
      { chat: '5581987654321', text: 'sou a Jucilene Prado' },
      { chat: '5581987654321', text: 'prado' },
    ];
    const input = `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`;
    const { printed } = await redact(input, { jsonl: true, conversation: 'chat' });
    const [ask, answer, third, fourth] = printed.map((line) => JSON.parse(line));
    expect(ask.chat).toBe('conversa-0001');
    expect(answer).toEqual({ chat: 'conversa-0001', message: '[OTHER_ID]', text: '[HEALTH_PLAN]' });
    expect(third.chat).toMatch(/^\[PHONE~k1~/);
    expect(fourth).toEqual({ chat: third.chat, text: '[PERSON]' });
  });

  it('tells when no line has the field of the conversation', async () => {
    const { complaints, failure } = await redact('{"chat":{"id":"c1"},"text":"oi"}\n', {
      jsonl: true,
      conversation: 'chat.id',
    });
    expect(complaints).toEqual([
      expect.stringMatching(/^no line has .* "chat\.id" .*: conversations are not remembered$/),
    ]);
    expect(failure).toBeNull();
  });

  it('refuses lines that are not UTF-8 and goes on, wherever the input is cut', async () => {
    const input = Buffer.concat([
      Buffer.from('\ufeffolá 😊\r\n'),
      Buffer.from('vó ana\n', 'latin1'),
      Buffer.from('oi\n', 'utf16le'),
      Buffer.from('\na\u2028b\rc'),
    ]);
    const bytes = [...input].map((byte) => Buffer.from([byte]));
    const { printed, complaints, failure } = await redact(bytes);
    expect(printed).toEqual(['olá 😊', 'a\u2028b\rc']);
    expect(complaints).toEqual([
      'line 2: not UTF-8; convert it first (iconv -f latin1 -t utf8)',
      expect.stringContaining('line 3: not a text'),
      expect.stringContaining('line 4: not a text'),
    ]);
    expect(failure).toBe('input.invalid');
  });

  it('redacts every string, name and number of JSON lines', async () => {
    const { printed } = await redact('{"a":["ana@example.com",52998224725,7],"529.982.247-25":true}\n', {
      jsonl: true,
    });
    expect(JSON.parse(printed[0] ?? '')).toEqual({ a: ['[EMAIL]', '[CPF]', 7], '[CPF]': true });
  });

  it('keeps every property when names become equal', async () => {
    const { printed } = await redact('{"52998224725":1,"11144477735":2,"[CPF]#2":3,"[CPF]":4,"__proto__":5}\n', {
      jsonl: true,
    });
    const entries = Object.entries(JSON.parse(printed[0] ?? ''));
    expect(entries.map(([, value]) => value).sort()).toEqual([1, 2, 3, 4, 5]);
    expect(new Set(entries.map(([name]) => name)).size).toBe(5);
    const two = await redact('{"52998224725":1,"11144477735":2}\n', { jsonl: true });
    expect(two.printed).toEqual(['{"[CPF]":1,"[CPF]#2":2}']);
    expect(two.failure).toBeNull();
  });

  it('prints tokens of numeric columns, in all their bits', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'sigilo-redact-'));
    const schema = join(directory, 's.avsc');
    const policy = join(directory, 's.policy.yaml');
    const field = { name: 'cpf', type: 'long' };
    writeFileSync(schema, JSON.stringify({ type: 'record', name: 'P', namespace: 'n', fields: [field] }));
    writeFileSync(
      policy,
      'policy: p\nrecord: n.P\nprofile: lgpd\ntenant: { const: t }\nkey: { as: none }\n' +
        'fields: { cpf: { tokenize: { type: CPF, as: long } } }\n',
    );
    try {
      const input = '{"cpf":52998224725}\n{"cpf":52998224725}\n{"cpf":0}\n';
      const { printed, failure } = await redact(input, { schema, policy });
      expect(failure).toBeNull();
      expect(printed[0]).toMatch(/^\{"cpf":"?[0-9]{10,19}"?\}$/);
      expect(printed[1]).toBe(printed[0]);
      expect(printed[2]).toBe('{"cpf":0}');
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  it('names the line of bad JSON without showing it, goes on, and fails', async () => {
    const { printed, complaints, failure } = await redact('{"cpf":"52998224725\n{"a":1}\n', { jsonl: true });
    expect(printed).toEqual(['{"a":1}']);
    expect(complaints).toEqual(['line 1: not valid JSON']);
    expect(failure).toBe('input.invalid');
  });

  it('asks for schema and policy together', async () => {
    expect((await redact('', { schema: RECORDS.schema })).failure).toBe('input.invalid');
  });

  it('takes plain values of unions beside wrapped ones, and tells where a record does not fit', async () => {
    const chat = { schema: 'schemas/chat-message.avsc', policy: 'schemas/chat-message.policy.yaml' };
    const [line = ''] = readFileSync('schemas/examples/chat-message.jsonl', 'utf8').split('\n');
    const record = JSON.parse(line);
    const patient = record.sender['br.sigilo.chat.Patient'];
    const mixed = { ...record, sender: { 'br.sigilo.chat.Patient': { ...patient, email: { string: patient.email } } } };
    const wrong = { ...record, sender: { 'br.sigilo.chat.Patient': { ...patient, cpf: 'planted' } } };
    const lines = [mixed, { ...record, sender: patient }, wrong].map((each) => `${JSON.stringify(each)}\n`);
    const { printed, complaints } = await redact(lines.join(''), chat);
    expect(printed).toHaveLength(2);
    expect(printed[0]).toContain('"email":{"string":"[EMAIL~k1~');
    expect(printed[1]).toBe(printed[0]);
    expect(complaints.at(-1)).toBe(
      'line 3: not a record of the schema, at sender<br.sigilo.chat.Patient>.cpf: a whole number up to 2^53 (long) is needed',
    );
    expect(complaints.join()).not.toContain('planted');
  });

  it('tells which record would be quarantined, by reason and path, and shows no value', async () => {
    const { printed, complaints, failure } = await redact('{"message_id":"secret"}\n', RECORDS);
    expect(printed).toEqual([]);
    expect(complaints.join()).not.toContain('secret');
    expect(complaints.at(-1)).toMatch(/^line 1: not a record of the schema, at [a-z_]+: is missing$/);
    expect(failure).toBe('input.invalid');
  });
});
