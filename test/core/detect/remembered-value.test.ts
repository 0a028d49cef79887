import { describe, expect, it } from 'vitest';
import { createValueFilter, remember } from '../../../src/core/detect/remembered-value.ts';
import { createTextView, readText } from '../../../src/core/text/text-view.ts';
import { createTokens, readTokens } from '../../../src/core/text/tokens.ts';

const filter = createValueFilter();
const placesIn = (values: readonly string[], text: string, fewestDigits = 4): number[] => {
  const [view, tokens, found] = [createTextView(), createTokens(), [] as number[]];
  readText(view, text);
  readTokens(view, tokens);
  filter.begin(values.map((value) => remember({ entity: 'PERSON', text: value, domain: null })));
  filter.placesIn(tokens, fewestDigits, found);
  return found;
};

describe('the filter of values', () => {
  it.each<[string, readonly string[], string, readonly number[]]>([
    ['a word of one', ['Jucilene Souza', 'Bruno Reis'], 'a souza', [0]],
    ['words of both, in their order', ['Jucilene Souza', 'Bruno Reis'], 'REIS e jucilene', [0, 1]],
    ['one word of two values', ['Ana Lima', 'Caio Lima', 'Bruno Reis'], 'lima', [0, 1]],
    ['no word', ['Jucilene Souza'], 'nada de novo', []],
    ['a particle beside other words', ['Edmilson de Souza'], 'de', []],
    ['a particle that is all', ['de la'], 'la', [0]],
    ['nothing known', [], 'souza', []],
    ['a value without words', ['', 'Ana Lima'], 'lima', [1]],
    ['digits in another grouping', ['483920', 'Ana Lima'], '48-39-20', [0]],
    ['fewer digits than are looked for', ['483920'], '48', []],
  ])('finds %s', (_, values, text, expected) => {
    expect(placesIn(values, text)).toEqual(expected);
  });

  it('finds each of many words, whatever came before', () => {
    const letters = (number: number) => String(number).replaceAll(/\d/g, (digit) => 'bcdfghjklm'[Number(digit)]!);
    const wordOf = (place: number, word: number) => `${letters(place)}a${letters(word)}`;
    const values = Array.from({ length: 64 }, (_, place) =>
      Array.from({ length: 50 }, (_each, word) => wordOf(place, word)).join(' '),
    );
    for (const place of [0, 31, 63]) expect(placesIn(values, wordOf(place, 49))).toEqual([place]);
    expect(placesIn(['Ana Lima'], wordOf(63, 49))).toEqual([]);
  });

  it('keeps a word once however often a value holds it', () => {
    expect(remember({ entity: 'PERSON', text: 'ana '.repeat(50), domain: null }).words).toHaveLength(4);
  });
});
