/**
 * Alphanumeric CNPJ: registry number of a legal entity in Brazil as issued by the Receita Federal since July 2026.
 * Shape: 12 letters or digits and 2 check digits, printed 12.ABC.345/01DE-35. Check: modulo 11 over ASCII code - 48.
 * Source: Receita Federal, Instrução Normativa RFB 2.229/2024.
 */
import type { CodeWindow } from '../code-window.ts';
import { CERTAIN, CHECKED, type CodeRecognizer, CUED, NO_CUE, NONE } from '../recognizer.ts';
import { hasCnpjCheckDigits } from './cnpj-check-digits.ts';

const values = new Uint8Array(14);

function rate(code: CodeWindow, cueDistance: number): number {
  const { characters } = code;
  for (let index = 0; index < 14; index++) {
    const character = characters[index]!;
    const isDigit = character <= 0x39;
    if (!isDigit && (character > 0x7a || index > 11)) return NONE;
    // Folded letters are lower case; the rule counts upper case.
    values[index] = isDigit ? character - 0x30 : character - 0x20 - 0x30;
  }
  const cued = cueDistance < NO_CUE;
  if (!cued && code.blanks > 0) return NONE;
  if (!hasCnpjCheckDigits(values)) return cued ? CUED : NONE;
  return cued ? CERTAIN : CHECKED;
}

export const cnpjAlphanumeric: CodeRecognizer = {
  kind: 'code',
  name: 'br/cnpj-alphanumeric',
  entity: 'CNPJ',
  lengths: [14],
  // An operator's number at ANS is none of a patient: as a phrase, "registro" announces no record.
  cues: ['cnpj', 'mei', 'registro ans', 'registro na ans', 'registro da ans'],
  blanks: true,
  rate,
  examples: {
    match: [
      'CNPJ «12.ABC.345/01DE-35» ativo',
      'cnpj «12ABC34501DE35»',
      'é o «12.abc.345/01de-35» mesmo',
      '(«12.ABC.345/01DE-35»)',
      'cnpj «12.ABC.345/01DE-36»',
      'CNPJ «12 ABC 345 01DE 35» da clínica',
      'fornecedor:«12.ＡＢＣ.345/01DE-35»',
    ],
    reject: [
      '12.ABC.345/01DE-36',
      '12 ABC 345 01DE 35',
      'código 12ABC34501DE3',
      'ABCDEFGHIJKLMN',
      'pedido 12ABC34501DEXX',
      'covid-19 e h1n1 2x/dia',
    ],
  },
};
