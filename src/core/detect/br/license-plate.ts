/**
 * Licence plate of a vehicle in Brazil, issued by Detran.
 * Shape: old ABC-1234, Mercosul ABC1D23. With a hyphen the form is enough; else a cue, or a blank after a cue ("LTX 8831").
 * Source: Contran, Resolução 969/2022.
 */
import { isLetter } from '../announced-code.ts';
import type { CodeWindow } from '../code-window.ts';
import { CERTAIN, CHECKED, type CodeRecognizer, NO_CUE, NONE } from '../recognizer.ts';

const LETTERS = 3;
const MIDDLE = 4;

/** Three letters, a digit, a letter or digit, two digits. */
function hasPlateForm(code: CodeWindow): boolean {
  const { characters } = code;
  for (let at = 0; at < code.length; at++) {
    if (at === MIDDLE) continue;
    if (isLetter(characters[at]!) !== at < LETTERS) return false;
  }
  return true;
}

function rate(code: CodeWindow, cueDistance: number): number {
  if (!hasPlateForm(code) || code.groups > 2) return NONE;
  if (cueDistance < NO_CUE) return CERTAIN;
  // "ABC-1D23" without a cue only in capitals: "tsh-1234" may be anything.
  return code.separators === 1 && code.blanks === 0 && code.capitals && code.letters === 4 ? CHECKED : NONE;
}

export const licensePlate: CodeRecognizer = {
  kind: 'code',
  name: 'br/license-plate',
  entity: 'VEHICLE',
  lengths: [7],
  cues: [
    ...[
      'placa',
      'placas',
      'carro',
      'moto',
      'veiculo',
      'ambulancia',
      'motorista',
      'motoboy',
      'caminhao',
      'uno',
      'gol',
      'fiat',
    ],
    ...[
      'onibus',
      'viatura',
      'automovel',
      'kombi',
      'van',
      'chevrolet',
      'volkswagen',
      'vw',
      'honda',
      'yamaha',
      'hyundai',
      'toyota',
    ],
    ...['onix', 'palio', 'corsa', 'fusca', 'uber', 'garagem', 'cancela', 'estacionamento'],
  ],
  blanks: true,
  rate,
  examples: {
    match: [
      'placa «QRP4B71», o motorista',
      'carro, placa «LTX 8831» libera',
      'a ambulância é a «RSK-4D18» e o técnico',
      'um Gol prata «HJK-5540», esqueci',
      'é a «RTA-9C05»',
      'placa da moto «rkt4f19» segundo o boletim',
    ],
    reject: ['exame TSH1234', 'lote abc-1234', 'covid-19', 'RDC-1234', 'protocolo ABC1D23', 'carro 2019'],
  },
};
