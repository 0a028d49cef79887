/**
 * Numbers of medical and other devices: serial number, IMEI, ICCID, UDI, number of an implant; given by their makers.
 * Shape: 5 to 20 digits, or letters and digits, after a word for the number or the device. IMEI: 15 digits, Luhn.
 * Source: 3GPP TS 23.003 (IMEI), ITU-T E.118 (ICCID), 21 CFR 801 (UDI); 45 CFR 164.514(b)(2)(i)(M).
 */
import { rateAnnouncedCode } from '../announced-code.ts';
import { countsFrom, rateAnnounced } from '../announced-number.ts';
import { passesLuhn } from '../check-digit.ts';
import type { CodeWindow } from '../code-window.ts';
import type { NumberWindow } from '../number-window.ts';
import { CERTAIN, type CodeRecognizer, NO_CUE, NONE, type NumberRecognizer } from '../recognizer.ts';

/** Words for the number itself. */
const NUMBERS = [
  ...['serie', 'numero de serie', 'n serie', 'no de serie', 'n de serie', 'no serie', 'nro de serie', 'num de serie'],
  ...['serial', 'serial number', 'serial no', 'serials', 'sn', 's n', 'n s', 'imei', 'iccid', 'udi', 'device id'],
  ...['device no', 'device number', 'sensor no', 'monitor number', 'mac', 'numero do aparelho', 'ns', 'port ref'],
];
/** Words for devices. */
const DEVICES = [
  ...'marcapasso marcapassos marcapasos pacemaker implante implant holter concentrador concentrator cpap bipap'.split(
    ' ',
  ),
  ...'audifono audifonos dispositivo controller transmitter transmissor lvad desfibrilador defibrillator'.split(' '),
  ...'aparelho bomba pump sensor sensores eletrodo looper airtag oximetro glicosimetro ventilador'.split(' '),
  ...['aparelho auditivo', 'hearing aid', 'port a cath', 'bomba de insulina', 'insulin pump', 'stent lot', 'tracker'],
];
const CUES = [...NUMBERS, ...DEVICES];
const FEWEST = 5;
const FEWEST_DIGITS_OF_CODE = 4;
const IMEI = 15;

function rateNumber(window: NumberWindow, cueDistance: number): number {
  if (window.count === IMEI && cueDistance < NO_CUE && passesLuhn(window.digits, IMEI)) return CERTAIN;
  return window.count >= 6 ? rateAnnounced(window, cueDistance, FEWEST) : NONE;
}

function rateCode(code: CodeWindow, cueDistance: number): number {
  return code.digits >= FEWEST_DIGITS_OF_CODE + (code.blanks > 0 ? 1 : 0)
    ? rateAnnouncedCode(code, cueDistance, FEWEST + 1)
    : NONE;
}

export const deviceNumber: NumberRecognizer = {
  kind: 'number',
  name: 'generic/device-number',
  entity: 'DEVICE',
  digits: countsFrom(FEWEST, 20),
  cues: CUES,
  needsCue: true,
  rate: rateNumber,
  examples: {
    match: [
      'maquininha do cpap é SN «23182750911»',
      'IMEI «354616682360131», obrigado',
      'pacemaker serial «4471938» ok',
      'audífono número de serie «1120347»',
      'sensor «0088-4471-20»',
    ],
    reject: [
      'bomba ligada às 10:30',
      'holter de 24 horas em 12/03/2024',
      'implante há 10 anos',
      'pump rate 5 ml',
      'o sensor marcou 120 e 80',
    ],
  },
};

export const deviceCode: CodeRecognizer = {
  kind: 'code',
  name: 'generic/device-code',
  entity: 'DEVICE',
  lengths: countsFrom(FEWEST, 24),
  cues: CUES,
  blanks: true,
  needsCue: true,
  rate: rateCode,
  examples: {
    match: [
      'nº serie «PJN304418H», posso fazer ressonancia',
      'bomba de insulina nº «NG1884027H» com alarme',
      'Medtronic Azure serial «RNB603318H», battery',
      'Holter 24h (série «HT-77921»)',
      'marcapasos «PM-7A44-190227» desde mayo',
      'serial «RNB 604417 S», put in',
    ],
    reject: ['bomba modelo 780G', 'sensor a cada 14d', 'implante cid Z95', 'pump at 10ml/h', 'cpap 10cm'],
  },
};
