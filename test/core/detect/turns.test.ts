import { describe, expect, it } from 'vitest';
import { createDetector } from '../../../src/core/detect/detector.ts';
import type { Turn } from '../../../src/core/detect/turn.ts';
import { redact } from './marked-text.ts';

const detector = createDetector({ knowledge: null });

/** The messages of a conversation, each read with the turn of the one before. */
function converse(...texts: readonly string[]): string[] {
  let turn: Turn | null = null;
  return texts.map((text) => {
    const spans = detector.find(text, [], turn);
    turn = detector.turn();
    return redact(text, spans);
  });
}

const asked = (text: string): number => {
  detector.find(text, []);
  return detector.turn()?.asked ?? 0;
};

describe('a cue at the end of a message', () => {
  it.each([
    ['qual o número da carteirinha?', '123456', '[HEALTH_PLAN]'],
    ['me passa seu cpf por favor 😊', '529.982.247-26', '[CPF]'],
    ['Qual a sua data de nascimento?', '12031985', '[DATE]'],
    ['what is your phone number?', 'it is 2025550143', 'it is [PHONE]'],
    ['¿cuál es tu fecha de nacimiento?', 'el 03 12 1985', 'el [DATE]'],
  ])('announces what the next begins with: %s %s', (question, answer, expected) => {
    expect(converse(question, answer)[1]).toBe(expected);
  });

  it('reaches no further than a cue in the same message', () => {
    expect(converse('qual o número da carteirinha?', `${'x '.repeat(19)}123456`)[1]).toMatch(/\[HEALTH_PLAN\]$/);
    expect(converse('qual o número da carteirinha?', `${'x '.repeat(21)}123456`)[1]).toMatch(/123456$/);
  });

  it('is spent when a value follows it', () => {
    expect(converse('carteirinha 887766', 'sala 123456')[1]).toBe('sala 123456');
  });

  it('does not count from far before the end', () => {
    expect(converse(`carteirinha ${'bla '.repeat(20)}`, '123456')[1]).toBe('123456');
  });

  it('waits for two short messages without content', () => {
    expect(converse('qual sua carteirinha?', 'ok', 'peraí', '123456')[3]).toBe('[HEALTH_PLAN]');
    expect(converse('qual sua carteirinha?', 'ok', 'peraí', 'só um pouco', '123456')[4]).toBe('123456');
  });

  it('is nothing to a text without a turn before', () => {
    detector.find('qual sua carteirinha?', []);
    expect(detector.find('123456', [])).toEqual([]);
  });
});

describe('a value over two messages', () => {
  it.each([
    [
      ['meu cpf é 529.982', '247-25 obrigada'],
      ['meu cpf é [CPF]', '[CPF] obrigada'],
    ],
    [
      ['qual seu cpf?', '529982', '24725'],
      ['qual seu cpf?', '[CPF]', '[CPF]'],
    ],
    [
      ['cns 7000 0000', '000 0005'],
      ['cns [CNS]', '[CNS]'],
    ],
    [
      ['carteirinha 0123 1234 5678', '9012 1'],
      ['carteirinha [HEALTH_PLAN]', '[HEALTH_PLAN]'],
    ],
  ])('%j becomes %j', (texts, expected) => {
    expect(converse(...texts)).toEqual(expected);
  });

  it.each([
    [
      ['meu cpf é 529.982', 'às 10h eu volto'],
      ['meu cpf é [CPF]', 'às 10h eu volto'],
    ],
    [
      ['carteirinha 12345678', '500 mg de losartana'],
      ['carteirinha [HEALTH_PLAN]', '500 mg de losartana'],
    ],
    [
      ['plano 500', 'sim'],
      ['plano 500', 'sim'],
    ],
    [
      ['liguei pro 192', '1234'],
      ['liguei pro 192', '1234'],
    ],
    [
      ['cpf do paciente de 100 kg', '12'],
      ['cpf do paciente de 100 kg', '12'],
    ],
    [
      ['tel 3333-4444', '30'],
      ['tel [PHONE]', '30'],
    ],
  ])('%j becomes %j', (texts, expected) => {
    expect(converse(...texts)).toEqual(expected);
  });

  it('keeps of the text no more than twenty digits', () => {
    detector.find('oi, aqui é a Jucilene, meu cpf é 529.982', []);
    expect(JSON.stringify(detector.turn())).toMatch(
      /^\{"asked":0,"pending":\[\],"part":\{"place":\d+,"digits":"529982","whole":false\},"age":0\}$/,
    );
    detector.find(`carteirinha ${'1'.repeat(30)}`, []);
    expect(detector.turn()?.part?.digits.length ?? 0).toBeLessThanOrEqual(20);
  });
});

describe('what a message asks for', () => {
  it.each([
    ['Qual seu nome completo?', 1],
    ['me diga seu nome completo, por favor 😊', 1],
    ['Can I have your full name and date of birth?', 1],
    ['¿cómo se llama?', 1],
    ['quem é a paciente?', 1],
    ['qual o número da carteirinha do titular?', 2],
    ['Please provide your member ID.', 2],
    ['CPF:', 2],
    ['Data de nascimento?', 3],
    ['when were you born?', 3],
    ['onde você mora?', 4],
    ['¿cuál es su dirección?', 4],
    ['where do you live?', 4],
    ['um telefone pra contato, por favor', 5],
    ['what is your email?', 5],
    ['qual sua profissão?', 6],
    ['Seu nome? Obrigado!', 1],
    ['meu nome é Jucilene', 0],
    ['tomei o remédio ontem', 0],
    ['', 0],
  ])('%j asks for %d', (text, expected) => {
    expect(asked(text)).toBe(expected);
  });
});
