/**
 * Reference with letters before digits, as systems print them: KIT-FIT-80127, AGD.2024.71105, FAT/2024/118840.
 * Shape: two to five capitals, one mark, five digits or more in groups; no cue. Norms (RDC 877/2024) and letters that
 * stand for diseases, tests and chemical names are left.
 * Source: reading of chats; custom of ticket systems.
 */
import { isLetter } from '../announced-code.ts';
import type { CodeWindow } from '../code-window.ts';
import { type CodeRecognizer, NONE, SHAPED } from '../recognizer.ts';
import { hashWord } from '../word-index.ts';

const NORMS = new Set(
  'rdc rn cfm cfo cfp in abnt nbr iso re mp lei pl pec portaria cid tuss ans anvisa sars cov covid hla cd il ca'
    .split(' ')
    .map(hashWord),
);
const FEWEST_DIGITS = 5;
const MOST_LETTERS = 8;

function rate(code: CodeWindow): number {
  if (!code.capitals || code.separators === 0 || code.blanks > 0) return NONE;
  if (code.digits < FEWEST_DIGITS || code.letters < 2 || code.letters > MOST_LETTERS) return NONE;
  let hash = 0;
  let prefix = 0;
  while (isLetter(code.characters[prefix]!)) hash = (Math.imul(hash, 31) + code.characters[prefix++]!) | 0;
  return prefix < 2 || prefix > 6 || NORMS.has(hash) ? NONE : SHAPED;
}

export const letteredReference: CodeRecognizer = {
  kind: 'code',
  name: 'br/lettered-reference',
  entity: 'OTHER_ID',
  lengths: Array.from({ length: 20 }, (_, index) => index + 7),
  cues: [],
  rate,
  examples: {
    match: [
      'o kit «KIT-FIT-80127» saiu',
      'é «AGD.2024.71105» o número',
      '«FAT/2024/118840» de março',
      'Anote: «CT-88-40917»',
      'registrei no «SEG-70.144».',
    ],
    reject: ['RDC-877/2024', 'covid-19 e SARS-CoV-2', 'kit-80127', 'CA-125', 'HLA-B2705', 'A1-99027'],
  },
};
