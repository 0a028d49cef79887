/**
 * Identity number before the body that issued it: "2.847.193 pc/pa", "5.018.773-2 sesp pr", "1234-77 PM/AC".
 * Shape: 5 to 14 digits or a final X, then SSP, SESP, SDS, DETRAN, IFP … or PC, PM with a state.
 * Source: ICAO/Receita table of issuing bodies ("órgãos emissores") of Brazilian identity documents.
 */
import type { TextView } from '../../text/text-view.ts';
import type { FoundRange, WordRecognizer } from '../recognizer.ts';
import { isWordCharacter, skipMarks, wordAt, wordEnd } from './address-text.ts';
import { FEDERAL_UNITS } from './address-words.ts';

const BODIES = 'ssp sspds sesp sds sejusp ssppc detran ifp igp itep iitb politec sptc segup';
/** Police, air and other bodies whose letters are also other things: a state must follow. */
const SHORT_BODIES = 'pc pm cbm';
const SHORT_WORDS = new Set(SHORT_BODIES.split(' '));
const LONGEST = 18;
const WIDEST_GAP = 3;
const FEWEST_DIGITS = 5;
const MOST_DIGITS = 14;
const X = 0x78;

function find(view: TextView, start: number, end: number, found: FoundRange): boolean {
  if (SHORT_WORDS.has(wordAt(view, start, end)) && !isBeforeState(view, end)) return false;
  const { codes } = view;
  let stop = start;
  while (stop > 0 && start - stop < WIDEST_GAP && !isWordCharacter(view, stop - 1)) stop--;
  let at = codes[stop - 1] === X && stop > 1 && !isLetter(codes[stop - 2]!) ? stop - 1 : stop;
  let digits = 0;
  let first = at;
  while (at > 0 && stop - at < LONGEST) {
    const code = codes[at - 1]!;
    if (code >= 0x30 && code <= 0x39) {
      digits++;
      first = at - 1;
    } else if (code !== 0x2e && code !== 0x2d && code !== 0x20) break;
    at--;
  }
  if (digits < FEWEST_DIGITS || digits > MOST_DIGITS || (first > 0 && isWordCharacter(view, first - 1))) return false;
  found.start = stateBefore(view, first);
  found.end = stop;
  return true;
}

/** "MG-17.403.662": a state joined to the number. */
function stateBefore(view: TextView, at: number): number {
  const mark = view.codes[at - 1];
  const end = mark === 0x2d || mark === 0x20 ? at - 1 : at;
  const isState = end >= 2 && FEDERAL_UNITS.has(wordAt(view, end - 2, end)) && !isWordCharacter(view, end - 3);
  return isState ? end - 2 : at;
}

function isLetter(code: number): boolean {
  return code >= 0x61 && code <= 0x7a;
}

function isBeforeState(view: TextView, end: number): boolean {
  const next = skipMarks(view, end, '/-');
  return next > end && FEDERAL_UNITS.has(wordAt(view, next, wordEnd(view, next)));
}

export const rgIssuer: WordRecognizer = {
  kind: 'word',
  name: 'br/rg-issuer',
  entity: 'RG',
  words: [...BODIES.split(' '), ...SHORT_BODIES.split(' ')],
  find,
  examples: {
    match: [
      'o numero é «2.847.193» pc/pa',
      '«5.018.773-2» sesp pr',
      'tenho «34.907.115-X» SSP/SP',
      '«1234-77» PM/AC',
      'é «7.118.402» SSP-SC e pronto',
      'tenho, é «MG-17.403.662» ssp',
    ],
    reject: ['a ssp fica na rua 5', '12 SSP', 'às 3 pm', 'pc 100 de 2 gb', 'detran 24 horas'],
  },
};
