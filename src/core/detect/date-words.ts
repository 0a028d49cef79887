import type { TextView } from '../text/text-view.ts';
import { isReading } from './readings.ts';
import { hashWord } from './word-index.ts';
import { createWord, readWordAfter, readWordBefore } from './words-around.ts';

const setOf = (words: string): ReadonlySet<number> => new Set(words.trim().split(/\s+/).map(hashWord));

/** Days of the week in full and short that are no everyday words. */
export const WEEKDAYS: readonly string[] =
  'segunda terca quarta quinta sexta sabado domingo lunes martes miercoles jueves viernes monday tuesday wednesday thursday friday saturday sunday'.split(
    ' ',
  );

/** Words that hardly stand before anything but a date. */
const STRONG =
  setOf(`${WEEKDAYS.join(' ')} dia dias data date dates datas fecha fechas em en el on by until till til since desde ate hasta hoje
  amanha ontem hoy manana ayer today tomorrow yesterday retorno retornar volto volta voltar volte marcada marcado marcamos agendada agendado
  agendei remarcada remarcado remarcar nascida nascido nasceu nasc nascimento dn dob born birth nacio nacida nacido nac vence venc
  vencimento validade val exp expires expira vigencia due coletei colhido colhida collected cita control seg ter qua qui sex sab
  dom lun mie jue vie tue wed thu mon feira alta admitted discharged dum fum lmp dpp edd seen`);

/** Words that stand before dates, and before much else. */
const WEAK =
  setOf(`a ao aos as de do da dos das del no na nos nas p para pra pro por entre al the of for from to before after
  through thru antes depois apos consulta exame cirurgia visita plantao entrega prova vacina visit appt appointment surgery scan is was it`);

/** Blood pressure, scores, scales: two numbers with a slash belong to them. */
const RATIOS =
  setOf(`pressao pressoes pa pas presion ta bp pressure tension tensao mmhg apgar eva gleason mmse moca slums score escala escore
  puntaje dor dolor pain nota scale asrs abcde gcs glasgow vision visao acuity force forca strength fuerza murmur sopro reflex reflexes
  junel loestrin fe od os size pulses pulsos rate rated nivel level`);

/** Words after two numbers with a slash that they count or measure. */
const COUNTED =
  setOf(`cp cps comp comprimido comprimidos comprimida pastilla pastillas tab tabs tablet tablets pill pills mg mcg ml l g kg h hs hrs
  horas hora hours hour dose doses dosis gota gotas copo copos xicara cup cups tsp teaspoon tbsp colher colheres cucharada fragmentos
  nodes node linfonodos ganglios sites bottles strength de wide in inch inches lb lbs pack packs caixa cartela mmhg murmur months mes meses sem
  sobrinhos aulas clases classes lessons sessoes sesiones sessions paginas pages parcelas cuotas units unidades x vezes match fracture ampola ampolas`);
const UNITS_BEFORE = setOf('mg mcg ug g ml cp cps comp gts gotas caps ui amp tab tabs comprimido comprimidos');
const OF = hashWord('de');
const PORTIONS = setOf('comprimido comp cp volta pastilla tableta dose dosis hora copo xicara');

/** How far back words about pressure and scores are looked for. */
const WORDS_BACK = 6;
/** Farther back they only count when the word next to the numbers says nothing. */
const NEAR_WORDS = 3;
const WIDEST_GAP = 3;

const word = createWord();

/** What the words around two small numbers say. */
export const IS_RATIO = 0;
export const UNKNOWN = 1;
export const MAY_BE_DATE = 2;
export const IS_DATE = 3;

/** Judges by the words around whether the range of two numbers is a date or a ratio (`IS_RATIO` … `IS_DATE`). */
export function judgeDate(view: TextView, start: number, end: number): number {
  if (isCounted(view, end) || isReading(view, start, end)) return IS_RATIO;
  let at = start;
  let first = UNKNOWN;
  for (let back = 0; back < WORDS_BACK && readWordBefore(view, at, WIDEST_GAP, word); back++) {
    if (back === 0) {
      if (!word.isNumber && STRONG.has(word.hash)) return IS_DATE;
      if (!word.isNumber && WEAK.has(word.hash)) first = MAY_BE_DATE;
      if (UNITS_BEFORE.has(word.hash)) return IS_RATIO;
    }
    if (RATIOS.has(word.hash) && (back < NEAR_WORDS || first === UNKNOWN)) return IS_RATIO;
    at = word.start;
  }
  return first === UNKNOWN && isTimeAfter(view, end) ? MAY_BE_DATE : first;
}

/** Whether the word before `start` is one that dates follow: "dia", "on", "sexta". */
export function isAfterDateWord(view: TextView, start: number): boolean {
  return readWordBefore(view, start, WIDEST_GAP, word) && !word.isNumber && STRONG.has(word.hash);
}

function isCounted(view: TextView, end: number): boolean {
  if (!readWordAfter(view, end, 1, word) || word.isNumber || !COUNTED.has(word.hash)) return false;
  if (word.hash !== OF) return true;
  return readWordAfter(view, word.end, 1, word) && PORTIONS.has(word.hash);
}

const AT_WORDS = setOf('as at a las s');

/** "às 10h", "at 9:15", "14h30", "9:15". */
function isTimeAfter(view: TextView, end: number): boolean {
  if (!readWordAfter(view, end, WIDEST_GAP, word)) return false;
  if (!word.isNumber) return AT_WORDS.has(word.hash);
  const next = view.codes[word.end];
  return word.end - word.start <= 2 && (next === 0x3a || next === 0x68);
}
