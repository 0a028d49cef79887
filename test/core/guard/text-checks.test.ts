import { describe, expect, it } from 'vitest';
import type { KnownValue } from '../../../src/core/entity.ts';
import { compileGuard, type GuardHit, type LeafClass } from '../../../src/core/guard/leak-check.ts';

const guard = compileGuard('string', new Map(), { canaries: ['SIGILO-CANARY-1', ''] });
const known = (...texts: string[]): KnownValue[] => texts.map((text) => ({ entity: 'PERSON', text, domain: null }));
const checkOf = (text: string, leafClass: LeafClass = 'text', values: readonly KnownValue[] = []): GuardHit | null =>
  guard.checkText(text, leafClass, values, 'M.text');

describe('identifiers with check digits', () => {
  it.each([
    ['CPF, bare', '52998224725', 'ddddddddddd'],
    ['CPF, masked', 'cpf:529.982.247-25.', 'ddd.ddd.ddd-dd'],
    ['CPF, spaced', 'meu cpf é 529 982 247 25 12 anos', 'ddd ddd ddd dd'],
    ['CPF, dots only', '529.982.247.25', 'ddd.ddd.ddd.dd'],
    ['CPF, only the last mark', '529982247-25', 'ddddddddd-dd'],
    ['CPF, slash before the last two', '529.982.247/25', 'ddd.ddd.ddd/dd'],
    ['CPF with leading zeros', '000.000.001-91', 'ddd.ddd.ddd-dd'],
    ['CPF in full-width digits', '５２９.９８２.２４７-２５', 'ddd.ddd.ddd-dd'],
    ['CPF in Arabic-Indic digits', '٥٢٩٩٨٢٢٤٧٢٥', 'ddddddddddd'],
    ['CPF with a zero-width space inside', '529.982\u200b.247-25', 'ddd.ddd.ddd-dd'],
    ['CPF with a no-break hyphen', '529.982.247\u201125', 'ddd.ddd.ddd-dd'],
    ['CPF after a hyphen', 'CPF-52998224725', 'ddddddddddd'],
    ['CNPJ, bare', '11222333000181', 'dddddddddddddd'],
    ['CNPJ, masked', '(11.222.333/0001-81)', 'dd.ddd.ddd/dddd-dd'],
    ['CNPJ, half masked', '11222333/0001-81', 'dddddddd/dddd-dd'],
    ['CNPJ, only the last mark', '112223330001-81', 'dddddddddddd-dd'],
    ['CNS, provisional', '898000000043208', 'ddddddddddddddd'],
    ['CNS, provisional, spaced', '898 0000 0004 3208', 'ddd dddd dddd dddd'],
    ['CNS, definitive', '100000000060018', 'ddddddddddddddd'],
  ])('%s', (_, text, mask) => {
    const hit = checkOf(text);
    expect(hit).toEqual({ check: 'identifier', fieldPath: 'M.text', mask, fault: false });
    expect(checkOf(text, 'kept')).toEqual(hit);
  });

  it.each([
    ['a CPF with a wrong second digit', '529.982.247-24'],
    ['a CPF with a wrong first digit', '529.982.247-33'],
    ['eleven equal digits', '111.111.111-11'],
    ['fourteen equal digits', '00000000000000'],
    ['a CPF inside a longer number', '9529982247251'],
    ['a CPF glued to letters', 'x52998224725'],
    ['a CPF followed by letters', '52998224725abc'],
    ['a CPF across a comma', '529,982,247,25'],
    ['a CPF across two spaces', '529  982  247  25'],
    ['an internet address with the groups of a CPF', 'ip 177.143.139.35'],
    ['the tail of an internet address and a day', '2.160.133.114 20/07/1938'],
    ['a decimal fraction', '1.52998224725'],
    ['a CNPJ with a wrong second digit', '11.222.333/0001-82'],
    ['a CNPJ with a wrong first digit', '11.222.333/0001-06'],
    ['a CNS that begins with 3', '300001000000000'],
    ['a definitive CNS without 000 or 001', '100000000001100'],
    ['a number inside a UUID', '6f1c1f64-5d0b-4f6a-9c5e-551132654321'],
    ['a number inside a trace id', '00-4bf92f3577b34da6a3ce929d0e0e4736-4111111111111111-01'],
  ])('does not take for one: %s', (_, text) => {
    expect(checkOf(text)).toBeNull();
    expect(checkOf(text, 'kept')).toBeNull();
  });

  it('takes fourteen digits for a CNPJ only when they cannot be a clock reading', () => {
    expect(checkOf('20251122235980')).toMatchObject({ check: 'identifier' });
    expect(checkOf('20251122104532')).toBeNull();
  });
});

