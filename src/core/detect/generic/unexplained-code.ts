/**
 * Code of letters and digits that no other recognizer explains: protocols, authorisations, samples, parcels.
 * Shape: 7 to 24 capitals and digits with a run of three digits or more: at least five digits, or four and a mark;
 * CT8840917, 2024-7715-OUV, YB440917338BR, EX-4409-M. Small letters need six digits. No dose, time, ICD or norm.
 * Source: this project; without it an unknown kind of identifier would stay in the text.
 */
import { isAnnouncedCode, isLetter } from '../announced-code.ts';
import type { CodeWindow } from '../code-window.ts';
import { type CodeRecognizer, NONE, SHAPED } from '../recognizer.ts';
import { hashWord } from '../word-index.ts';

const FEWEST = 7;
const FEWEST_DIGITS = 5;
const FEWEST_DIGITS_OF_SMALL = 6;
const FEWEST_IN_RUN = 3;
const LONGEST_SHORT = 4;
const HOUR = 0x68;
/** First letters of norms, diseases and devices, not of numbers of somebody. */
const NAMES = new Set(
  'rdc rn cfm cfo cfp in abnt nbr iso re mp lei pl pec cid tuss ans sars cov covid hla cd icd cpt hcpcs loinc rs nm np ap br art nom cms form ncct nct'
    .split(' ')
    .map(hashWord),
);

function rate(code: CodeWindow): number {
  const { digits, letters, capitals, separators } = code;
  const enough = capitals
    ? digits >= FEWEST_DIGITS || (digits === 4 && separators > 0)
    : digits >= FEWEST_DIGITS_OF_SMALL;
  // Small letters after a number are its unit: "206.000/mm3".
  if (!capitals && !isLetter(code.characters[0]!)) return NONE;
  if (!enough || letters > digits * 2 || (!capitals && separators > 2)) return NONE;
  if (!isAnnouncedCode(code, 0, FEWEST) || longestRun(code) < FEWEST_IN_RUN) return NONE;
  return isName(code) || isListOfShortCodes(code) ? NONE : SHAPED;
}

function longestRun(code: CodeWindow): number {
  let longest = 0;
  let run = 0;
  for (let at = 0; at < code.length; at++) {
    run = isLetter(code.characters[at]!) ? 0 : run + 1;
    if (run > longest) longest = run;
  }
  return longest;
}

function isName(code: CodeWindow): boolean {
  let hash = 0;
  let at = 0;
  while (at < code.length && isLetter(code.characters[at]!)) hash = (Math.imul(hash, 31) + code.characters[at++]!) | 0;
  return at > 0 && NAMES.has(hash);
}

/** "F32.1/F41.1", "L4-L5-S1", "10h30-11h30": single letters, each with a few digits. */
function isListOfShortCodes(code: CodeWindow): boolean {
  const { characters, length } = code;
  let letters = 0;
  let hours = 0;
  for (let at = 0; at < length; at++) {
    if (!isLetter(characters[at]!)) continue;
    if (at > 0 && isLetter(characters[at - 1]!)) return false;
    letters++;
    if (characters[at] === HOUR) hours++;
  }
  const isShort = code.digits <= letters * LONGEST_SHORT && longestRun(code) <= LONGEST_SHORT;
  return isShort && ((letters >= 2 && isLetter(characters[0]!)) || hours === letters);
}

export const unexplainedCode: CodeRecognizer = {
  kind: 'code',
  name: 'generic/unexplained-code',
  entity: 'OTHER_ID',
  lengths: Array.from({ length: 18 }, (_, index) => index + FEWEST),
  cues: [],
  rate,
  examples: {
    match: [
      'é «CT8840917» né?',
      '«2024-7715-OUV» em nome dela',
      'reenvio com «YB440917338BR».',
      'proband «EX-4409-M» e mom',
      '«h7q20418» anotei na mao',
      'intake «APS00729114»',
    ],
    reject: [
      'CID F32.1/F41.1 e L4-L5-S1',
      'covid-2019 e sars-cov-2',
      'tomei 1000mg/20ml e 500MG',
      'das 10h30-11h30 e 08H00-12H00',
      'HBA1C, FEV1, CA125, T4N2M0, CD4350',
      'RDC302/2005 e NBR15100',
      'PM2272 e MM780G',
    ],
  },
};
