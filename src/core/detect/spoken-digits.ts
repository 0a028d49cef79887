import type { TextView } from '../text/text-view.ts';
import { isUnit } from './measurements.ts';
import { AND, HUNDRED, numberWord, PLAIN_NUMBER_WORDS, REPEAT, TEEN, TEN, UNIT } from './number-words.ts';
import { hashWord } from './word-index.ts';
import { createWord, readWordAfter, readWordBefore, type WordAt } from './words-around.ts';

/** Digits read out in words, perhaps with some typed: "onze nove oito 7654 meia um". */
export interface SpokenDigits {
  start: number;
  end: number;
  digits: number;
  /** Words and numbers, those of a repetition included. */
  parts: number;
  /** Words for digits of zero to nine. */
  units: number;
  /** Nothing else stands in the text. */
  alone: boolean;
  /** A word of telephones stands before, or one of other numbers. */
  phone: boolean;
  cued: boolean;
  /** One of them is "cpf". */
  cpf: boolean;
}

const WIDEST_GAP = 3;
const LONGEST_NUMBER = 5;
const MOST_CUE_WORDS = 8;

/** Makes an empty row. */
export function createSpokenDigits(): SpokenDigits {
  return { start: 0, end: 0, digits: 0, parts: 0, units: 0, alone: false, phone: false, cued: false, cpf: false };
}

const setOf = (words: string): ReadonlySet<number> => new Set(words.trim().split(/\s+/).map(hashWord));

/** Read out between digits. */
const MARKS = setOf('traco dash hyphen ponto point dot guion punto barra slash espaco pausa');
const PHONE_CUES =
  setOf(`telefone telefono telephone tel fone celular cel cell zap whats whatsapp wpp phone mobile movil fax ligar liga ligue
  contato contacto recado llamar llame call text ddd area`);
const NUMBER_CUES =
  setOf(`cpf rg cns sus cnpj cartao carteirinha carteira numero documento protocolo codigo senha token conta agencia pix cep
  matricula prontuario identidade number ssn social security card member id code account mrn policy pin zip dni nie curp tarjeta cuenta clave
  cedula poliza guia serie serial dea npi crm license passport passaporte pasaporte ending ends last four final`);

const CPF = hashWord('cpf');
const BEGINS: ReadonlySet<number> = new Set(PLAIN_NUMBER_WORDS.map(hashWord));

const word = createWord();
const before = createWord();

const FEWEST_UNCUED = 5;

/** Whether there are enough of them, for what stands around, to be a number of somebody and not a count. */
export function isSpokenNumber(spoken: SpokenDigits): boolean {
  if (spoken.cued || spoken.alone) return spoken.digits >= 3 && spoken.units >= 2;
  return spoken.parts >= 4 && spoken.digits >= FEWEST_UNCUED && spoken.units >= 3;
}

/** Reads the digits around the number word from `start` to `end`; false unless this word is the first of them that begins a search. */
export function readSpokenDigits(view: TextView, start: number, end: number, found: SpokenDigits): boolean {
  const first = firstOf(view, start);
  if (first < 0) return false;
  found.start = first;
  readOn(view, first, found);
  if (found.end < end || found.parts < 3) return false;
  found.alone = !readWordBefore(view, first, view.length, before) && !readWordAfter(view, found.end, view.length, word);
  readCues(view, first, found);
  if (readWordAfter(view, found.end, 1, word) && isUnit(view, word.start, word.end) && found.parts < 6) return false;
  return true;
}

/** Where the row begins, -1 when a word before it has begun it already. */
function firstOf(view: TextView, start: number): number {
  let first = start;
  let linked = start;
  while (readWordBefore(view, linked, WIDEST_GAP, word)) {
    if (word.isNumber) {
      if (word.end - word.start > LONGEST_NUMBER) return first;
      first = word.start;
    } else {
      const kind = numberWord(word.hash) & 15;
      if (BEGINS.has(word.hash)) return -1;
      if (kind === AND || MARKS.has(word.hash)) {
        linked = word.start;
        continue;
      }
      if (kind !== UNIT && kind !== TEEN && kind !== REPEAT && kind !== TEN) return first;
      first = word.start;
    }
    linked = first;
  }
  return first;
}

function readOn(view: TextView, from: number, found: SpokenDigits): void {
  found.end = from;
  found.digits = 0;
  found.parts = 0;
  found.units = 0;
  let at = from;
  let repeat = 1;
  let last = 0;
  while (readWordAfter(view, at, WIDEST_GAP, word)) {
    const size = digitsOf(word, last, repeat);
    if (size < 0) return;
    at = word.end;
    if (size === 0) {
      // "e", "traço", "double": only with digits after it.
      const kind = numberWord(word.hash) & 15;
      if (kind === REPEAT) repeat = numberWord(word.hash) >> 4;
      else if (last === TEN) last = AND;
      continue;
    }
    const kind = word.isNumber ? 0 : numberWord(word.hash) & 15;
    const completes = kind === UNIT && (last === TEN || last === AND) && numberWord(word.hash) >> 4 > 0;
    found.digits += completes ? 0 : size;
    found.parts += repeat;
    if (kind === UNIT) found.units++;
    found.end = word.end;
    last = kind;
    repeat = 1;
  }
}

/** Digits that a word adds, 0 for what stands between digits, -1 for what ends them. */
function digitsOf(one: WordAt, last: number, repeat: number): number {
  if (one.isNumber) return one.end - one.start <= LONGEST_NUMBER ? one.end - one.start : -1;
  const kind = numberWord(one.hash) & 15;
  if (kind === UNIT) return repeat;
  if (kind === TEEN || kind === TEN) return 2;
  if (kind === HUNDRED) return last === 0 ? -1 : 2;
  if (kind === AND || kind === REPEAT || MARKS.has(one.hash)) return 0;
  return -1;
}

function readCues(view: TextView, start: number, found: SpokenDigits): void {
  found.phone = false;
  found.cued = false;
  found.cpf = false;
  let at = start;
  for (let count = 0; count < MOST_CUE_WORDS && readWordBefore(view, at, WIDEST_GAP, before); count++) {
    if (PHONE_CUES.has(before.hash)) {
      found.phone = true;
      found.cued = true;
      return;
    }
    if (before.hash === CPF) found.cpf = true;
    if (NUMBER_CUES.has(before.hash)) found.cued = true;
    at = before.start;
  }
}
