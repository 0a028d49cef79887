import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatMessageId, MESSAGE_ID_LENGTH, parseMessageId } from './message-id.ts';

const numbers = fc.record({
  seed: fc.nat(0xfffffff),
  route: fc.nat(5),
  partition: fc.nat(0xfff),
  key: fc.option(fc.nat(0xffe)),
  isBad: fc.boolean(),
  number: fc.nat(2 ** 40),
});

it('tells route, partition, key and number, in the form of a UUID', () => {
  fc.assert(
    fc.property(numbers, (number) => {
      const id = formatMessageId(number);
      expect(id).toHaveLength(MESSAGE_ID_LENGTH);
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(parseMessageId(id)).toEqual(number);
    }),
  );
});

it('holds no run of digits that could be an identifier', () => {
  fc.assert(
    fc.property(numbers, (number) => {
      for (const [run] of formatMessageId(number).matchAll(/(?<![0-9a-f])\d+(?![0-9a-f])/g)) {
        expect(run.length).toBeLessThan(5);
      }
    }),
  );
});

it.each(['', 'no id', '00000000-0000-4000-8000-000000000000', 'c0000001-g000-4000-8000-a00000000001'])(
  'reads %j as none',
  (text) => {
    expect(parseMessageId(text)).toBeNull();
  },
);