describe('payment cards', () => {
  it.each([
    ['Visa', '4111111111111111'],
    ['Visa, spaced', '4111 1111 1111 1111'],
    ['Visa, hyphens', '4111-1111-1111-1111'],
    ['Visa, 13 digits', '4222222222222'],
    ['Mastercard', '5555555555554444'],
    ['Mastercard, 2-series', '2223003122003222'],
    ['American Express', '378282246310005'],
    ['American Express, spaced', '3782 822463 10005'],
    ['Diners Club', '36227206271667'],
    ['Discover', '6011111111111117'],
    ['JCB', '3530111333300000'],
    ['Elo', '6362970000457013'],
    ['Hipercard', '6062826786276634'],
  ])('%s', (_, text) => {
    expect(checkOf(`cartão ${text}, val`)).toMatchObject({ check: 'card', fault: false });
    expect(checkOf(text, 'kept')).toMatchObject({ check: 'card' });
  });

  it.each([
    ['a wrong Luhn digit', '4111111111111112'],
    ['no issuer begins so', '1111111111111117'],
    ['epoch microseconds', '1763776800000000'],
    ['a brand with the wrong length', '37828224631000'],
  ])('does not take for one: %s', (_, text) => {
    expect(checkOf(text)).toBeNull();
  });
});

describe('phones', () => {
  it.each([
    '(11) 98765-4321',
    '(11)987654321',
    '11 98765-4321',
    '11 9 8765-4321',
    '11 9 87654321',
    '11-98765.4321',
    '1198765-4321',
    '11987654321',
    '011 98765-4321',
    '011987654321',
    '5511987654321',
    '551132654321',
    '113265-4321',
    '(48) 3265-4321',
    '(48) 32654321',
    '48 3265-4321',
    '+55 11 98765-4321',
    '+55 (11) 98765-4321',
    '+5511987654321',
    '+351 912 345 678',
    '+1 212 555 0123',
    '(212) 555-0123',
    '212-555-0123',
    '212.555.0123',
  ])('%s', (text) => {
    expect(checkOf(`liga ${text}!`)).toMatchObject({ check: 'phone', fault: false });
    expect(checkOf(text, 'kept')).toBeNull();
  });

  it.each([
    ['no area code', '98765-4321'],
    ['an area code that is not in use', '(20) 98765-4321'],
    ['a landline of ten bare digits', '1132654321'],
    ['epoch seconds', '1735689600'],
    ['epoch milliseconds', '1763776800000'],
    ['years', 'covid 19 2020-2021'],
    ['a plus and a small number', '+5 mg'],
    ['a plus and zeros', '+0000000000'],
    ['a plus and too long a number', '+1234567890123456'],
    ['a plus, then a comma', '+10,20,30,40,50'],
    ['a protocol and a date', '8490493 2025-11-26'],
    ['two numbers', '11 3265 4321'],
    ['glued to letters', 'x11987654321'],
    ['followed by letters', '11987654321x'],
    ['a mobile that does not begin with 9', '11 88765-4321'],
    ['an area code and nothing', '(11) '],
    ['a price and a service code', 'US$ 9095.33 811-832-0719'],
    ['the end of a code and a range of years on the next line', 'código 8.33.96.81-9\n2015-2024'],
    ['groups over a line break', '11\n98765-4321'],
    ['groups over a line separator', '11\u202898765-4321'],
    ['the tail of a dotted code', '8.33.96.81-98765-4321'],
    ['a number with a fraction', '113265.4321'],
    ['an area code beside words', '11 dias 98765-4321'],
  ])('does not take for one: %s', (_, text) => {
    expect(checkOf(text)).toBeNull();
  });
});

