/**
 * Registration of a health professional or lawyer with a Brazilian council: CRM, CRO, COREN, CRF, CREFITO, CRP, CRN, CRBM,
 * CRFa, CRESS, OAB and others; also RQE, the specialist's number.
 * Shape: 3 to 7 digits in groups, with the region or state before or after and category letters: CRM-SP 123.456, CRM
 * 52.77418-9/RJ, COREN PE 312.884-TE, CREFITO 3/118842-F, CRP 06/148.220.
 * Source: each council's resolutions (CFM 2.309/2022, Cofen 560/2017, CFP 3/2007, Coffito 8/1978).
 */
import type { TextView } from '../../text/text-view.ts';
import { countsFrom, isDate } from '../announced-number.ts';
import type { NumberWindow } from '../number-window.ts';
import { CUED, type FoundRange, NONE, type NumberRecognizer, type WordRecognizer } from '../recognizer.ts';
import { digitsEnd, isWordCharacter, skipBlanks, skipMarks, wordAt, wordEnd } from './address-text.ts';
import { FEDERAL_UNITS } from './address-words.ts';

const COUNCILS = [
  ...'crm crms cro coren crf crefito crp crn crbm crfa cress oab crmv cref crbio crtr crefono crq rqe rms'.split(' '),
  ...'cremesp cremerj cremers cremeb cremepe cremego cremec cremeg'.split(' '),
  ...[...FEDERAL_UNITS].flatMap((state) => [`crm${state}`, `cro${state}`, `coren${state}`, `oab${state}`]),
];
const FILLERS = new Set(['n', 'no', 'nr', 'num', 'numero', 'registro', 'reg', 'inscricao', 'e', 'eh', 'sob', 'o']);
const FEWEST_DIGITS = 3;
const MOST_DIGITS = 9;
const LONGEST_REGION = 2;
const FEWEST_AFTER_SLASH = 4;
const MOST_FILLERS = 3;
const SLASH = 0x2f;
const HYPHEN = 0x2d;
const COLON = 0x3a;
const LONGEST_CATEGORY = 4;

function find(view: TextView, start: number, end: number, found: FoundRange): boolean {
  if (start > 0 && isWordCharacter(view, start - 1)) return false;
  let first = skipMarks(view, end, '-/.:#º°,');
  let prefix = -1;
  for (let count = 0; count < MOST_FILLERS; count++) {
    const stop = wordEnd(view, first);
    if (stop === first) break;
    const word = wordAt(view, first, stop);
    if (FEDERAL_UNITS.has(word)) prefix = isTiedTo(view, end, first) ? -1 : first;
    else if (!FILLERS.has(word)) return false;
    first = skipMarks(view, stop, '-/.:#º°');
    // "CRM SP-98871": the state belongs to the number; "CRM-RS 28.417": to the council.
    if (prefix < 0 && FEDERAL_UNITS.has(word) && first === stop + 1 && view.codes[stop] !== 0x20) prefix = stop - 2;
  }
  first = afterRegion(view, first);
  const stop = registrationEnd(view, first);
  if (stop < 0) return false;
  found.start = prefix >= 0 ? prefix : first;
  found.end = stop;
  return true;
}

/** A state directly joined to the council ("CRM-RS", "crm/sc"). */
function isTiedTo(view: TextView, end: number, at: number): boolean {
  return at === end + 1 && view.codes[end] !== 0x20;
}

/** "CREFITO-8 112908-F": the region belongs to the council. */
function afterRegion(view: TextView, at: number): number {
  const end = digitsEnd(view, at);
  const tied = view.codes[at - 1] === HYPHEN;
  const isRegion = tied && end > at && end - at <= LONGEST_REGION && view.codes[end] === 0x20;
  return isRegion && digitsEnd(view, end + 1) > end + 2 ? end + 1 : at;
}

/** End of the number with its groups, category and state, or -1. */
function registrationEnd(view: TextView, at: number): number {
  const { codes } = view;
  let end = at;
  let digits = 0;
  for (let group = 0; group < 4; group++) {
    const mark = group === 0 ? end : joinedAt(view, end);
    const stop = digitsEnd(view, mark);
    if (stop === mark) break;
    if (digits + stop - mark > MOST_DIGITS) break;
    digits += stop - mark;
    end = stop;
  }
  if (digits < FEWEST_DIGITS || codes[end] === COLON) return -1;
  // "120/80" is no registration: after a slash stand four digits or more.
  for (let mark = end - 1; mark > at && end - mark <= FEWEST_AFTER_SLASH; mark--) if (codes[mark] === SLASH) return -1;
  return suffixEnd(view, end);
}

/** Where the next group begins: after one dot, hyphen or slash, or a blank before exactly three digits. */
function joinedAt(view: TextView, end: number): number {
  const code = view.codes[end];
  if (code === 0x2e || code === HYPHEN || code === SLASH) return end + 1;
  return code === 0x20 && digitsEnd(view, end + 1) === end + 4 ? end + 1 : end;
}

/** "-TE", "/RJ", "-F", "P" after the number. */
function suffixEnd(view: TextView, end: number): number {
  const code = view.codes[end];
  const next = code === HYPHEN || code === SLASH ? skipBlanks(view, end + 1) : end;
  const stop = wordEnd(view, next);
  return stop > next && stop - next <= LONGEST_CATEGORY && !isWordCharacter(view, stop) ? stop : end;
}

export const professionalCouncil: WordRecognizer = {
  kind: 'word',
  name: 'br/professional-council',
  entity: 'LICENSE',
  words: COUNCILS,
  find,
  examples: {
    match: [
      'Dra. Ana CRM-RS «28.417»',
      'COREN «PE 312.884-TE», e quero',
      'CRM «52.77418-9/RJ» - RQE «30112»',
      'crefito «3/118842-F». Foram 10',
      'psi crp «06/148.220»',
      'cro «SP-98871», furou',
      'CRM nº «10 448»',
      'OAB/SC «31.446-B».',
      'crm: «98.114-SP»',
      'CREMERS «36.772»; anestesista',
      'CREFITO-8 «112908-F»',
      'dr fulano crmsp «123456»',
      'COREN/BA «001.229.874-TE», plantão',
      'COREN-PE «318442-ENF»',
    ],
    reject: [
      'o CRM do sistema registrou 3 casos',
      'crm 12',
      'coren às 10:30',
      'registro no crm em 12/03/2024',
      'rqe pendente',
      'crf 120/80',
    ],
  },
};

const FAR = 30;

function rate(window: NumberWindow, cueDistance: number): number {
  if (cueDistance > FAR || window.plus || window.parentheses || isDate(window)) return NONE;
  if (window.groupCount === 1) return window.count >= 5 ? CUED : NONE;
  return window.largestGroup >= 3 && window.groupCount <= 3 ? CUED : NONE;
}

export const councilNumber: NumberRecognizer = {
  kind: 'number',
  name: 'br/council-number',
  entity: 'LICENSE',
  digits: countsFrom(4, 8),
  cues: [...COUNCILS, 'registro profissional', 'carimbo', 'conselho', 'numero do crm', 'numero do coren'],
  needsCue: true,
  rate,
  examples: {
    match: [
      'o CRM q tá no carimbo, «20.504», não acha',
      'crm dele é acho que «28814», sim',
      'registro profissional «118.842»',
      'no carimbo tem «48201»',
      'coren da enfermeira: «204118» ativo',
    ],
    reject: ['crm 2019', 'carimbo de 12/03/2024', 'no conselho às 10:30', 'crm em 20 dias', '28814'],
  },
};
