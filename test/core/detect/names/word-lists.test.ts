import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import {
  AMBIGUOUS_BIT,
  decodeWordLists,
  firstNameStrength,
  MEDICAL_BIT,
  ORGANISATION_BIT,
  ordinaryRank,
  placeStrength,
  surnameStrength,
  wordBits,
} from '../../../../src/core/detect/names/word-lists.ts';
import { hashWord } from '../../../../src/core/detect/word-index.ts';
import { encodeWordLists } from '../../../../src/training/lists/encode-word-lists.ts';

const WORDS = 100_000;

/** Different invented words, the same at each run. */
function inventWords(count: number, salt: number): readonly string[] {
  let state = salt;
  const next = (below: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 8) % below;
  };
  const words = new Set<string>();
  while (words.size < count) {
    words.add(Array.from({ length: 4 + next(9) }, () => String.fromCharCode(97 + next(26))).join(''));
  }
  return [...words];
}

describe('the table of words', () => {
  const listed = new Map(inventWords(WORDS, 1).map((word, at) => [word, 1 + (at % 4095)]));
  const lists = decodeWordLists(encodeWordLists(listed));

  test('gives back the bits of each word', () => {
    const wrong = [...listed].filter(([word, bits]) => wordBits(lists, hashWord(word)) !== bits);
    // Two words of one hash share their bits.
    expect(wrong.length).toBeLessThan(10);
    expect(lists.count).toBeGreaterThan(WORDS - 10);
  });

  test('takes fewer than 1 in 5,000 unknown words for known ones', () => {
    const unknown = inventWords(400_000, 7).filter((word) => !listed.has(word));
    const taken = unknown.filter((word) => wordBits(lists, hashWord(word)) !== 0).length;
    expect(taken / unknown.length).toBeLessThan(1 / 5_000);
  });

  test('is the same whatever the order of the words', () => {
    const reversed = new Map([...listed].reverse());
    expect(encodeWordLists(reversed)).toEqual(encodeWordLists(listed));
  });

  test('knows nothing when it is empty', () => {
    const bytes = encodeWordLists(
      new Map([
        ['rosa', 0],
        ['luz', 77],
      ]),
    );
    expect(wordBits(decodeWordLists(bytes), hashWord('rosa'))).toBe(0);
  });

  test('reads bytes that stand within others', () => {
    const bytes = encodeWordLists(new Map([['rosa', 77]]));
    const around = new Uint8Array(bytes.length + 5);
    around.set(bytes, 3);
    expect(wordBits(decodeWordLists(around.subarray(3, 3 + bytes.length)), hashWord('rosa'))).toBe(77);
  });

  test.each([
    ['nothing', new Uint8Array(0)],
    ['another file', new TextEncoder().encode('not a list of words')],
    ['a file without words', encodeWordLists(new Map())],
    ['a cut file', encodeWordLists(listed).subarray(0, -1)],
  ])('refuses %s', (_, bytes) => {
    expect(() => decodeWordLists(bytes)).toThrow(RangeError);
  });
});

describe('the shipped lists', () => {
  const file = readFileSync(new URL('../../../../models/words.bin', import.meta.url));
  const bytes = brotliDecompressSync(file);
  const lists = decodeWordLists(bytes);
  const bitsOf = (word: string): number => wordBits(lists, hashWord(word));

  test('fit into 2 MB and are decoded within 150 ms', () => {
    expect(file.length).toBeLessThan(2 << 20);
    const times = Array.from({ length: 5 }, () => {
      const start = performance.now();
      decodeWordLists(bytes);
      return performance.now() - start;
    });
    expect(Math.min(...times)).toBeLessThan(150);
    expect(lists.slots.byteLength).toBeLessThan(30e6);
  });

  test.each(['maria', 'jose', 'jucilene', 'ana', 'john', 'mary', 'guadalupe', 'francisco', 'thiago', 'javier'])(
    'know the first name %s',
    (word) => {
      expect(firstNameStrength(bitsOf(word))).toBe(3);
      expect(ordinaryRank(bitsOf(word))).toBe(0);
    },
  );

  test.each(['silva', 'pereira', 'oliveira', 'smith', 'garcia', 'gonzalez', 'tanaka', 'nguyen'])(
    'know the surname %s',
    (word) => {
      expect(surnameStrength(bitsOf(word))).toBe(3);
    },
  );

  test.each(['piracicaba', 'campinas', 'guadalajara', 'chicago', 'rosario', 'madrid', 'tatuape', 'brooklyn'])(
    'know the place %s',
    (word) => {
      expect(placeStrength(bitsOf(word))).toBeGreaterThanOrEqual(2);
    },
  );

  test.each(['rosa', 'luz', 'vitoria', 'socorro', 'esperanza', 'natal', 'mark', 'hope', 'dolores'])(
    'know that %s is a name and an ordinary word',
    (word) => {
      const bits = bitsOf(word);
      expect(bits & AMBIGUOUS_BIT).not.toBe(0);
      expect(ordinaryRank(bits)).toBeGreaterThan(0);
      expect(Math.max(firstNameStrength(bits), surnameStrength(bits), placeStrength(bits))).toBeLessThan(3);
    },
  );

  test.each(['de', 'que', 'para', 'the', 'you', 'sao', 'rio', 'nova', 'hoje', 'tomorrow', 'gracias', 'hospital'])(
    'do not take %s for a name',
    (word) => {
      const bits = bitsOf(word);
      expect(ordinaryRank(bits)).toBeGreaterThanOrEqual(3);
      expect(firstNameStrength(bits)).toBe(0);
    },
  );

  test.each([
    'dipirona',
    'ozempic',
    'tylenol',
    'parkinson',
    'chagas',
    'crohn',
    'down',
    'hemograma',
    'nicu',
    'marcapasso',
  ])('know that %s is medical', (word) => {
    expect(bitsOf(word) & MEDICAL_BIT).not.toBe(0);
  });

  test.each(['unimed', 'amil', 'aetna', 'imss', 'walgreens', 'whatsapp'])('know the organisation %s', (word) => {
    expect(bitsOf(word) & ORGANISATION_BIT).not.toBe(0);
  });
});
