/**
 * RENAVAM and chassis number of a vehicle in Brazil, from the national registry of vehicles (Senatran) and the maker.
 * Shape: RENAVAM 9 to 11 digits (modulo 11, one in ten passes); chassis 17 letters and digits without I, O, Q. Both need
 * a cue; a chassis with the North American check sign is found by us/vin.
 * Source: Contran, Resolução 882/2021; ABNT NBR 6066; rule as in @brazilian-utils/brazilian-utils isValidRenavam.
 */
import type { CodeWindow } from '../code-window.ts';
import type { NumberWindow } from '../number-window.ts';
import { type CodeRecognizer, CUED, NO_CUE, NONE, type NumberRecognizer } from '../recognizer.ts';

function rate(window: NumberWindow, cueDistance: number): number {
  return cueDistance < NO_CUE && !window.plus && window.groupCount <= 2 ? CUED : NONE;
}

export const renavam: NumberRecognizer = {
  kind: 'number',
  name: 'br/renavam',
  entity: 'VEHICLE',
  digits: [8, 9, 10, 11],
  cues: ['renavam', 'renavan', 'crlv'],
  needsCue: true,
  rate,
  examples: {
    match: [
      'renavam «00345678901»',
      'o renavam é «345678901» e a placa',
      'RENAVAM: «0034567890-1»',
      'renavan nº «12345678901»',
      'crlv «00123456789»',
    ],
    reject: ['renavam em 2 dias', '00345678901', 'renavam atrasado desde 2019', 'crlv 2024', 'renavam 12/03/2024'],
  },
};

const FEWEST_DIGITS = 6;

function rateChassis(code: CodeWindow, cueDistance: number): number {
  return cueDistance < NO_CUE && code.digits >= FEWEST_DIGITS && code.letters >= 2 && code.groups <= 2 ? CUED : NONE;
}

export const chassis: CodeRecognizer = {
  kind: 'code',
  name: 'br/chassis',
  entity: 'VEHICLE',
  lengths: [16, 17, 18],
  cues: ['chassi', 'chassis', 'numero do chassi', 'carro', 'veiculo', 'moto'],
  needsCue: true,
  rate: rateChassis,
  examples: {
    match: [
      'chassi «9BWZZZ377VT004251»',
      'o carro vai ser o «9BWZZZ377VT004251», já reservei',
      'nº do chassi: «93YBSR6RHEJ123456»',
      'chassi «9bd17106g72345678» da moto',
      'moto com chassi «9C2KC1670FR123456» ok',
    ],
    reject: ['9BWZZZ377VT004251', 'chassi torto', 'carro 2019', 'chassi 123', 'moto 150cc'],
  },
};
