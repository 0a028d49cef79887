/**
 * Address in the Federal District of Brazil, which has sectors and quadras in the place of streets.
 * Shape: sector code (SQN, SQS, SHIN, QNM …) and number, then bloco, conjunto, casa, apartment: "SQN 205 Bloco A ap 304",
 * "SHIN QI 5 conj 3 casa 10"; also Asa Norte, Asa Sul, W3 Sul.
 * Source: Governo do Distrito Federal, Secretaria de Desenvolvimento Urbano, codes of sectors.
 */
import { KIND_LETTER, KINDS } from '../../text/character-tables.ts';
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
const APARTMENT_DIGITS = 3;
const PERCENT = 0x25;
const SECTORS = 'comercial hoteleiro bancario hospitalar militar policial residencial industrial grafico'
  .split(' ')
  .map((kind) => `setor ${kind}`);

function find(view: TextView, start: number, end: number, found: FoundRange): boolean {
  if (start > 0 && (isWordCharacter(view, start - 1) || view.codes[start - 1] === 0x2f)) return false;
  const cue = wordAt(view, start, end);
  const stop = placeEnd(view, cue, end);
  if (stop < 0) return false;
  const last = continuationEnd(view, stop);
  found.start = start;
  found.end = last > stop && SURE_WORDS.has(cue) ? apartmentEnd(view, last) : last;
  return true;
}

function placeEnd(view: TextView, cue: string, end: number): number {
  if (cue === 'asa') return wingEnd(view, end);
  if (cue === 'w' || cue === 'l') return axisEnd(view, end);
  return cue.startsWith('setor') ? namedSectorEnd(view, end) : sectorEnd(view, cue, end);
}

/** "SQN 410 bl K 204": the apartment follows its block without a word. */
function apartmentEnd(view: TextView, end: number): number {
  const next = skipMarks(view, end, ',-');
  const stop = digitsEnd(view, next);
  const isApartment = next > end && stop - next === APARTMENT_DIGITS && KINDS[view.codes[end - 1]!] === KIND_LETTER;
  return isApartment && !isWordCharacter(view, stop) && view.codes[stop] !== PERCENT ? stop : end;
}

/** "Setor Comercial Sul quadra 6": a side and a quadra must follow. */
function namedSectorEnd(view: TextView, end: number): number {
  const side = wingEnd(view, end);
  const next = side < 0 ? -1 : skipMarks(view, side, ',-');
  return next > side && unitEnd(view, next) > 0 ? side : -1;
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
  words: [...SURE.split(' '), ...DOUBTFUL.split(' '), 'asa', 'w', 'l', ...SECTORS],
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
      'moro na «sqn 410 bl k 204»',
      'fica no «Setor Comercial Sul quadra 6»',
    ],
    reject: [
      'fratura da asa do ilíaco',
      'QI 120 no teste',
      'w 3 comprimidos',
      'escore QS 5',
      'l 4 l5',
      'sia 20 pontos',
      'o setor comercial sul da empresa',
    ],
  },
};
