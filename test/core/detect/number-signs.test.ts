import { describe, expect, it } from 'vitest';
import { createDetector } from '../../../src/core/detect/detector.ts';
import { readKnowledge } from '../../../src/knowledge-files.ts';

const detectors = [readKnowledge(), null].map((knowledge) => createDetector({ knowledge }));

describe('a sign of a number between a cue and its value', () => {
  it.each([
    ['cpf {} 529.982.247-25', 'CPF 529.982.247-25'],
    ['cns {} 704 0023 9871 5541', 'CNS 704 0023 9871 5541'],
    ['prontuario {} 482913', 'MRN 482913'],
    ['historia {} 482913', 'MRN 482913'],
  ])('leaves type and range as they are: %s', (text, expected) => {
    for (const sign of ['n.', 'nº', 'nro', 'no.']) {
      for (const detector of detectors) {
        const whole = text.replace('{}', sign);
        const found = detector.find(whole, []).map(({ start, end, entity }) => `${entity} ${whole.slice(start, end)}`);
        expect(found, sign).toEqual([expected]);
      }
    }
  });
});
