import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bytesOf,
  clear,
  commit,
  createConversationMemory,
  discard,
  MOST_VALUES,
  recall,
  stage,
} from '../../src/core/conversation-memory.ts';
import type { Turn } from '../../src/core/detect/turn.ts';
import type { EntityType, KnownValue } from '../../src/core/entity.ts';

const WIDE = { conversations: 1_000, bytes: 1e9 };
const NO_TURN: Turn | null = null;
const turn = (asked: number): Turn => ({ asked, pending: [], part: null, age: 0 });

function value(text: string, domain: string | null = null, entity: EntityType = 'PERSON'): KnownValue {
  return { entity, text, domain };
}

const textsOf = (memory: Parameters<typeof recall>[0], key: string) =>
  recall(memory, key)?.known.map(({ text }) => text) ?? null;

describe('a conversation', () => {
  it('is known within the batch at once, and after it when the batch was committed', () => {
    const memory = createConversationMemory(WIDE);
    stage(memory, 'a', [value('Jucilene Prado')], turn(1));
    expect(recall(memory, 'a')).toMatchObject({ known: [{ text: 'Jucilene Prado' }], turn: { asked: 1 } });
    expect(memory.committed.size).toBe(0);
    commit(memory);
    expect(memory.staged.size).toBe(0);
    stage(memory, 'a', [value('Bruno Reis')], turn(2));
    expect(textsOf(memory, 'a')).toEqual(['Jucilene Prado', 'Bruno Reis']);
    discard(memory);
    expect(recall(memory, 'a')).toMatchObject({ known: [{ text: 'Jucilene Prado' }], turn: { asked: 1 } });
  });

  it('leaves nothing when its only batch was aborted, and a second try sees what the first saw', () => {
    const memory = createConversationMemory(WIDE);
    const attempt = () => {
      const before = textsOf(memory, 'a');
      stage(memory, 'a', [value('Jucilene Prado')], NO_TURN);
      return [before, textsOf(memory, 'a')];
    };
    const first = attempt();
    discard(memory);
    expect(recall(memory, 'a')).toBeNull();
    expect(attempt()).toEqual(first);
  });

  it('is not changed where it was handed out', () => {
    const memory = createConversationMemory(WIDE);
    stage(memory, 'a', [value('Jucilene Prado')], NO_TURN);
    const handedOut = recall(memory, 'a');
    stage(memory, 'a', [value('Bruno Reis')], NO_TURN);
    expect(handedOut?.known).toHaveLength(1);
  });

  it('keeps each value once, and a field instead of the same value in text', () => {
    const memory = createConversationMemory(WIDE);
    const learned = [value('Jucilene Prado'), value('Jucilene Prado'), value('529.982.247-25', null, 'CPF')];
    stage(memory, 'a', learned, NO_TURN);
    stage(memory, 'a', learned, NO_TURN, [value('Jucilene Prado', 'conversation/a')]);
    stage(memory, 'a', learned, NO_TURN, [value('Jucilene Prado', 'conversation/a')]);
    expect(recall(memory, 'a')).toMatchObject({
      fieldCount: 1,
      known: [{ domain: 'conversation/a' }, { text: '529.982.247-25' }],
    });
  });

  it('holds so many values: the latest, and fields before what was found in texts', () => {
    const memory = createConversationMemory(WIDE);
    const codes = (from: number, count: number) =>
      Array.from({ length: count }, (_, place) => value(`${from + place}`, null, 'OTHER_ID'));
    for (let from = 100_000; from < 100_300; from += 10) stage(memory, 'a', codes(from, 10), NO_TURN);
    expect(textsOf(memory, 'a')).toEqual(codes(100_300 - MOST_VALUES, MOST_VALUES).map(({ text }) => text));
    stage(memory, 'a', codes(200_000, 100), NO_TURN, [value('Jucilene Prado', 'd'), value('Bruno Reis', 'd')]);
    expect(recall(memory, 'a')?.known).toHaveLength(MOST_VALUES);
    expect(textsOf(memory, 'a')?.slice(0, 3)).toEqual(['Jucilene Prado', 'Bruno Reis', '200038']);
    stage(memory, 'a', [], NO_TURN, codes(300_000, 100));
    expect(textsOf(memory, 'a')).toEqual(codes(300_036, MOST_VALUES).map(({ text }) => text));
  });

  it.each<[string, KnownValue, boolean]>([
    ['two words', value('Ana Lima'), true],
    ['a word of five letters', value('Bruno'), true],
    ['a name of four letters', value('Caio'), true],
    ['six digits', value('123456', null, 'MRN'), true],
    ['a short name', value('Ana'), false],
    ['an ordinary word', value('Paciente'), false],
    ['an ordinary word of four letters', value('Rosa'), false],
    ['a month', value('Maio'), false],
    ['a weekday', value('Sexta'), false],
    ['five digits', value('12345', null, 'MRN'), false],
    ['nothing', value(''), false],
    ['a four-letter word that is no name', value('Caio', null, 'LOCATION'), false],
    ['what is longer than any name', value('Ana Lima '.repeat(30)), false],
  ])('remembers %s or not: %o', (_, known, isKept) => {
    const memory = createConversationMemory(WIDE);
    stage(memory, 'a', [], turn(0), [known]);
    expect(textsOf(memory, 'a')).toEqual(isKept ? [known.text] : []);
  });

  it('made to be large keeps its latest values, and those of fields, within its own bound', () => {
    const memory = createConversationMemory(WIDE);
    const words = (from: number) => `Nome ${Array.from({ length: 60 }, (_, at) => letterOf(from + at)).join(' ')}`;
    const letterOf = (at: number) => String.fromCodePoint(0x430 + (at % 32));
    const large = Array.from({ length: MOST_VALUES }, (_, at) => value(`${words(at)} ${letterOf(at >> 5)}`));
    stage(memory, 'a', large.slice(0, -1), NO_TURN, [value('Jucilene Prado', 'd')]);
    const kept = textsOf(memory, 'a')!;
    expect(kept[0]).toBe('Jucilene Prado');
    expect(kept.at(-1)).toBe(large.at(-2)!.text);
    expect(kept.length).toBeGreaterThan(10);
    expect(memory.stagedBytes).toBeLessThanOrEqual(16_384);
    stage(memory, 'b', [], NO_TURN, large);
    expect(textsOf(memory, 'b')!.at(-1)).toBe(large.at(-1)!.text);
    expect(memory.stagedBytes).toBeLessThanOrEqual(2 * 16_384);
    expect(recall(memory, 'b')).toMatchObject({ fieldCount: textsOf(memory, 'b')!.length });
  });

  it('of which nothing is known takes no place', () => {
    const memory = createConversationMemory(WIDE);
    stage(memory, 'a', [value('Ana')], NO_TURN);
    expect(memory.staged.size).toBe(0);
  });
});

