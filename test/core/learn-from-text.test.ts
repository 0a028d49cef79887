import { describe, expect, it } from 'vitest';
import type { EntityType } from '../../src/core/entity.ts';
import { learnFrom } from '../../src/core/learn-from-text.ts';
import { readKnowledge } from '../../src/knowledge-files.ts';

const spanOf =
  (entity: EntityType, known = -1) =>
  (text: string) => [{ start: 3, end: text.length - 3, entity, known }];
const learned = (entity: EntityType, value: string, known = -1) => {
  const text = `oi ${value} ok`;
  return learnFrom(text, spanOf(entity, known)(text), null).map((each) => each.text);
};

describe('learnFrom', () => {
  it.each<[EntityType, string]>([
    ['PERSON', 'Jucilene'],
    ['PERSON', 'JUCILENE APARECIDA'],
    ['PERSON', 'rosa de souza'],
    ['PERSON', 'caio'],
    ['CPF', '529.982.247-25'],
    ['PHONE', '11 98765 4321'],
    ['OTHER_ID', '8412345'],
    ['VEHICLE', 'ABC-1234'],
    ['MBI', '1EG4-TE5-MK73'],
    ['PASSPORT', 'FX123456'],
  ])('remembers %s %j', (entity, value) => {
    expect(learned(entity, value)).toEqual([value]);
  });

  it.each<[EntityType, string]>([
    ['PERSON', 'Bom dia'],
    ['PERSON', 'Rosa'],
    ['PERSON', 'hoje'],
    ['PERSON', 'Ana'],
    ['PERSON', 'junho'],
    ['PERSON', 'Boa tarde doutora'],
    ['PERSON', 'um dois tres quatro cinco seis sete jucilene nove'],
    ['RG', '12345'],
    ['OTHER_ID', '@unimed'],
    ['DATE', '12/03/1985'],
    ['LOCATION', 'Rua das Palmeiras 120'],
    ['EMAIL', 'ju.souza1985@example.org'],
    ['URL', 'https://example.org/123456'],
    ['IP', '192.168.100.200'],
    ['AGE', '92 anos'],
  ])('does not remember %s %j', (entity, value) => {
    expect(learned(entity, value)).toEqual([]);
  });

  it('learns nothing from what was known', () => {
    expect(learned('PERSON', 'Jucilene', 0)).toEqual([]);
  });

  it('gives values without a domain, so that what somebody typed never gets the token of a field', () => {
    const text = 'oi 529.982.247-25 ok';
    expect(learnFrom(text, spanOf('CPF')(text), null)).toEqual([
      { entity: 'CPF', text: '529.982.247-25', domain: null },
    ]);
  });
});

describe('with lists of words', () => {
  const { lists } = readKnowledge();
  const isLearned = (text: string) =>
    learnFrom(text, [{ start: 0, end: text.length, entity: 'PERSON', known: -1 }], lists).length > 0;

  it.each(['Jucilene', 'Ana Lima', 'maria', 'Dona Neide', 'João', 'Dr Prado', 'Garcia'])('remembers %j', (name) => {
    expect(isLearned(name)).toBe(true);
  });

  it.each([
    'Parkinson',
    'Chagas',
    'dipirona',
    'Leite',
    'Rosa Clara',
    'Unimed Campinas',
    'Hospital Santa Cruz',
    'autorização',
    'mañana',
    'appointment',
  ])('does not remember %j', (word) => {
    expect(isLearned(word)).toBe(false);
  });
});