describe('e-mails', () => {
  it.each([
    ['ana@exemplo.com', 'aaa@aaaaaaa.aaa'],
    ['mande p/ ANA.LIMA+x@mail.exemplo.com.br.', 'aaa.aaaa+a@aaaa.aaaaaaa.aaa.aa'],
    ['joão@clínica.org', 'aaaa@aaaaaaa.aaa'],
    ['a1@b2.co', 'ad@ad.aa'],
    ['x@@y ana@exemplo.com', 'aaa@aaaaaaa.aaa'],
    ['ａｎａ＠ｅｘｅｍｐｌｏ．ｃｏｍ', 'aaa@aaaaaaa.aaa'],
  ])('%s', (text, mask) => {
    for (const leafClass of ['text', 'kept', 'closed'] as const) {
      expect(checkOf(text, leafClass)).toEqual({ check: 'email', fieldPath: 'M.text', mask, fault: false });
    }
  });

  it.each([
    '@ana',
    'ana@',
    'ana@exemplo',
    'ana @exemplo.com',
    '3 un@8.30',
    'a@b.c',
    '-@exemplo.com',
    'a@.com',
    'a@b..',
    'sem nada',
  ])('does not take for one: %s', (text) => expect(checkOf(text)).toBeNull());
});

describe('canaries', () => {
  it.each(['text', 'kept', 'closed'] as const)('are found byte for byte in a %s leaf', (leafClass) => {
    expect(checkOf('xSIGILO-CANARY-1x', leafClass)).toEqual({
      check: 'canary',
      fieldPath: 'M.text',
      mask: 'aaaaaa-aaaaaa-d',
      fault: false,
    });
    expect(checkOf('xsigilo-canary-1x', leafClass)).toBeNull();
    expect(checkOf('SIGILO-CANARY-', leafClass)).toBeNull();
  });
});

