/**
 * Numbers of health plans and insurers in Spain and Latin America: policy, affiliate, member, obra social, EPS, ISAPRE.
 * Shape: 4 to 20 digits, or letters and digits up to 20, in any groups. Not checked: a cue directly before.
 * Source: custom; Superintendencia de Servicios de Salud (Argentina), Ley 100/1993 (Colombia).
 */
import { rateAnnouncedCode } from '../announced-code.ts';
import { countsFrom, rateAnnounced } from '../announced-number.ts';
import type { CodeRecognizer, NumberRecognizer } from '../recognizer.ts';

const CUES = [
  ...['poliza', 'polizas', 'numero de poliza', 'n de poliza', 'nro de poliza', 'no de poliza', 'num poliza', 'pol'],
  ...['afiliado', 'afiliada', 'afiliados', 'nro de afiliado', 'nro afiliado', 'numero de afiliado', 'num afiliado'],
  ...['n de afiliado', 'n afiliado', 'no de afiliado', 'afil', 'nro afil', 'afiliacion', 'numero de afiliacion'],
  ...[
    'socio',
    'socia',
    'nro de socio',
    'numero de socio',
    'num socio',
    'n de socio',
    'credencial',
    'nro de credencial',
  ],
  ...['carnet', 'carne', 'asegurado', 'asegurada', 'nro de asegurado', 'num asegurado', 'numero de asegurado'],
  ...['titular', 'obra social', 'o s', 'prepaga', 'seguro', 'aseguradora', 'mutua', 'mutualidad', 'endoso'],
  ...['derechohabiente', 'beneficiario', 'beneficiaria', 'osde', 'ioma', 'pami', 'swiss medical', 'galeno', 'medife'],
  ...['osecac', 'sancor', 'omint', 'sanitas', 'adeslas', 'mapfre', 'asisa', 'dkv', 'muface', 'isfas', 'mugeju', 'axa'],
  ...['eps', 'sura', 'sanitas eps', 'nueva eps', 'fonasa', 'isapre', 'essalud', 'sis', 'rimac', 'pacifico', 'gnp'],
  ...[
    'metlife',
    'contrato',
    'numero de contrato',
    'nro de contrato',
    'certificado',
    'plan',
    'issste',
    'imss bienestar',
  ],
];

export const spanishHealthPlanNumber: NumberRecognizer = {
  kind: 'number',
  name: 'es/health-plan-number',
  entity: 'HEALTH_PLAN',
  digits: countsFrom(5, 20),
  cues: CUES,
  needsCue: true,
  rate: (window, cueDistance) => rateAnnounced(window, cueDistance, 5),
  examples: {
    match: [
      'afiliada «61 884027 3 02»',
      'póliza nº «0049-88214471-2»',
      'nro de socio «20-441178»',
      'PAMI «150-88234471-0/00»',
      'obra social, afiliado «1 2204471/08»',
    ],
    reject: [
      'poliza vencida el 12/03/2024',
      'socio desde 2015, cuota de 1200 pesos',
      'plan de 12 sesiones',
      'tengo OSDE 310',
      'el seguro cubre 5000 euros',
    ],
  },
};

export const spanishHealthPlanCode: CodeRecognizer = {
  kind: 'code',
  name: 'es/health-plan-code',
  entity: 'HEALTH_PLAN',
  lengths: countsFrom(6, 20),
  cues: CUES,
  blanks: true,
  needsCue: true,
  rate: (code, cueDistance) => rateAnnouncedCode(code, cueDistance, 6),
  examples: {
    match: [
      'la póliza «VIS-20917-C» los cubre',
      'mi tarjeta de socio «SAN 00448127 02»',
      'Póliza «MX-GMI-7720194»',
      'carnet «TA-8840193»',
      'afiliado «ISS-40-8812»',
    ],
    reject: [
      'seguro covid-19',
      'plan: metformina 850mg c/12h',
      'plan f32.1',
      'carnet a las 10am',
      'el seguro no cubre b12 ni h1n1',
    ],
  },
};
