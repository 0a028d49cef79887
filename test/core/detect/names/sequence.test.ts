import { describe, expect, it } from 'vitest';
import { HOLE } from '../../../../src/core/detect/findings.ts';
import {
  createSequence,
  HIDDEN,
  PAD,
  readSequence,
  type Sequence,
} from '../../../../src/core/detect/names/sequence.ts';
import { createTextView, readText } from '../../../../src/core/text/text-view.ts';
import { createTokens, readTokens } from '../../../../src/core/text/tokens.ts';

const view = createTextView();
const tokens = createTokens();

/** Reads a text in which what stands between « and » is a hole. */
function read(marked: string): Sequence {
  const holes: [number, number][] = [];
  let text = '';
  for (const part of marked.split('«')) {
    const [inside, outside] = part.includes('»') ? part.split('»') : ['', part];
    if (inside) holes.push([text.length, text.length + inside.length]);
    text += `${inside}${outside}`;
  }
  readText(view, text);
  for (const [start, end] of holes) view.codes.fill(HOLE, start, end);
  readTokens(view, tokens);
  const sequence = createSequence();
  readSequence(sequence, view, tokens, holes.length > 0);
  return sequence;
}

const rowsOf = ({ count, ...all }: Sequence, key: 'kinds' | 'cases' | 'gaps' | 'fields') => [
  ...all[key].subarray(PAD, PAD + count),
];

describe('the sequence of a text', () => {
  it('has a hole as one element, however long it is', () => {
    const one = read('sou a «Maria de Souza», de Natal');
    const other = read('sou a «X», de Natal');
    expect(rowsOf(one, 'kinds')).toEqual([0, 0, HIDDEN, 0, 0]);
    for (const key of ['kinds', 'cases', 'gaps', 'fields'] as const)
      expect(rowsOf(one, key)).toEqual(rowsOf(other, key));
    expect([one.count, one.style]).toEqual([other.count, other.style]);
    expect(rowsOf(read('«a»«b» x «c»'), 'kinds')).toEqual([HIDDEN, 0, HIDDEN]);
  });

  it('tells how words are written in their message', () => {
    expect(rowsOf(read('oi, sou a marlene'), 'cases')).toEqual([1, 1, 1, 1]);
    expect(rowsOf(read('Oi, sou a Marlene. Tudo UTI J'), 'cases')).toEqual([3, 0, 0, 2, 3, 4, 6]);
    expect(rowsOf(read('OI SOU A MARLENE'), 'cases')).toEqual([5, 5, 5, 5]);
  });

  it('knows the field that a value stands in, up to the end of its line', () => {
    const fields = rowsOf(read('Nome: Ana Luz\nVem de Natal'), 'fields');
    expect(fields[1]).not.toBe(0);
    expect(fields).toEqual([0, fields[1], fields[1], 0, 0, 0]);
  });
});
