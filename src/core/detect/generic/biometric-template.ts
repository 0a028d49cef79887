/**
 * Stored template of a fingerprint, face, voice or iris, as devices and identity services print it.
 * Shape: 8 to 40 letters and digits in groups after a word for the measure: FP-88A1-02C9, 7f3a9c0b12de44.
 * Source: ISO/IEC 19794 (templates have no printed form of their own); 45 CFR 164.514(b)(2)(i)(P).
 */
import { countsFrom } from '../announced-number.ts';
import type { CodeWindow } from '../code-window.ts';
import { type CodeRecognizer, CUED, NO_CUE, NONE } from '../recognizer.ts';

const FEWEST_DIGITS = 3;
const CLOSE = 24;

function rate(code: CodeWindow, cueDistance: number): number {
  if (cueDistance === NO_CUE || cueDistance > CLOSE) return NONE;
  return code.digits >= FEWEST_DIGITS ? CUED : NONE;
}

export const biometricTemplate: CodeRecognizer = {
  kind: 'code',
  name: 'generic/biometric-template',
  entity: 'BIOMETRIC',
  lengths: countsFrom(8, 40),
  cues: [
    ...['biometria', 'biometrico', 'biometrica', 'impressao digital', 'reconhecimento facial', 'digital cadastrada'],
    ...['biometric', 'fingerprint', 'faceprint', 'voiceprint', 'face template', 'iris scan', 'face id'],
    ...['huella', 'huella dactilar', 'huella digital', 'reconocimiento facial'],
  ],
  needsCue: true,
  rate,
  examples: {
    match: [
      'template da biometria: «7f3a9c0b12de44»',
      'impressão digital «FP-88A1-02C9»',
      'fingerprint id «A91C77E0B3», please remove',
      'her voiceprint is «VP20A4471C»',
      'la huella dactilar «HD-4471-AA90»',
      'reconhecimento facial «e3b0c44298fc1c149afbf4c8»',
    ],
    reject: [
      'a biometria falhou 3x hoje',
      'fingerprint test at 10am',
      'impressão digital às 10h30',
      '7f3a9c0b12de44',
      'la huella no sirve desde 2019',
      'face id not working on my iphone13',
    ],
  },
};
