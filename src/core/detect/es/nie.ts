/**
 * NIE of Spain: identity number of a foreigner, issued by the Policía Nacional.
 * Shape: X, Y or Z, 7 digits and a letter, X-1234567-L. Check: as the DNI, with X, Y, Z read as 0, 1, 2; a wrong letter
 * needs a cue.
 * Source: Orden INT/2058/2008; Ministerio del Interior, "Cálculo del dígito de control del NIF-NIE".
 */
import { isLetter } from '../announced-code.ts';
import type { CodeWindow } from '../code-window.ts';
import { CERTAIN, CHECKED, type CodeRecognizer, CUED, NO_CUE, NONE } from '../recognizer.ts';
import { controlLetter } from './dni.ts';

const LENGTH = 9;
const FIRST = 0x78;

function rate(code: CodeWindow, cueDistance: number): number {
  const { characters, length } = code;
  const leading = characters[0]! - FIRST;
  if (leading < 0 || leading > 2 || code.letters > 2) return NONE;
  const cued = cueDistance < NO_CUE;
  if (code.digits < LENGTH - 2) return cued && code.digits >= 6 ? CUED : NONE;
  if (!isLetter(characters[length - 1]!)) return cued ? CUED : NONE;
  if (controlLetter(characters, 1, LENGTH - 1, leading) === characters[LENGTH - 1]) return cued ? CERTAIN : CHECKED;
  return cued ? CUED : NONE;
}

export const nie: CodeRecognizer = {
  kind: 'code',
  name: 'es/nie',
  entity: 'NIE',
  lengths: [8, 9],
  cues: ['nie', 'nies', 'n i e', 'numero de identidad de extranjero', 'tie', 'dni nie', 'extranjeria'],
  blanks: true,
  rate,
  examples: {
    match: [
      'NIE «X1234567L»',
      'mi nie es «y-1234567-x»',
      '«X-1234567-L» es el suyo',
      'nie «Z 1234567 R»',
      'NIE: «X1234567A» creo que está mal',
    ],
    reject: ['codigo X1234567A', 'x3 al dia', 'nie pendiente desde 2019, sin cita', 'y 2 de cada 10', 'z1 500mg'],
  },
};