describe('known values', () => {
  it.each([
    ['a name in another case', 'Maria José da Silva', 'oi, MARIA JOSÉ DA SILVA!'],
    ['a name without its accents', 'Maria José da Silva', 'sou a maria jose da silva'],
    ['a name with accents that the field lacks', 'Joao Magalhaes', 'joão magalhães'],
    ['a name with decomposed accents', 'João Magalhães', 'JOÃO MAGALHÃES'.normalize('NFD')],
    ['a name over other spaces', 'Maria Silva', 'Maria\u00a0\n Silva'],
    ['a name with hyphens', 'Ana-Luísa Sá', 'ana luisa sa'],
    ['a name with an initial', 'J. da Silva', 'dr j da silva'],
    ['a name in full-width letters', 'Maria Silva', 'Ｍａｒｉａ Ｓｉｌｖａ'],
    ['a name with a zero-width joiner inside', 'Maria Silva', 'Ma\u200dria Silva'],
    ['a name with sharp s', 'Jörg Groß', 'jorg gross'],
    ['a name in Cyrillic', 'Анна Петрова', 'АННА ПЕТРОВА'],
    ['a name of ideographs', '山田 太郎', '山田 太郎 です'],
    ['one word of five letters', 'Kelly', 'kelly?'],
    ['a name that begins with an accent', 'Ângela Souza', 'angela souza'],
    ['a quoted name', '"Maria Silva"', 'maria silva'],
    ['a number', '123456', 'n 123456.'],
    ['a number in groups', '1234567', '1.234.567 ou'],
    ['a number split after its first digit', '123456', '1-23456'],
    ['a number glued to letters', '123456', 'plano123456x'],
    ['a number written in groups in the field', '12-34.56', '123456'],
    ['a number over a line break', '123456', '123\n456'],
    ['a number split within its first digits', '00123456', '1.2-3 456'],
    ['a name with tag characters', 'Maria Silva', 'Ma\u{e0041}ria Silva'],
    ['a number that lost its zeros', '1234567', '0001234567'],
    ['a number whose zeros stand in groups', '12345678', '000.123.456-78'],
    ['a number of other digits', '１２３４５６', '123456'],
    ['a number whose first digits are of different kinds', '0２34567', '0234567'],
    ['digits beside letters', 'AB123456', 'cart. ab123456'],
    ['an address', 'Rua das Flores, 123', 'moro na rua das flores 123'],
    ['an e-mail', 'ana.lima@exemplo.com', 'ana.lima@exemplo.com'],
    ['a very long value by its beginning', `Ana ${'Maria '.repeat(40)}`, `ana ${'maria '.repeat(30)}`],
  ])('%s', (_, value, text) => {
    for (const leafClass of ['text', 'kept'] as const) {
      expect(checkOf(text, leafClass, known('outro nome', value))).toMatchObject({
        check: 'known_value',
        fault: false,
      });
    }
    expect(checkOf(text.replace(/@/, ' '), 'closed', known(value))).toBeNull();
    expect(checkOf('bom dia, 12 mg às 14:30', 'text', known(value))).toBeNull();
  });

  it.each([
    ['part of a longer word', 'Ana Lima', 'mariana lima'],
    ['followed by more letters', 'Ana Lima', 'ana limas'],
    ['a letter of the name differs', 'Ana Lima', 'ana luma'],
    ['other words between', 'Ana Lima', 'ana de lima'],
    ['a wide gap between', 'Ana Lima', 'ana .... lima'],
    ['a short word', 'Ana', 'ana'],
    ['an ordinary word', 'Vitória', 'que vitória'],
    ['five digits', '12345', 'sala 12345, 678'],
    ['zeros only', '000000', '000000'],
    ['a single character', 'a', 'a'],
    ['an empty value', '', 'oi'],
    ['marks only', '...---...', '...---...'],
    ['part of a longer number', '123456', '1234567'],
    ['the end of a longer number', '123456', '9123456'],
    ['a number across a wide gap', '123456', '123 ... 456'],
    ['a number with another digit', '123456', '123457'],
  ])('are not found: %s', (_, value, text) => {
    expect(checkOf(text, 'text', known(value))).toBeNull();
  });

  it('are forgotten with the record', () => {
    expect(checkOf('maria silva', 'text', known('Maria Silva'))).not.toBeNull();
    expect(checkOf('maria silva', 'text', known('Pedro Silva'))).toBeNull();
    expect(checkOf('maria silva', 'text', [])).toBeNull();
  });

  it('of a large number are all found', () => {
    const values = known(...Array.from({ length: 5_000 }, (_, index) => `Pessoa Numero ${index}x`));
    expect(checkOf('sou a pessoa numero 4321x', 'text', values)).toMatchObject({ check: 'known_value' });
    expect(checkOf('sou a pessoa numero 9999x', 'text', values)).toBeNull();
  });

  it('block, rather than pass, a text that would cost too many comparisons', () => {
    const values = known(...Array.from({ length: 2_000 }, (_, index) => `maria maria maria maria ${index}`));
    const hit = checkOf('maria '.repeat(10_000), 'text', values);
    expect(hit).toMatchObject({ check: 'known_value', fault: false });
  });
});

describe('masks', () => {
  it('show the form only, without line breaks, at most 32 characters', () => {
    const value = 'Ana\u001b[31m\nLima';
    expect(checkOf(value, 'text', known(value))?.mask).toBe('aaa [dda aaaa');
    expect(checkOf('a'.repeat(80).concat('@exemplo.com'))?.mask).toBe('a'.repeat(32));
  });
});
