import { describe, expect, it } from 'vitest';
import { createTextView, readText } from '../../../src/core/text/text-view.ts';
import { createTokens, readTokens } from '../../../src/core/text/tokens.ts';

const view = createTextView();
const tokens = createTokens();

function split(text: string, marks = ''): { words: string[]; marks: number[] } {
  const table = new Uint8Array(0x10000);
  for (const mark of marks) table[mark.charCodeAt(0)] = 1;
  readText(view, text);
  readTokens(view, tokens, table);
  const words = Array.from({ length: tokens.count }, (_, token) =>
    String.fromCharCode(...view.codes.subarray(tokens.starts[token], tokens.ends[token])),
  );
  return { words, marks: [...tokens.marks.subarray(0, tokens.markCount)] };
}

describe('readTokens', () => {
  it.each([
    ['Oi, sou a João!', ['oi', 'sou', 'a', 'joao']],
    ['cpf529.982', ['cpf', '529', '982']],
    ['王小明 é', ['王小明', 'e']],
    ['1º dia 😊', ['1', 'dia']],
    ['', []],
    [' .,-', []],
  ])('splits %j', (text, words) => {
    expect(split(text).words).toEqual(words);
  });

  it('lists wanted marks, and dots only inside words', () => {
    expect(split('a.b. c@d .e', '@.').marks).toEqual([1, 6]);
  });

  it('serves texts longer than its buffers', () => {
    expect(split('a '.repeat(3000)).words).toHaveLength(3000);
  });
});
