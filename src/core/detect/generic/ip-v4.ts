/**
 * IPv4 address: address of a device, given by its network.
 * Shape: four numbers of 0 to 255 without leading zeros, joined by dots; not a version number.
 * Source: RFC 791; written form of RFC 6943 section 3.1.1.
 */
import { DOT, type NumberWindow, separatorsOf } from '../number-window.ts';
import { CERTAIN, NO_CUE, NONE, type NumberRecognizer, SHAPED } from '../recognizer.ts';

const DOTS = separatorsOf(DOT, DOT, DOT);

function rate(window: NumberWindow, cueDistance: number): number {
  if (window.groupCount !== 4 || window.separators !== DOTS || window.largestGroup > 3 || window.afterLetter)
    return NONE;
  if (window.plus || window.parentheses) return NONE;
  // Sizes come back out of the packed form, last group first.
  let end = window.count;
  for (let form = window.form; form > 0; form = Math.floor(form / 21)) {
    const size = form % 21;
    if (!isOctet(window, end - size, end)) return NONE;
    end -= size;
  }
  if (cueDistance < NO_CUE) return CERTAIN;
  return window.largestGroup > 1 ? SHAPED : NONE;
}

function isOctet(window: NumberWindow, from: number, to: number): boolean {
  let value = 0;
  for (let at = from; at < to; at++) value = value * 10 + window.digits[at]!;
  return value <= 255 && (to - from === 1 || window.digits[from] !== 0);
}

export const ipV4: NumberRecognizer = {
  kind: 'number',
  name: 'generic/ip-v4',
  entity: 'IP',
  digits: [4, 5, 6, 7, 8, 9, 10, 11, 12],
  cues: ['ip'],
  rate,
  examples: {
    match: [
      'meu ip é «192.168.0.10»',
      'login from «203.0.113.77» yesterday',
      'ip «8.8.8.8»',
      'servidor «10.0.0.15», porta 80',
      'desde «172.16.254.1»:8080',
    ],
    reject: ['versão 1.2.3.4', 'app v10.2.33.4', '192.168.0.256', 'seção 1.2.3', '10.20.30.40.50', '010.020.030.040'],
  },
};
