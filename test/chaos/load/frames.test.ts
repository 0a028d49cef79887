import { expect, it } from 'vitest';
import { frameEnd, frameFlush, frameRecord, frameTopic } from './frames.ts';

it('frames a record so that value and headers can be found in it', () => {
  const { bytes, valueAt, headersAt } = frameRecord({
    ...{ topic: 2, partition: 7, transactional: true },
    key: Buffer.from('key'),
    value: Buffer.from('value'),
    headers: [
      ['a', Buffer.from('first')],
      ['a', Buffer.from('second')],
    ],
  });
  expect(bytes.readInt32BE(0)).toBe(bytes.length - 4);
  expect([...bytes.subarray(4, 12)]).toEqual([1, 1, 0, 2, 0, 0, 0, 7]);
  expect(bytes.toString('latin1', valueAt, valueAt + 5)).toBe('value');
  expect(headersAt.map((at) => bytes.toString('latin1', at, at + bytes.readInt32BE(at - 4)))).toEqual([
    'first',
    'second',
  ]);
});

it('tells an absent key or value from an empty one', () => {
  const record = { topic: 0, partition: 0, transactional: false, headers: [] };
  const absent = frameRecord({ ...record, key: null, value: null });
  const empty = frameRecord({ ...record, key: Buffer.alloc(0), value: Buffer.alloc(0) });
  expect([...absent.bytes.subarray(12)]).toEqual([255, 255, 255, 255, 255, 255, 255, 255, 0, 0]);
  expect([...empty.bytes.subarray(12)]).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
});

it('frames what is no record', () => {
  expect([...frameTopic('ab')]).toEqual([0, 0, 0, 5, 2, 0, 2, 97, 98]);
  expect([...frameEnd(true)]).toEqual([0, 0, 0, 2, 3, 1]);
  expect([...frameFlush(258)]).toEqual([0, 0, 0, 5, 4, 0, 0, 1, 2]);
});
