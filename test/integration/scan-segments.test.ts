import { expect, inject, it } from 'vitest';
import { foundNeedles, scanBytes, scanSegments } from '../../deploy/local/scan-segments.ts';
import { createTopics, produce, produceInTransaction } from './topics.ts';

const stack = inject('stack');

it('finds planted values in the raw segments, also aborted ones, keys and headers, and no others', async () => {
  const { planted, clean } = await createTopics(stack, { planted: { partitions: 2 }, clean: {} });
  await produce(stack, planted, [
    { key: 'key-planted', value: 'x Zuleika Quintanilha y', partition: 1 },
    { value: Buffer.from('só em base64: Otoniel').toString('base64'), headers: { name: 'header-planted' } },
  ]);
  await produceInTransaction(stack, planted, [{ value: Buffer.from('utf16-planted', 'utf16le') }], 'abort');
  await produce(stack, clean, [{ value: 'nothing to see' }]);
  const needles = ['Zuleika Quintanilha', 'key-planted', 'header-planted', 'Otoniel', 'utf16-planted', 'absent'];
  const scan = await scanSegments(stack.dataDirectories, [planted, clean], needles);
  expect([...foundNeedles(scan.hits, planted)].sort()).toEqual([0, 1, 2, 3, 4]);
  expect(foundNeedles(scan.hits, clean).size).toBe(0);
  expect(scan.bytes.get(clean)).toBeGreaterThan(0);
});

it('finds a value that spans two chunks of a big segment, once', async () => {
  const { big } = await createTopics(stack, { big: { config: { 'max.message.bytes': '3000000' } } });
  const line = 'planted-value-0123456789 '.repeat(40_000);
  await produce(
    stack,
    big,
    Array.from({ length: 10 }, () => ({ value: line })),
  );
  const scan = await scanSegments(stack.dataDirectories, [big], ['planted-value-0123456789']);
  expect(scan.hits).toEqual([{ topic: big, needle: 0, form: 'utf8', count: 400_000 }]);
});

it('refuses to call a topic clean that has no segments', async () => {
  await expect(scanSegments(stack.dataDirectories, ['absent-topic'], ['needle'])).rejects.toThrow('stack.failed');
});

it('searches bytes in memory too', () => {
  expect(scanBytes('stderr', Buffer.from('a log line with a secret-value'), ['secret-value', 'other'])).toEqual([
    { topic: 'stderr', needle: 0, form: 'utf8', count: 1 },
  ]);
});
