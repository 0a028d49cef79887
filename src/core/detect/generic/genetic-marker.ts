/**
 * Number of a known genetic variant of a person.
 * Shape: rs and 5 to 11 digits (dbSNP), VCV or RCV and 9 digits (ClinVar).
 * Source: NCBI dbSNP and ClinVar, formats of accessions.
 */
import type { CodeWindow } from '../code-window.ts';
import { CHECKED, type CodeRecognizer, NONE } from '../recognizer.ts';

const FEWEST_DIGITS = 5;
const PREFIXES: readonly (readonly [letters: string, digits: number])[] = [
  ['rs', 0],
  ['vcv', 9],
  ['rcv', 9],
];

function rate(code: CodeWindow): number {
  if (code.separators > 0 || code.digits < FEWEST_DIGITS) return NONE;
  for (const [letters, digits] of PREFIXES) {
    if (code.letters !== letters.length || (digits > 0 && code.digits !== digits)) continue;
    if ([...letters].every((letter, at) => code.characters[at] === letter.charCodeAt(0))) return CHECKED;
  }
  return NONE;
}

export const geneticMarker: CodeRecognizer = {
  kind: 'code',
  name: 'generic/genetic-marker',
  entity: 'GENETIC',
  lengths: [7, 8, 9, 10, 11, 12, 13],
  cues: [],
  rate,
  examples: {
    match: [
      'variante «rs80357906» em BRCA1',
      'heterozygous «rs113993960». Not a disease',
      'MTHFR «rs1801133» CT',
      'ClinVar «VCV000017661» says pathogenic',
      '(«rs3918290» het)',
    ],
    reject: ['rs 100 reais', 'RS 20', 'rs1', 'vcv123', 'plates ABC1234', 'os80357906x'],
  },
};
