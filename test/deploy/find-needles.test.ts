import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileNeedles, findNeedles } from '../../deploy/local/find-needles.ts';

/** All places of all patterns, found the slow way. */
function placesBySearch(finder: ReturnType<typeof compileNeedles>, haystack: Buffer): string[] {
  const places: string[] = [];
  for (let pattern = 0; pattern + 1 < finder.starts.length; pattern++) {
    const bytes = finder.bytes.subarray(finder.starts[pattern], finder.starts[pattern + 1]);
    for (let at = haystack.indexOf(bytes); at >= 0; at = haystack.indexOf(bytes, at + 1))
      places.push(`${pattern}@${at}`);
  }
  return places.sort();
}

function placesByFinder(finder: ReturnType<typeof compileNeedles>, haystack: Buffer): string[] {
  const places: string[] = [];
  findNeedles(finder, haystack, (pattern, start) => places.push(`${pattern}@${start}`));
  return places.sort();
}

describe('the search for many values at once', () => {
  it('finds each place that a search for one pattern after the other finds', () => {
    // Few letters, so that patterns overlap, repeat and share their beginnings.
    const word = fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 4, maxLength: 8 });
    const haystacks = fc.array(fc.oneof(word, fc.constantFrom('a', '\0a', '\0')), { maxLength: 40 });
    fc.assert(
      fc.property(fc.array(word, { maxLength: 12 }), haystacks, (needles, parts) => {
        const finder = compileNeedles(needles);
        const haystack = Buffer.from(parts.join(''), 'latin1');
        expect(placesByFinder(finder, haystack)).toEqual(placesBySearch(finder, haystack));
      }),
    );
  });

  it('tells needles of the same beginning apart', () => {
    const finder = compileNeedles(['+5511987650001', '+5511987650002', '+5511987650003']);
    const found: number[] = [];
    findNeedles(finder, Buffer.from('x+5511987650003 +5511987650002'), (pattern) =>
      found.push(finder.needleOf[pattern]!),
    );
    expect(found).toEqual([2, 1]);
  });

  it.each([0, 1, 3])('finds nothing in %i bytes', (length) => {
    const finder = compileNeedles(['abcd']);
    expect(placesByFinder(finder, Buffer.alloc(length, 'a'))).toEqual([]);
  });
});
