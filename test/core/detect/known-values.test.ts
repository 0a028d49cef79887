import { describe, expect, it } from 'vitest';
import { createDetector } from '../../../src/core/detect/detector.ts';
import type { EntityType, KnownValue } from '../../../src/core/entity.ts';
import { readMarkedText } from './marked-text.ts';

const detector = createDetector({ knowledge: null });

function value(entity: EntityType, text: string): KnownValue {
  return { entity, text, domain: null };
}

const person = value('PERSON', 'Jucilene Aparecida de Souza');

const fortyWords = Array.from({ length: 40 }, (_, place) => `palavra${'abcdefghij'.charAt(place % 10)}`).join(' ');

describe('known values in text', () => {
  it.each<[string, KnownValue, string]>([
    ['the full name', person, 'oi sou «Jucilene Aparecida de Souza» ok'],
    ['the first name alone, in capitals', person, '«JUCILENE» aqui'],
    ['without accents', value('PERSON', 'Jordânia Conceição'), 'a «jordania conceicao» veio'],
    ['with accents where the field has none', value('PERSON', 'Jordania Lima'), 'a «Jordânia» veio'],
    ['first and last name', person, 'fala «jucilene souza», tudo bem?'],
    ['parts with a particle between', person, 'é «Jucilene de Souza» mesmo'],
    ['short parts side by side', value('PERSON', 'Ana Paula Lima'), 'sou «ana lima»'],
    ['parts that overlap', value('PERSON', 'Ana Paula Lima Reis'), 'sou «paula lima reis»'],
    ['inside punctuation', person, '("«Jucilene»")'],
    ['tied to digits', person, 'é «jucilene»85'],
    ['with an invisible character', person, 'sou «Juci\u200blene»'],
    ['a CPF with separators', value('CPF', '52998224725'), 'é «529.982.247-25»'],
    ['a CPF that lost its zero', value('CPF', '2998224716'), 'é «029.982.247-16»'],
    ['digits one by one', value('MRN', '123456'), 'é «1 2 3 4 5 6» tá'],
    ['a short number', value('MRN', '0012-3456'), 'prontuário «123456»'],
    ['a number with few letters', value('RG', 'MG-123.456'), 'rg «123.456» mg'],
    ['a phone with country code', value('PHONE', '11987654321'), 'zap «+55 11 98765-4321»'],
    ['a phone in one run', value('PHONE', '11987654321'), 'zap «5511987654321»'],
    ['a phone without country code', value('PHONE', '+5511987654321'), 'zap «11 98765-4321»'],
    ['a phone without area code', value('PHONE', '+5511987654321'), 'zap «98765-4321»'],
    ['an address', value('LOCATION', 'Rua das Palmeiras, 120'), 'na «rua das palmeiras 120», tá'],
    ['an e-mail', value('EMAIL', 'ju.souza@x.com'), 'é «JU.SOUZA@X.COM»'],
    ['sharp s in capitals', value('PERSON', 'Jürgen Weiß'), 'sou «JÜRGEN WEISS» ok'],
    ['letters without their stroke', value('PERSON', 'Łukasz Nowak'), 'é o «Lukasz Nowak»'],
    ['strokes that the field lacks', value('PERSON', 'Dang Thi Soren'), 'a «Đặng Thị Søren» veio'],
    ['a ligature as two letters', value('PERSON', 'Soren Kjaer'), '«Søren Kjær» aqui'],
    ['a name over a control character', value('PERSON', 'Ana Lima'), 'sou «Ana\u0001Lima»'],
    ['digits over other symbols', value('MRN', '123456'), 'é «123•😊456» tá'],
    ['odd separators', value('OTHER_ID', '12,34,56'), 'é «12,34,56» ok'],
  ])('finds %s', (_, known, marked) => {
    const { text, ranges } = readMarkedText(marked);
    const spans = detector.find(text, [known]);
    expect(spans.map(({ start, end }) => ({ start, end }))).toEqual(ranges);
    expect(spans[0]).toMatchObject({ entity: known.entity, known: 0 });
  });

  it.each<[string, KnownValue, string]>([
    ['an ordinary word', value('PERSON', 'Rosa Clara'), 'uma blusa rosa e outra clara'],
    ['a particle', person, 'ela é de longe'],
    ['a part of a word', value('PERSON', 'Bruno Reis'), 'brunotti e reisado'],
    ['a value that is not eligible', value('PERSON', 'Ana'), 'oi ana'],
    ['digits over a comma', value('MRN', '123456'), 'paguei 1.234,56'],
    ['digits inside longer ones', value('MRN', '123456'), 'sala 91234'],
    ['words of a place one by one', value('LOCATION', 'Rua das Palmeiras'), 'há palmeiras na rua'],
  ])('leaves %s', (_, known, text) => {
    expect(detector.find(text, [known])).toEqual([]);
  });

  it('finds a very long value in pieces', () => {
    const spans = detector.find(`é ${fortyWords} fim`, [value('OTHER_ID', fortyWords)]);
    expect(spans.every(({ known }) => known === 0)).toBe(true);
    expect(spans[0]?.start).toBe(2);
    expect(spans.at(-1)?.end).toBe(2 + fortyWords.length);
    expect(spans.reduce((sum, { start, end }) => sum + end - start, spans.length - 1)).toBe(fortyWords.length);
  });

  it('finds a very long value by its beginning', () => {
    const address = 'Rua Doutor Antenor Figueiredo Machado, 1234, apartamento 56, Jardim das Palmeiras, Ribeirão Preto';
    const spans = detector.find(`na ${address.slice(0, address.indexOf(', Jardim'))} e pronto`, [
      value('LOCATION', address),
    ]);
    expect(spans.map(({ start, end }) => [start, end])).toEqual([[3, 3 + address.indexOf(', Jardim')]]);
  });

  it('gives the first of two values that share a word', () => {
    const spans = detector.find('dona Jucilene', [person, value('PERSON', 'Jucilene Prates')]);
    expect(spans).toEqual([{ start: 5, end: 13, entity: 'PERSON', known: 0 }]);
  });

  it('joins values that overlap and names none of them', () => {
    const spans = detector.find('maria souza lima', [value('PERSON', 'Maria Souza'), value('LOCATION', 'Souza Lima')]);
    expect(spans).toEqual([{ start: 0, end: 16, entity: 'PERSON', known: -1 }]);
  });

  it('keeps a longer finding that holds a known value', () => {
    const spans = detector.find('jucilene85@x.com', [person]);
    expect(spans).toEqual([{ start: 0, end: 16, entity: 'EMAIL', known: -1 }]);
  });

  it('sees that the values of the same list have changed', () => {
    const values = [person];
    detector.find('Jucilene', values);
    values[0] = value('PERSON', 'Edmilson Prates');
    expect(detector.find('Edmilson e Jucilene', values)).toEqual([{ start: 0, end: 8, entity: 'PERSON', known: 0 }]);
  });

  it('refuses a record whose values are made to be costly', () => {
    const values = Array.from({ length: 2000 }, (_, place) => value('PERSON', `Maria Maria ${place}`));
    expect(() => detector.find('maria '.repeat(10_000), values)).toThrow(/cost too much/);
  });
});

