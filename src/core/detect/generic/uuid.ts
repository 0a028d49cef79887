/**
 * UUID: number that systems give to sessions, files, documents and keys.
 * Shape: 32 hexadecimal digits in groups of 8, 4, 4, 4 and 12, at least one letter and one digit.
 * Source: RFC 9562.
 */
import type { CodeWindow } from '../code-window.ts';
import { CHECKED, type CodeRecognizer, NONE } from '../recognizer.ts';

const LENGTH = 32;
const LAST_HEXADECIMAL = 0x66;

function rate(code: CodeWindow): number {
  if (code.separators !== 4 && code.separators !== 0) return NONE;
  for (let at = 0; at < LENGTH; at++) if (code.characters[at]! > LAST_HEXADECIMAL) return NONE;
  return CHECKED;
}

export const uuid: CodeRecognizer = {
  kind: 'code',
  name: 'generic/uuid',
  entity: 'OTHER_ID',
  lengths: [LENGTH],
  cues: [],
  rate,
  examples: {
    match: [
      'código da sala: «dd0c8b94-07bf-4096-8a60-4e28f1b9ab7c»',
      'envelope «71E07116-F259-4377-AF3D-6C6B433EDEDD», still unsigned',
      'hash «e1f1e3104e04427c8a211602c07b912a».',
      '(«00000000-0000-4000-8000-00000000000a»)',
      'id=«f47ac10b-58cc-4372-a567-0e02b2c3d479»',
    ],
    reject: [
      'dd0c8b94-07bf-4096-8a60-4e28f1b9ab7z',
      'dd0c8b94-07bf-4096-8a60',
      'abcdef',
      'deadbeef-cafe',
      'aaaa-bbbb-cccc',
    ],
  },
};
