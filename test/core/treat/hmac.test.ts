import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hmac, hmacKey } from '../../../src/core/treat/hmac.ts';

describe('hmac', () => {
  const bytes = fc.uint8Array({ maxLength: 130 });

  it('equals createHmac for every key and text', () => {
    fc.assert(
      fc.property(bytes, fc.string({ unit: 'grapheme', maxLength: 600 }), (key, message) => {
        const expected = createHmac('sha256', key).update(message, 'utf8').digest('binary');
        expect(hmac(hmacKey(Buffer.from(key).toString('latin1')), message, 'utf8')).toBe(expected);
      }),
      { numRuns: 2000 },
    );
  });

  it('equals createHmac for every key and bytes, also around the size of its scratch space', () => {
    const message = fc.oneof(
      bytes,
      fc.uint8Array({ minLength: 330, maxLength: 350 }),
      fc.uint8Array({ minLength: 1020, maxLength: 1030 }),
    );
    fc.assert(
      fc.property(bytes, message, (key, content) => {
        const expected = createHmac('sha256', key).update(content).digest('binary');
        const text = Buffer.from(content).toString('latin1');
        expect(hmac(hmacKey(Buffer.from(key).toString('latin1')), text, 'latin1')).toBe(expected);
      }),
      { numRuns: 1000 },
    );
  });
});
