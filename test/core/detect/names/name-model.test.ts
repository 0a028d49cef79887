import { describe, expect, it } from 'vitest';
import { STATES } from '../../../../src/core/detect/names/labels.ts';
import { decodeNameModel, encodeNameModel } from '../../../../src/core/detect/names/name-model.ts';
import {
  addRows,
  isAnyAbove,
  limitsOf,
  ROW_BYTES,
  SUM_WORDS,
  sumOthers,
  unpackSum,
  WEIGHT_ZERO,
} from '../../../../src/core/detect/names/packed-sums.ts';
import { readKnowledge } from '../../../../src/knowledge-files.ts';

describe('the model file', () => {
  const { model, id } = readKnowledge();

  it('comes out as it went in', () => {
    expect(decodeNameModel(encodeNameModel(model))).toEqual(model);
    expect(id).toMatch(/^[0-9a-f]{12}$/);
  });

  it('is refused when it is cut, longer, of another kind or shape', () => {
    const bytes = encodeNameModel(model);
    expect(() => decodeNameModel(bytes.subarray(0, -1))).toThrow(RangeError);
    expect(() => decodeNameModel(new Uint8Array(0))).toThrow(RangeError);
    for (const at of [0, 4, 8]) {
      const other = bytes.slice();
      other[at + 3]!++;
      expect(() => decodeNameModel(other)).toThrow(RangeError);
    }
  });

  it('is refused when it has learned nothing', () => {
    const table = new Int32Array(new Uint8Array(model.table.byteLength).fill(WEIGHT_ZERO).buffer);
    expect(() => decodeNameModel(encodeNameModel({ ...model, table }))).toThrow(RangeError);
  });
});

describe('packed sums', () => {
  it('are the sums of the weights, up to what all states have in common', () => {
    const weights = Int8Array.from({ length: 40 * ROW_BYTES }, (_, at) => ((at * 7919) % 255) - 127);
    const table = new Int32Array(Uint8Array.from(weights, (weight) => weight + WEIGHT_ZERO).buffer);
    const rows = Int32Array.from({ length: 100 }, (_, at) => (at * 17) % 40);
    const sums = new Int32Array(2 * SUM_WORDS);
    addRows(sums, 0, table, rows, 60);
    addRows(sums, SUM_WORDS, table, rows.subarray(60), 40);
    const sum = new Int32Array(SUM_WORDS);
    sumOthers(sum, sums, Int32Array.of(9, 0, 0), 1, 2);
    const biases = Int32Array.from({ length: ROW_BYTES }, (_, state) => state);
    const numbers = new Int32Array(ROW_BYTES);
    unpackSum(sum, 0, biases, numbers, 0);
    for (let state = 0; state < STATES; state++) {
      const expected = rows.reduce((sum, row) => sum + weights[row * ROW_BYTES + state]!, state);
      expect(numbers[state]! - 100 * WEIGHT_ZERO).toBe(expected);
    }
  });

  it('tell whether a state comes near to the first', () => {
    const biases = Int32Array.from({ length: ROW_BYTES }, (_, state) => (state === 0 ? 5 : 0));
    const limits = limitsOf(biases, 20);
    for (let state = 1; state < STATES; state++) {
      const lane = (state & 1) + (state >> 2) * 2;
      const shift = (state & 2) * 8;
      const sum = new Int32Array(SUM_WORDS);
      sum[0] = 100;
      sum[lane]! += 85 << shift;
      expect(isAnyAbove(sum, limits)).toBe(false);
      sum[lane]! += 1 << shift;
      expect(isAnyAbove(sum, limits)).toBe(true);
    }
  });
});
