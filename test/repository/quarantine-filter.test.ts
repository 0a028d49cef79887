import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { type QuarantineMetadata, sealBatchReference, sealQuarantine } from '../../src/core/quarantine.ts';

const operations = readFileSync(fileURLToPath(new URL('../../docs/operations.md', import.meta.url)), 'utf8');
const filter = /LC_ALL=C grep -ao .*$/m.exec(operations)?.[0] ?? '';
const dataKey = {
  key: randomBytes(32),
  keyWrap: '-----BEGIN AGE ENCRYPTED FILE-----\nYWdl+/==\n-----END AGE ENCRYPTED FILE-----\n',
  recipients: ['age1qqq'],
  counter: 0,
};

function metadata(offset: number, more: Partial<QuarantineMetadata> = {}): QuarantineMetadata {
  const source = { topic: 'chat.raw', partition: 3, offset: String(offset) };
  return { reason: 'malformed_avro', route: 'chat', source, at: '2026-01-01T00:00:00.000Z', attempt: 1, ...more };
}

function sealed(value: Buffer | null, given: QuarantineMetadata, payloadBytes = 1_000_000): Buffer {
  const record = { key: Buffer.from('k'), value, headers: {}, timestamp: '0', offset: given.source.offset };
  return sealQuarantine(record, given, dataKey, { valueBytes: 1_000_000, payloadBytes }).value;
}

it('the command for quarantine metadata shows each record, whatever its sealed bytes are', () => {
  const many = Array.from({ length: 200 }, (_, index) => sealed(randomBytes(2_000), metadata(index)));
  const values = [
    ...many,
    sealed(null, metadata(200)),
    sealed(Buffer.alloc(9), metadata(201), 0),
    sealed(
      Buffer.alloc(9),
      metadata(202, { reason: 'leak_blocked', fieldPath: 'note{key}', mask: 'ddd"', check: 'cpf' }),
    ),
    sealBatchReference(Buffer.alloc(9), metadata(203, { reason: 'unreadable_batch', lastOffset: '299' }), dataKey)
      .value,
  ];
  // As the console consumer writes them.
  const input = Buffer.concat(values.flatMap((value) => [value, Buffer.from('\n')]));
  const { status, stdout } = spawnSync('sh', ['-c', filter], { input, encoding: 'utf8' });
  expect(status).toBe(0);
  const shown = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(shown.map(({ source }) => source.offset)).toEqual(values.map((_, index) => String(index)));
  expect(stdout).not.toContain('keyWrap');
  expect(shown.slice(200)).toMatchObject([
    { payload: 'sealed', length: null },
    { payload: 'omitted', length: 9 },
    { fieldPath: 'note{key}', check: 'cpf' },
    { payload: 'omitted', lastOffset: '299', length: 9 },
  ]);
});
