/**
 * Genetic variant by its older, shorter name.
 * Shape: F508del, delF508, 185delAG, 5382insC without a cue; C677T, V600E, R337H, Q1756fs directly after a word such as
 * gene, mutação, variant. No check.
 * Source: HGVS nomenclature, "history"; names in use from before it (BIC database, CFTR2).
 */
import { isLetter } from '../announced-code.ts';
import type { CodeWindow } from '../code-window.ts';
import { type CodeRecognizer, CUED, NO_CUE, NONE, SHAPED } from '../recognizer.ts';

const CHANGES = ['del', 'ins', 'dup'];
const BASES = new Set([...'acgt'].map((base) => base.charCodeAt(0)));
/** The amino acids and the bases by one letter. */
const RESIDUES = new Set([...'acdefghiklmnpqrstvwyx'].map((letter) => letter.charCodeAt(0)));
const FEWEST_DIGITS = 2;
const MOST_DIGITS = 5;

function rate(code: CodeWindow, cueDistance: number): number {
  if (code.separators > 0 || code.digits < FEWEST_DIGITS || code.digits > MOST_DIGITS) return NONE;
  if (isNamedChange(code)) return SHAPED;
  return cueDistance < NO_CUE && isSubstitution(code) ? CUED : NONE;
}

/** "f508del", "delf508", "185delag". */
function isNamedChange(code: CodeWindow): boolean {
  const { characters, length } = code;
  if (CHANGES.some((change) => hasAt(characters, 0, change))) return isResidueAndDigits(characters, 3, length);
  const head = isLetter(characters[0]!) ? 1 : 0;
  let at = head;
  while (at < length && !isLetter(characters[at]!)) at++;
  if (at === head || !CHANGES.some((change) => hasAt(characters, at, change))) return false;
  for (let base = at + 3; base < length; base++) if (!BASES.has(characters[base]!)) return false;
  return head === 1 ? RESIDUES.has(characters[0]!) : length > at + 3;
}

/** "c677t", "v600e", "q1756fs". */
function isSubstitution(code: CodeWindow): boolean {
  const { characters, length } = code;
  const digitsEnd = 1 + code.digits;
  if (!isResidueAndDigits(characters, 0, digitsEnd)) return false;
  if (length === digitsEnd + 1) return RESIDUES.has(characters[digitsEnd]!);
  return length === digitsEnd + 2 && hasAt(characters, digitsEnd, 'fs');
}

function isResidueAndDigits(characters: Uint16Array, from: number, to: number): boolean {
  if (to - from < 1 + FEWEST_DIGITS || !RESIDUES.has(characters[from]!)) return false;
  for (let at = from + 1; at < to; at++) if (isLetter(characters[at]!)) return false;
  return true;
}

function hasAt(characters: Uint16Array, from: number, text: string): boolean {
  for (let index = 0; index < text.length; index++)
    if (characters[from + index] !== text.charCodeAt(index)) return false;
  return true;
}

export const geneticChange: CodeRecognizer = {
  kind: 'code',
  name: 'generic/genetic-change',
  entity: 'GENETIC',
  lengths: [4, 5, 6, 7, 8, 9, 10, 11],
  cues: [
    ...['gene', 'gen', 'genes', 'mutacao', 'mutacion', 'mutation', 'variante', 'variant', 'polimorfismo', 'alelo'],
    ...['polymorphism', 'allele', 'genotipo', 'genotype', 'brca', 'cftr', 'mthfr', 'braf'],
  ],
  rate,
  examples: {
    match: [
      'fibrose cística «F508del» homozigoto',
      'sou portador de «delF508», e agora?',
      'BRCA1: «185delAG» positive',
      'mutação «5382insC» no exame',
      'gene MTHFR «C677T» heterozigoto',
      'variante «R337H» de TP53',
      'the mutation is «V600E».',
    ],
    reject: [
      'a vitamina B12 e o gene',
      'dia 20del mes',
      'gene de 10mg',
      'C677T',
      'mutation found at 10am',
      'delta90 e ins100',
      'tomei 500mg',
    ],
  },
};
