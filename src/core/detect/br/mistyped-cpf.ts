/**
 * CPF with letters typed for digits (O for 0, l or I for 1, S for 5, B for 8, x for what the writer hides).
 * Shape: ten to twelve letters and digits, seven digits at least, after a cue.
 * Source: reading of chats; see cpf.ts for the number itself.
 */
import type { CodeWindow } from '../code-window.ts';
import { CERTAIN, type CodeRecognizer, NO_CUE, NONE } from '../recognizer.ts';

const TYPED_FOR_DIGITS = new Set([...'oilsbxz'].map((letter) => letter.charCodeAt(0)));
const FEWEST_DIGITS = 7;

function rate(code: CodeWindow, cueDistance: number): number {
  if (cueDistance === NO_CUE || code.digits < FEWEST_DIGITS) return NONE;
  for (let at = 0; at < code.length; at++) {
    const character = code.characters[at]!;
    if (character > 0x39 && !TYPED_FOR_DIGITS.has(character)) return NONE;
  }
  return CERTAIN;
}

export const mistypedCpf: CodeRecognizer = {
  kind: 'code',
  name: 'br/mistyped-cpf',
  entity: 'CPF',
  lengths: [10, 11, 12],
  cues: ['cpf', 'cic', 'cpfs'],
  blanks: true,
  needsCue: true,
  rate,
  examples: {
    match: [
      'cpf «091.332.7x8-14» tem um numero',
      'CPF «529.982.247-2S»',
      'meu cpf é «O52.998.224-72»',
      'cpf «529 982 24l 25»',
      'cpf: «5299822472O»',
    ],
    reject: ['O52.998.224-72', 'cpf 500mg', 'cpf b12', 'cpf em 12/03/2024', 'cpf abcdefghijk'],
  },
};
