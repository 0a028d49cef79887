import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { remember } from '../../src/core/detect/remembered-value.ts';
import type { Turn } from '../../src/core/detect/turn.ts';
import { ENTITY_TYPES } from '../../src/core/entity.ts';
import { type Conversation, isWide, packConversation, unpackConversation } from '../../src/core/packed-conversation.ts';

const ofOne = (text: string, domain: string | null = null): Conversation => ({
  known: [remember({ entity: 'PERSON', text, domain })],
  fieldCount: 1,
  turn: null,
});

describe('a packed conversation', () => {
  it('says the same as before', () => {
    // Of any units, also of halves of characters.
    const text = fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)) });
    const value = fc.record({
      entity: fc.constantFrom(...ENTITY_TYPES),
      text: text.map((long) => long.slice(0, 200)),
      domain: fc.option(fc.oneof(fc.constant('people'), text)),
    });
    const turn: fc.Arbitrary<Turn> = fc.record({
      asked: fc.nat(7),
      pending: fc.array(fc.nat(300), { maxLength: 160 }),
      part: fc.option(fc.record({ place: fc.nat(300), digits: fc.stringMatching(/^\d{1,20}$/), whole: fc.boolean() })),
      age: fc.nat(2),
    });
    const conversation = fc.record({
      known: fc.array(value.map(remember), { maxLength: 64 }),
      fieldCount: fc.nat(64),
      turn: fc.option(turn),
    });
    fc.assert(
      fc.property(conversation, (one) => {
        expect(unpackConversation(packConversation(one))).toEqual(one);
      }),
    );
  });

  it.each(['', 'x'.repeat(300), 'd'.repeat(70_000), 'domínio/ą'])('holds domains of any length', (domain) => {
    expect(unpackConversation(packConversation(ofOne('Ana Lima', domain))).known[0]).toMatchObject({ domain });
  });

  it.each([
    ['João Conceição', false],
    ['João Wałęsa Ção', true],
  ])('of %s is wide: %s', (name, expected) => {
    expect(isWide(packConversation(ofOne(name)))).toBe(expected);
  });
});
