/**
 * Number plates of vehicles in Spain, Mexico, Argentina, Chile, Colombia, Peru and Portugal.
 * Shape: 4 digits and 3 consonants (1234 BCD), AB123CD, ABC123, ABC-12-34, BJFP-77, AA-00-AA and others of 5 to 8 letters
 * and digits. Not checked: a cue directly before.
 * Source: Real Decreto 2822/1998 annex XVIII; NOM-001-SCT-2-2016; DNRPA, Disposición 288/2015; Decreto-Lei 2/2020 (PT).
 */
import { isLetter } from '../announced-code.ts';
import { countsFrom } from '../announced-number.ts';
import type { CodeWindow } from '../code-window.ts';
import { type CodeRecognizer, CUED, NONE } from '../recognizer.ts';

const LONGEST_WAY = 18;
const FEWEST_DIGITS = 2;
const FEWEST_LETTERS = 1;
const MOST_LETTERS = 5;
const MOST_GROUPS = 4;

function rate(code: CodeWindow, cueDistance: number): number {
  if (cueDistance > LONGEST_WAY || code.digits < FEWEST_DIGITS || code.groups > MOST_GROUPS) return NONE;
  if (code.letters < FEWEST_LETTERS || code.letters > MOST_LETTERS) return NONE;
  // In small letters words stand beside digits: "matricula de 2019".
  if (code.blanks > 0 && !code.capitals && !isSpanishShape(code.characters, code.length)) return NONE;
  return CUED;
}

/** 1234 bcd: four digits and three consonants. */
function isSpanishShape(characters: Uint16Array, length: number): boolean {
  if (length !== 7) return false;
  for (let at = 0; at < length; at++) if (isLetter(characters[at]!) !== at >= 4) return false;
  for (let at = 4; at < length; at++) if ('aeiouq'.includes(String.fromCharCode(characters[at]!))) return false;
  return true;
}

export const vehiclePlate: CodeRecognizer = {
  kind: 'code',
  name: 'es/vehicle-plate',
  entity: 'VEHICLE',
  lengths: countsFrom(5, 8),
  cues: [
    ...['matricula', 'matriculas', 'placa', 'placas', 'patente', 'patentes', 'dominio', 'placa del coche', 'chapa'],
    ...['coche', 'auto', 'carro', 'moto', 'furgo', 'furgoneta', 'camioneta', 'taxi', 'vehiculo', 'economico'],
  ],
  blanks: true,
  needsCue: true,
  rate,
  examples: {
    match: [
      'placa del coche «HXC-42-19» por si',
      'el coche «0482 KXW»',
      'patente «BJFP-77»',
      'placas «JV-40-772»',
      'matrícula «7714 lkb», un Seat',
      'moto con placa «P29 XTK»',
    ],
    reject: [
      'matricula de 2019, colegio',
      'placa de torax 2 proyecciones',
      'placas 150000 por mm3',
      'coche de 5 puertas',
      'placa a las 10am',
    ],
  },
};
