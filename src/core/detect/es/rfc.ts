/**
 * RFC of Mexico: taxpayer number, issued by the SAT.
 * Shape: person 4 letters, company 3 (also & and Ñ), date yymmdd, 2 letters or digits, a check sign 0-9 or A. The check
 * is known by custom only; the shape counts.
 * Source: Código Fiscal de la Federación art. 27; SAT, Anexo 20 (pattern of the RFC).
 */
import { isLetter } from '../announced-code.ts';
import type { CodeWindow } from '../code-window.ts';
import { CERTAIN, CHECKED, type CodeRecognizer, CUED, NO_CUE, NONE, SHAPED } from '../recognizer.ts';
import { areLetters, isShortDate } from './curp.ts';

const PERSON = 13;
const COMPANY = 12;
const A = 0x61;
/** Name, date and homoclave; a word, a date with its day, month and year, and a word are more. */
const MOST_GROUPS = 3;

function hasRfcShape(characters: Uint16Array, length: number): boolean {
  const letters = length - 9;
  if (!areLetters(characters, 0, letters) || !isShortDate(characters, letters)) return false;
  const last = characters[length - 1]!;
  return !isLetter(last) || last === A;
}

function rate(code: CodeWindow, cueDistance: number): number {
  const { characters, length } = code;
  const cued = cueDistance < NO_CUE;
  if (code.groups > MOST_GROUPS || (!cued && code.blanks > 0 && !code.capitals)) return NONE;
  if (length === PERSON || length === COMPANY) {
    if (hasRfcShape(characters, length)) return cued ? CERTAIN : length === PERSON ? CHECKED : SHAPED;
  } else if (length === PERSON - 3) {
    const shaped = areLetters(characters, 0, 4) && isShortDate(characters, 4);
    return shaped ? (cued ? CERTAIN : code.capitals ? SHAPED : NONE) : NONE;
  }
  return cued && code.digits >= 6 && code.letters >= 3 ? CUED : NONE;
}

/** Between short words. */
const DATES = [
  'la cita es para 05-12-2026 a las 10',
  'cita 28/02/2027 a las 9',
  'agenda para 05 12 2026 a tarde',
  'factura para 05.12.2026 a la orden',
  'vino para 051220 a22',
];

export const rfc: CodeRecognizer = {
  kind: 'code',
  name: 'es/rfc',
  entity: 'NATIONAL_ID',
  lengths: [10, 11, 12, 13],
  cues: ['rfc', 'r f c', 'facturar', 'factura', 'razon social'],
  blanks: true,
  rate,
  examples: {
    match: [
      'RFC «OERF640212JQ4»',
      'facturar a «GODE561231GR8»',
      'rfc: «gode 561231 gr8»',
      'es «GODE561231GR8» gracias',
      'RFC de la clínica «ABC680524P76»',
      'mi rfc sin homoclave «GODE561231»',
    ],
    reject: ['rfc pendiente', 'codigo GODE569931GR8', 'losartan 50 y 100', 'factura de 1200', 'abcd 123456', ...DATES],
  },
};
