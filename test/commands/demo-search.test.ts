import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findPlanted, makeNeedles, zigZagVarint } from '../../src/commands/demo/needles.ts';
import { prepareSearch } from '../../src/commands/demo/search.ts';
import type { TrafficRecord } from '../../src/commands/demo/traffic-record.ts';

const planted = { declared: ['Iracema Gonçalves'], declaredBytes: [], cpfs: ['01234567890'] };
const needles = makeNeedles([planted as unknown as TrafficRecord]);
const search = prepareSearch(needles.patterns);
const count = (haystack: Buffer) => findPlanted(needles, (found) => search.find(haystack, found)).size;

describe('search for planted values', () => {
  it.each([
    ['UTF-8', Buffer.from('… Iracema Gonçalves …')],
    ['lower case', Buffer.from('iracema gonçalves')],
    ['decomposed', Buffer.from('Iracema Gonçalves'.normalize('NFD'))],
    ['UTF-16', Buffer.from('x Iracema Gonçalves', 'utf16le')],
    ['base64', Buffer.from(Buffer.from('Iracema Gonçalves').toString('base64'))],
    ['base64, one byte later', Buffer.from(Buffer.from('!Iracema Gonçalves?').toString('base64'))],
    ['base64, two bytes later', Buffer.from(Buffer.from('!!Iracema Gonçalves').toString('base64'))],
    ['CPF digits', Buffer.from('id=01234567890')],
    ['CPF with marks', Buffer.from('012.345.678-90')],
    ['CPF that lost its zero', Buffer.from('"1234567890"')],
  ])('finds it as %s', (_, haystack) => {
    expect(count(haystack)).toBe(1);
  });

  it('finds a CPF as a number', () => {
    const long = makeNeedles([{ ...planted, declared: [], cpfs: ['52998224725'] } as unknown as TrafficRecord]);
    const found = findPlanted(long, (report) => {
      prepareSearch(long.patterns).find(Buffer.concat([Buffer.alloc(3), zigZagVarint(52998224725n)]), report);
    });
    expect(found.size).toBe(1);
  });

  it('does not find what is not there', () => {
    expect(count(Buffer.from('Iracema Goncalves, 01234567891 [CPF~k1~ABCDEFGHIJKLMNOP]'))).toBe(0);
  });

  it('finds exactly the patterns that a plain search finds', () => {
    const bytes = fc.uint8Array({ min: 0, max: 2, minLength: 6, maxLength: 14 });
    fc.assert(
      fc.property(fc.array(bytes, { maxLength: 12 }), fc.uint8Array({ min: 0, max: 2, maxLength: 120 }), (raw, hay) => {
        const patterns = raw.map((pattern) => Buffer.from(pattern));
        const haystack = Buffer.from(hay);
        const found = new Set<number>();
        prepareSearch(patterns).find(haystack, (index) => found.add(index));
        expect([...found].sort((left, right) => left - right)).toEqual(
          patterns.flatMap((pattern, index) => (haystack.includes(pattern) ? [index] : [])),
        );
      }),
      { numRuns: 100 },
    );
  });
});
