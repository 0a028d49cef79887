import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDetectorOf } from '../../../src/core/detect/detector.ts';
import { createValueRecall } from '../../../src/core/detect/recall-values.ts';
import { remember } from '../../../src/core/detect/remembered-value.ts';
import type { EntityType, KnownValue } from '../../../src/core/entity.ts';

const recall = createValueRecall();
const value = (text: string, entity: EntityType = 'PERSON'): KnownValue => ({ entity, text, domain: null });
const find = (values: readonly KnownValue[], text: string, own: readonly KnownValue[] = []) => {
  recall.begin(values.map(remember), null);
  return recall.find(text, own).map(({ start, end, known }) => [text.slice(start, end), known]);
};

describe('recalled values', () => {
  const household = [value('Jucilene Souza'), value('483920', 'MRN'), value('Edmilson de Souza')];

  it.each<[string, (string | number)[][]]>([
    ['falei com o Edmilson', [['Edmilson', 2]]],
    ['prontuário 48-39-20', [['48-39-20', 1]]],
    [
      'a SOUZA e o edmilson',
      [
        ['SOUZA', 0],
        ['edmilson', 2],
      ],
    ],
    ['nada de novo', []],
    ['', []],
  ])('in %j are %j', (text, expected) => {
    expect(find(household, text)).toEqual(expected);
  });

  it('are not looked for where the record holds them itself', () => {
    expect(find(household, 'o edmilson e a jucilene', [value('Edmilson de Souza')])).toEqual([['jucilene', 0]]);
  });

  it('may be particles of names and nothing else', () => {
    expect(find([value('de la')], 'e o de la')).toEqual([['de la', 0]]);
  });

  it('are those of the record that began last', () => {
    expect(find(household, 'a jucilene')).toHaveLength(1);
    expect(find([value('Bruno Reis')], 'a jucilene e o bruno')).toEqual([['bruno', 0]]);
  });

  it('are the same that the detector finds when they are known values, however few of them are looked at', () => {
    const plain = createDetectorOf([], 'none');
    const word = fc.constantFrom(...'Jucilene Souza de Edmilson Reis 483920 48 39 20 12 ok Rosa caio - .'.split(' '));
    const text = fc.array(word, { maxLength: 10 }).map((words) => words.join(' '));
    const known = fc.record({
      entity: fc.constantFrom<EntityType>('PERSON', 'MRN', 'LOCATION'),
      text: fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join(' ')),
      domain: fc.constant(null),
    });
    fc.assert(
      fc.property(text, fc.array(known, { maxLength: 5 }), (input, values) => {
        recall.begin(values.map(remember), null);
        const ranges = recall.find(input, []).map(({ start, end }) => [start, end] as const);
        const texts = new Set(ranges.map(([start, end]) => input.slice(start, end)));
        const starts = new Set(ranges.map(([start]) => start));
        // What was found once is found again letter by letter, also inside longer numbers: that is another search.
        const found = plain
          .find(input, values)
          .filter(({ start, end }) => starts.has(start) || !texts.has(input.slice(start, end)));
        expect(ranges).toEqual(found.map(({ start, end }) => [start, end]));
      }),
      { numRuns: 3_000 },
    );
  });
});
