/**
 * Telephone numbers of Mexico, Argentina, Chile, Colombia and neighbours without a plus sign.
 * Shape: Mexico 10 digits (55 1234 5678, 951 514 22 08), Argentina area code of 2 to 4 digits with 0 or 15 (11 4823-7719,
 * 0341 155-908-662), Chile 9 digits beginning 9, Colombia 10 beginning 3 or 60. No check digit.
 * Source: IFT, Plan Técnico Fundamental de Numeración; ENACOM, Plan Fundamental; SUBTEL; CRC.
 */
import { formOf, HYPHEN, hasSeparator, IRREGULAR, type NumberWindow, numberAt, SLASH } from '../number-window.ts';
import { PHONE_CUES } from '../phone-cues.ts';
import { CERTAIN, CUED, EVIDENT, NO_CUE, NONE, type NumberRecognizer, SHAPED } from '../recognizer.ts';

const WRITTEN = new Set([
  ...[formOf(2, 4, 4), formOf(3, 3, 2, 2), formOf(2, 2, 2, 2, 2), formOf(3, 4, 4), formOf(4, 3, 3), formOf(4, 2, 4)],
  ...[
    formOf(4, 3, 3, 3),
    formOf(4, 2, 2, 4),
    formOf(4, 2, 3, 3),
    formOf(3, 2, 4, 4),
    formOf(2, 2, 4, 4),
    formOf(1, 4, 4),
  ],
  ...[
    formOf(3, 2, 3, 4),
    formOf(4, 3, 4),
    formOf(2, 1, 3, 4),
    formOf(2, 8),
    formOf(3, 3, 4),
    formOf(3, 7),
    formOf(2, 3, 4),
  ],
  ...[formOf(2, 2, 1, 4, 4), formOf(2, 1, 2, 4, 4), formOf(2, 2, 4, 4), formOf(2, 3, 3, 4), formOf(3, 3, 3)],
]);
/** Area codes of the great cities. */
const MEXICAN_CITIES = new Set([55, 56, 33, 81]);
const BUENOS_AIRES = 11;
const LOWEST_MEXICAN_AREA = 22;

function rate(window: NumberWindow, cueDistance: number): number {
  if (window.plus || window.separators % 8 === SLASH) return NONE;
  const written = WRITTEN.has(window.form);
  if (cueDistance < NO_CUE) {
    if (window.count < 8 && !written) return NONE;
    return written || window.groupCount === 1 ? CERTAIN : window.form === IRREGULAR && window.count < 8 ? NONE : CUED;
  }
  if (!written || window.count < 9) return NONE;
  if (window.parentheses) return EVIDENT;
  if (window.form === formOf(2, 4, 4)) {
    const area = numberAt(window, 0, 2);
    if (MEXICAN_CITIES.has(area) || area === BUENOS_AIRES) return EVIDENT;
    return area >= LOWEST_MEXICAN_AREA ? SHAPED : NONE;
  }
  // Rows of small numbers are lists.
  const plain = window.form !== formOf(3, 3, 2, 2) && !hasSeparator(window, HYPHEN) && window.digits[0] !== 0;
  return plain || window.smallestGroup < 2 || window.largestGroup < 3 ? NONE : SHAPED;
}

export const latinPhone: NumberRecognizer = {
  kind: 'number',
  name: 'es/latin-phone',
  entity: 'PHONE',
  digits: [9, 10, 11, 12, 13],
  cues: [
    ...PHONE_CUES,
    'fono',
    'fijo',
    'tlf',
    'telf',
    'tfno',
    'linea',
    'celu',
    'llamame',
    'llamen',
    'llamad',
    'wasap',
    'guasap',
  ],
  rate,
  examples: {
    match: [
      'estoy en el «55 3318 0472»',
      'cel «951 514 22 08»',
      'fijo «011 4823-7719»',
      'llamame al «0341 155-908-662»',
      'Tel: «2940-15-42-8837»',
      'mi celu «3755-40-2219»',
      'fono «9 8765 4321»',
      'anote: «(55) 1234 5678»',
    ],
    reject: [
      'dosis 10 1000 2000',
      'lista 10 20 30 40 50 60',
      'años 2015 20 2024',
      'el 12/03/2024 a las 10:30',
      'folio 5533180472',
      'tension 120/80, pulso 72',
      'linea 12 del metro',
    ],
  },
};
