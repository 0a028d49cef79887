/**
 * PIX key of random kind (EVP), issued by the Banco Central; other keys are a CPF, CNPJ, e-mail or telephone number.
 * Shape: a UUID (version 4), 8-4-4-4-12 hexadecimal digits; needs the word pix or chave, else it may be the number of
 * anything.
 * Source: Banco Central, Manual Operacional do DICT.
 */
import type { CodeWindow } from '../code-window.ts';
import { CERTAIN, type CodeRecognizer, NO_CUE, NONE } from '../recognizer.ts';

const LENGTH = 32;
const LAST_HEXADECIMAL = 0x66;

function rate(code: CodeWindow, cueDistance: number): number {
  if (cueDistance === NO_CUE || code.groups > 5) return NONE;
  for (let at = 0; at < LENGTH; at++) if (code.characters[at]! > LAST_HEXADECIMAL) return NONE;
  return CERTAIN;
}

export const pixKey: CodeRecognizer = {
  kind: 'code',
  name: 'br/pix-key',
  entity: 'ACCOUNT',
  lengths: [LENGTH],
  cues: ['pix', 'chave', 'chave pix', 'chave aleatoria', 'evp'],
  needsCue: true,
  rate,
  examples: {
    match: [
      'o pix é «b81d0c3e-5a47-4f92-8e6b-03c9d17fa254»',
      'chave aleatória: «7f3c19ae-0b62-4d8e-9a41-c2e50b7713fd»',
      'Pix «7F3C19AE-0B62-4D8E-9A41-C2E50B7713FD» obrigada',
      'chave «7f3c19ae0b624d8e9a41c2e50b7713fd»',
      'manda no pix «123e4567-e12b-42d1-a456-426655440000»',
    ],
    reject: [
      'pix de 50 reais',
      'sala b81d0c3e-5a47-4f92-8e6b-03c9d17fa254',
      'chave do carro 2',
      'pix b81d0c3e-5a47-4f92-8e6b',
      'chave zzzzzzzz-5a47-4f92-8e6b-03c9d17fa254',
    ],
  },
};
