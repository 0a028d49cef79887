import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellBytes, createCellStore } from '../../src/core/cell-store.ts';

const unit = (most: number) => fc.integer({ min: 0, max: most }).map((code) => String.fromCharCode(code));

describe('a store of cells', () => {
  it.each([0, 1, 119, 120, 121, 243, 244, 245, 4_095, 4_096, 70_000])('keeps a text of %i bytes', (length) => {
    const store = createCellStore();
    const text = Array.from({ length }, (_, at) => String.fromCharCode(33 + (at % 90))).join('');
    const cell = store.put(text, false);
    expect(store.read(cell)).toBe(text);
    expect(store.bytesOf(cell)).toBe(cellBytes(length));
  });

  it.each([
    [0, 128],
    [120, 128],
    [121, 256],
    [244, 256],
    [245, 384],
  ])('takes for %i bytes %i', (length, expected) => {
    expect(cellBytes(length)).toBe(expected);
  });

  it('gives each text back, whatever came and went before', () => {
    const narrow = fc.tuple(fc.string({ unit: unit(0xff), maxLength: 700 }), fc.constant(false));
    const wide = fc.tuple(fc.string({ unit: unit(0xffff), maxLength: 700 }), fc.constant(true));
    const step = fc.tuple(fc.oneof(narrow, wide), fc.nat(9));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const store = createCellStore();
        const held = new Map<number, readonly [cell: number, text: string]>();
        for (const [[text, isWide], place] of steps) {
          const earlier = held.get(place);
          if (earlier) store.remove(earlier[0]);
          held.set(place, [store.put(text, isWide), text]);
          for (const [cell, kept] of held.values()) expect(store.read(cell)).toBe(kept);
        }
      }),
    );
  });

  it('uses again what was removed, and grows over its blocks', () => {
    const store = createCellStore();
    const texts = Array.from({ length: 6_000 }, (_, at) => `${at}/`.repeat(30));
    const cells = texts.map((text) => store.put(text, false));
    expect(cells.map(store.read)).toEqual(texts);
    const most = Math.max(...cells);
    for (const cell of cells) store.remove(cell);
    expect(texts.map((text) => store.put(text, false)).every((cell) => cell <= most + 2)).toBe(true);
  });

  it('leaves nothing of a text that was removed', () => {
    const blocks: Buffer[] = [];
    const store = createCellStore(blocks);
    const holds = () => blocks.some((block) => block.includes('Jucilene'));
    const cell = store.put('Jucilene '.repeat(50), false);
    expect(holds()).toBe(true);
    store.remove(cell);
    expect(holds()).toBe(false);
  });
});
