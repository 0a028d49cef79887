import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { FRAME_BYTES, MALFORMED, schemaIdOf, UNSUPPORTED, writeFrame } from '../../../src/core/avro/wire-format.ts';

const framed = Buffer.from('0000000007ff', 'hex');

describe('schemaIdOf', () => {
  it.each([
    ['an empty value', '', MALFORMED],
    ['one byte', '00', MALFORMED],
    ['two bytes', '0000', MALFORMED],
    ['three bytes', '000000', MALFORMED],
    ['four bytes', '00000000', MALFORMED],
    ['a wrong magic byte', '0100000007ff', MALFORMED],
    ['text', Buffer.from('{"a":1}').toString('hex'), MALFORMED],
    ['a negative id', '00ffffffffff', MALFORMED],
    ['the id -2', '00fffffffeff', MALFORMED],
    ['the least id', '0080000000ff', MALFORMED],
    ['a frame without data', '0000000007', 7],
    ['an id of four bytes', '007fffffff00', 0x7fffffff],
    ['id zero', '0000000000', 0],
  ])('reads %s', (_, hex, expected) => {
    expect(schemaIdOf(Buffer.from(hex, 'hex'), undefined, 'value')).toBe(expected);
  });

  it.each([
    ['a header names the schema of this part', { __value_schema_id: Buffer.alloc(17) }, UNSUPPORTED],
    ['that header is null', { __value_schema_id: null }, UNSUPPORTED],
    ['that header occurs twice', { __value_schema_id: [Buffer.alloc(17), null] }, UNSUPPORTED],
    ['a header names the schema of the other part', { __key_schema_id: Buffer.alloc(17) }, 7],
    ['other headers are there', { traceparent: Buffer.from('00') }, 7],
    ['the headers are empty', {}, 7],
  ])('judges the framing when %s', (_, headers, expected) => {
    expect(schemaIdOf(framed, headers, 'value')).toBe(expected);
  });

  it('looks at the header of the key for keys', () => {
    expect(schemaIdOf(framed, { __key_schema_id: null }, 'key')).toBe(UNSUPPORTED);
    expect(schemaIdOf(framed, { __value_schema_id: null }, 'key')).toBe(7);
  });
});

describe('writeFrame', () => {
  it.each([0, 1, 255, 65_536, 0x7fffffff])('writes a frame that reads back as %i', (schemaId) => {
    const out = Buffer.alloc(FRAME_BYTES, 0xff);
    writeFrame(out, schemaId);
    expect(schemaIdOf(out, undefined, 'value')).toBe(schemaId);
  });
});
