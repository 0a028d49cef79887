import { describe, expect, it } from 'vitest';
import { createDetector } from '../../../src/core/detect/detector.ts';
import { ENTITY_TYPES } from '../../../src/core/entity.ts';
import { redact } from './marked-text.ts';

const detector = createDetector({ knowledge: null });
const clean = (text: string) => redact(text, detector.find(text, []));

describe('a message', () => {
  it.each([
    ['oi sou a ju, cpf 529.982.247-25, meu zap é 11 98765 4321', 'oi sou a ju, cpf [CPF], meu zap é [PHONE]'],
    ['CPF 52998224725\nNASC 22/08/1951\nTEL (41) 3222-1111', 'CPF [CPF]\nNASC [DATE]\nTEL [PHONE]'],
    ['my dob is 03/12/1985, call (415) 555-2671 or jane@x.org', 'my dob is [DATE], call [PHONE] or [EMAIL]'],
    ['nací el 3 de enero del 2020, móvil 612 345 678', 'nací el [DATE], móvil [PHONE]'],
    ['cartão 4111 1111 1111 1111 e sus 898 0011 6066 0761', 'cartão [ACCOUNT] e sus [CNS]'],
    ['carteirinha 887766554433, cep 01310-100', 'carteirinha [HEALTH_PLAN], cep [LOCATION]'],
    ['https://x.com/p?cpf=52998224725 e 10.1.2.33', '[URL] e [IP]'],
    ['11 98765-4321/11 91234-5678', '[PHONE]/[PHONE]'],
    ['2 529.982.247-25 3', '2 [CPF] 3'],
    ['[CPF~k1~MZXW6YTB4F2KQ7D3] 52998224725', '[OTHER_ID] [CPF]'],
    ['5２9.982.24７-25', '[CPF]'],
    ['529\u200b.982.247\u00ad-25\u200b.', '[CPF].'],
    ['dose 11987654321mg, 19968323309 peso', 'dose [PHONE]mg, [PHONE] peso'],
    ['total 53,94-69800174460 reais', 'total 53,94-[CPF] reais'],
    ['R$ 529•982•247•25 ou 48 • 98765 • 4321', 'R$ [CPF] ou [PHONE]'],
    ['é 529\n982\n247\n25', 'é [CPF]'],
    ['call +28 12 34 56 78 90', 'call [PHONE]'],
    ['casa №529.982.247-25', 'casa №[CPF]'],
    ['\u0441\u0440f 529.982.247-26', '\u0441\u0440f [CPF]'],
    ['cnpj 12.\u0410\u0412C.345/01DE-35', 'cnpj [CNPJ]'],
  ])('%j becomes %j', (text, expected) => {
    expect(clean(text)).toBe(expected);
  });

  it.each([
    'tomei losartana 50mg 2x ao dia, PA 120/80 ontem e 12/8 hoje, FC 78, sat 98%',
    'glicose 98 em jejum, colesterol 1.234,5; retorno em 3-4 dias às 10:30',
    'CID F32.1, vitamina B12, covid-19, H1N1, T4 livre, dose 1/2 comprimido 8/8h',
    'seretide 50/250, peso 78,5 kg, altura 1.75, IMC 25.5, de 2019-2020',
    'take 2 tablets every 8 hours for 10 days, bp 130/85, temp 98.6',
    'tome 500 mg cada 12 horas, presión 13/8, 3 veces al día',
    'US$ 9095.33 e 10 000 UI',
    'linha 81 9\n2015-2024, lista 10 20 30 40 50 60',
    'custou R$ 1.234,56, heparina 5000000 UI, leucócitos 7500 /mm3',
  ])('without protected data stays as it is: %s', (text) => {
    expect(clean(text)).toBe(text);
  });
});

describe('cues', () => {
  it('save a value whose check digit fails', () => {
    expect(clean('meu cpf: 529.982.247-26 / 52998224726')).toBe('meu cpf: [CPF] / [OTHER_ID]');
    expect(clean('cns 898001160660762')).toBe('cns [CNS]');
    expect(clean('carteirinha 123456')).toBe('carteirinha [HEALTH_PLAN]');
  });

  it('reach forty characters and no further', () => {
    expect(clean(`carteirinha ${'x'.repeat(38)} 123456`)).toMatch(/\[HEALTH_PLAN\]$/);
    expect(clean(`carteirinha ${'x'.repeat(39)} 123456`)).toMatch(/123456$/);
  });

  it('look past a known name', () => {
    const text = `carteirinha da ${'Jucilene Aparecida de Souza Albuquerque'}: 123456`;
    const known = [{ entity: 'PERSON' as const, text: 'Jucilene Aparecida de Souza Albuquerque', domain: null }];
    expect(redact(text, detector.find(text, known))).toBe('carteirinha da [PERSON]: [HEALTH_PLAN]');
  });

  it('serve one value only', () => {
    expect(clean('carteirinha 123456 e sala 654321')).toBe('carteirinha [HEALTH_PLAN] e sala 654321');
  });
});

describe('the detector', () => {
  it('has an id for the plan', () => {
    expect(detector.id).toMatch(/^detector-\d+\+br\+.*generic\+rules$/);
  });

  it('shares no state between two texts', () => {
    detector.find('carteirinha', []);
    expect(detector.find('123456', [])).toEqual([]);
  });

  it.each(ENTITY_TYPES)('leaves the placeholder [%s] as it is, and takes it in any other spelling', (entity) => {
    expect(detector.find(`x [${entity}] y`, [])).toEqual([]);
    expect(detector.find(`x [${entity.toLowerCase()}] y`, [])).toEqual([
      { start: 2, end: 4 + entity.length, entity: 'OTHER_ID', known: -1 },
    ]);
  });
});