describe('a record', () => {
  const phones = Array.from({ length: 500 }, (_, place) => value('PHONE', `119${80_000_000 + place * 7919}`));
  const namesakes = Array.from({ length: 900 }, (_, place) => value('PERSON', `Maria Nome${place}`));

  it('arranges its values once and finds them in all its texts', () => {
    const values = [person];
    detector.begin(values);
    const spans = [{ start: 0, end: 8, entity: 'PERSON', known: 0 }];
    expect([detector.find('Jucilene', values), detector.find('JUCILENE', values)]).toEqual([spans, spans]);
    expect(detector.find('Edmilson', [value('PERSON', 'Edmilson Prates')])).toHaveLength(1);
    expect(detector.find('Jucilene', values)).toEqual(spans);
    values[0] = value('PERSON', 'Edmilson Prates');
    detector.begin(values);
    expect(detector.find('Edmilson e Jucilene', values)).toEqual(spans);
  });

  it('has one allowance for all its texts together, and the next record has its own', () => {
    detector.begin(namesakes);
    const search = (texts: number) => {
      for (let text = 0; text < texts; text++) detector.find('maria '.repeat(50), namesakes);
    };
    expect(() => search(5)).not.toThrow();
    expect(() => search(100)).toThrow(/cost too much/);
    detector.begin(namesakes);
    expect(() => search(5)).not.toThrow();
  });

  it('pays for values only where a text begins like them', () => {
    detector.begin(phones);
    const text = '1 '.repeat(7900);
    expect(() => {
      for (let times = 0; times < 32; times++) detector.find(text, phones);
    }).not.toThrow();
    detector.begin(namesakes);
    expect(() => {
      for (let times = 0; times < 20_000; times++) detector.find('bom dia', namesakes);
    }).not.toThrow();
  });

  it('finds each of many numbers', () => {
    detector.begin(phones);
    for (const place of [0, 250, 499]) {
      const text = `zap +55 ${phones[place]?.text}`;
      expect(detector.find(text, phones)).toEqual([{ start: 4, end: text.length, entity: 'PHONE', known: place }]);
    }
  });
});
