import { describe, expect, it } from 'vitest';
import { createDetector } from '../../../src/core/detect/detector.ts';
import { allowFault } from '../../../src/core/detect/user/allow-list.ts';
import type { KnownValue } from '../../../src/core/entity.ts';

const allow = ['0800 727 1234', '(11) 3003-1234', 'contato@hospital.example', 'agenda.hospital.example'];
const detector = createDetector({ knowledge: null, allow });

function found(text: string, known: readonly KnownValue[] = []): readonly string[] {
  return detector.find(text, known).map(({ start, end }) => text.slice(start, end));
}

describe('allowed texts', () => {
  it.each([
    'ligue 0800 727 1234',
    'ligue 0800-727-1234!',
    'tel (11) 3003-1234 ou 0800.727.1234',
    'ligue 08007271234 ou 0 800 727 1234',
    'ligue 0800 7271234, 1130031234',
    'tel 11 30031234',
    'Escreva a CONTATO@Hospital.example',
    'veja agenda.hospital.example',
  ])('are not found, however they are set: %s', (text) => {
    expect(found(text)).toEqual([]);
    expect(detector.allowed().length).toBeGreaterThan(0);
  });

  it.each([
    ['ligue 0800 727 1235', '0800 727 1235'],
    ['ligue 080072712345', '080072712345'],
    ['ligue 55 08007271234', '55 08007271234'],
    ['tel (11) 3003-12345', '(11) 3003-12345'],
    ['escreva a ana.contato@hospital.example', 'ana.contato@hospital.example'],
    ['veja https://agenda.hospital.example/p?cpf=1', 'https://agenda.hospital.example/p?cpf=1'],
    ['cpf 529.982.247-25, tel (11) 3003-1234', '529.982.247-25'],
  ])('do not hide anything else: %s', (text, expected) => {
    expect(found(text)).toContain(expected);
  });

  it('are found where the record itself holds them', () => {
    const known: KnownValue[] = [{ entity: 'PHONE', text: '1130031234', domain: null }];
    expect(found('tel (11) 3003-1234', known)).toEqual(['(11) 3003-1234']);
    expect(detector.allowed()).toEqual([]);
  });

  it('allow nothing when something hides among their characters', () => {
    expect(found('escreva a contato@hospital\u200b.example')).toHaveLength(1);
    expect(found('ligue 0800727\u200b1234')).toHaveLength(1);
  });

  it.each(['', '…', 'a'.repeat(201), 'a '.repeat(25)])('are refused when they are none: %j', (text) => {
    expect(allowFault(text)).toMatch(/^it has /);
  });
});
