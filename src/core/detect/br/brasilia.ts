/**
 * Address in the Federal District of Brazil, which has sectors and quadras in the place of streets.
 * Shape: sector code (SQN, SQS, SHIN, QNM …) and number, then bloco, conjunto, casa, apartment: "SQN 205 Bloco A ap 304",
 * "SHIN QI 5 conj 3 casa 10"; also Asa Norte, Asa Sul, W3 Sul.
 * Source: Governo do Distrito Federal, Secretaria de Desenvolvimento Urbano, codes of sectors.
 */
import type { TextView } from '../../text/text-view.ts';
import type { FoundRange, WordRecognizer } from '../recognizer.ts';
import { continuationEnd, unitEnd } from './address-parts.ts';
import { digitsEnd, isWordCharacter, skipBlanks, skipMarks, wordAt, wordEnd } from './address-text.ts';

/** Nothing else is called so. */
const SURE =
  'sqn sqs sqnw sqsw shis shin scrn scrs scln cln clsw shcgn shces smpw smdb shigs qnm qnn qnp qnl qnj qna qnd qng qno qnq eqn eqs eqnm eqnp shvp crs';
/** Two and three letters that also mean other things: a further part must follow. */
const DOUBTFUL = 'qi ql qe qr qs qc qn qd scs scn sbs sbn sds sdn shs shn cls sgas sgan smas saan sia sof aos';
const SURE_WORDS = new Set(SURE.split(' '));
const MOST_DIGITS = 4;

function find(view: TextView, start: number, end: number, found: FoundRange): boolean {
  if (start > 0 && (isWordCharacter(view, start - 1) || view.codes[start - 1] === 0x2f)) return false;
  const cue = wordAt(view, start, end);
  const stop =
    cue === 'asa' ? wingEnd(view, end) : cue === 'w' || cue === 'l' ? axisEnd(view, end) : sectorEnd(view, cue, end);
  if (stop < 0) return false;
  found.start = start;
  found.end = continuationEnd(view, stop);
  return true;
}

/** "Asa Norte", "Asa Sul". */
function wingEnd(view: TextView, end: number): number {
  const next = skipBlanks(view, end);
  const stop = wordEnd(view, next);
  const word = wordAt(view, next, stop);
  return next > end && (word === 'norte' || word === 'sul') ? stop : -1;
}

/** "W3 Sul", "L2 Norte". */
function axisEnd(view: TextView, end: number): number {
  const digit = digitsEnd(view, end);
  return digit === end + 1 ? wingEnd(view, digit) : -1;
}

function sectorEnd(view: TextView, cue: string, end: number): number {
  const number = sectorNumberEnd(view, end);
  const sure = SURE_WORDS.has(cue);
  if (number < 0) return sure ? nestedEnd(view, end) : -1;
  if (sure) return number;
  const next = skipMarks(view, number, ',-');
  return next > number && unitEnd(view, next) > 0 ? number : -1;
}

/** "SHIN QI 5": a quadra within a sector. */
function nestedEnd(view: TextView, end: number): number {
  const next = skipBlanks(view, end);
  const stop = wordEnd(view, next);
  return stop - next === 2 && view.codes[next] === 0x71 ? sectorNumberEnd(view, stop) : -1;
}

function sectorNumberEnd(view: TextView, end: number): number {
  let next = skipMarks(view, end, '.-');
  const word = wordEnd(view, next);
  if (word > next && (wordAt(view, next, word) === 'quadra' || wordAt(view, next, word) === 'qd'))
    next = skipMarks(view, word, '.');
  const stop = digitsEnd(view, next);
  if (stop === next || stop - next > MOST_DIGITS) return -1;
  // Two quadras at once: 706/707.
  const second = view.codes[stop] === 0x2f ? digitsEnd(view, stop + 1) : stop;
  return second > stop + 1 ? second : stop;
}

export const brasilia: WordRecognizer = {
  kind: 'word',
  name: 'br/brasilia',
  entity: 'LOCATION',
  words: [...SURE.split(' '), ...DOUBTFUL.split(' '), 'asa', 'w', 'l'],
  find,
  examples: {
    match: [
      'moro na «SQN 205 Bloco A ap 304»',
      '«SHIN QI 5 conj 3 casa 10» portão azul',
      'endereço: «QNM 12 conjunto H casa 22, Ceilândia»',
      'na «Asa Norte» tem vaga?',
      '«SQS 308 bloco D, Asa Sul». o motoboy não achou',
      '«qe 28 conj q casa 31» guara 2',
      'pela «W3 Sul»',
      '«SCRN 706/707 bloco B loja 40»',
      '«SCS quadra 2 bloco C»',
      '«SQN 205 bloco a ap 304», obrigada',
    ],
    reject: [
      'fratura da asa do ilíaco',
      'QI 120 no teste',
      'w 3 comprimidos',
      'escore QS 5',
      'l 4 l5',
      'sia 20 pontos',
    ],
  },
};