describe('the bounds', () => {
  it('let the conversations go that were used longest ago', () => {
    const memory = createConversationMemory({ conversations: 3, bytes: 1e9 });
    for (const key of ['a', 'b', 'c']) stage(memory, key, [], turn(1));
    commit(memory);
    stage(memory, 'a', [], recall(memory, 'a')!.turn);
    stage(memory, 'd', [], turn(1));
    commit(memory);
    expect([...memory.committed.keys()]).toEqual(['c', 'a', 'd']);
    expect(memory.evicted).toBe(1);
  });

  it('are not moved by a batch that was aborted', () => {
    const memory = createConversationMemory({ conversations: 2, bytes: 1e9 });
    for (const key of ['a', 'b']) stage(memory, key, [], turn(1));
    commit(memory);
    stage(memory, 'a', [], turn(1));
    discard(memory);
    stage(memory, 'c', [], turn(1));
    commit(memory);
    expect([...memory.committed.keys()]).toEqual(['b', 'c']);
  });

  it('hold whatever comes, also inside one batch', () => {
    const limits = { conversations: 50, bytes: 14_000 };
    const memory = createConversationMemory(limits);
    for (let number = 0; number < 20_000; number++) {
      stage(memory, `c${number}`, [value(`Nome ${'x'.repeat(number % 150)}ab`)], turn(number % 8));
      expect(memory.staged.size).toBeLessThanOrEqual(limits.conversations);
      expect(memory.stagedBytes).toBeLessThanOrEqual(limits.bytes);
      if (number % 37 > 0 || number > 10_000) continue;
      commit(memory);
      expect(memory.committed.size).toBeLessThanOrEqual(limits.conversations);
      expect(memory.committedBytes).toBeLessThanOrEqual(limits.bytes);
    }
    commit(memory);
    expect(memory.evicted).toBeGreaterThan(19_000);
  });

  it('count bytes as they are held', () => {
    const key = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
    const step = fc.oneof(
      { weight: 8, arbitrary: fc.tuple(key, fc.stringMatching(/^[A-Z][a-z]{1,9} [A-Z][a-z]{1,9}$/), fc.boolean()) },
      { weight: 1, arbitrary: fc.constant('commit' as const) },
      { weight: 1, arbitrary: fc.constant('discard' as const) },
      { weight: 1, arbitrary: fc.constant('clear' as const) },
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const memory = createConversationMemory({ conversations: 4, bytes: 1_200 });
        for (const one of steps) {
          if (one === 'commit') commit(memory);
          else if (one === 'discard') discard(memory);
          else if (one === 'clear') clear(memory);
          else stage(memory, one[0], one[2] ? [] : [value(one[1])], turn(1), one[2] ? [value(one[1], 'd')] : []);
          const sum = (held: Iterable<string>) => [...held].reduce((total, packed) => total + bytesOf(packed), 0);
          expect(memory.committedBytes).toBe(sum([...memory.committed.values()].map(memory.cells.read)));
          expect(memory.stagedBytes).toBe(sum(memory.staged.values()));
          expect(memory.committed.size).toBeLessThanOrEqual(4);
        }
      }),
    );
  });
});
