import { KIND_DIGIT, KIND_LETTER, KIND_SPACE, KINDS } from '../text/character-tables.ts';
import type { TextView } from '../text/text-view.ts';
import { isOfCodeList } from './code-list-words.ts';
import { FREE } from './findings.ts';
import { isOfNorm } from './norm-words.ts';
import { isReading } from './readings.ts';
import { buildWordIndex, findWord } from './word-index.ts';

/** Folded words after a number that make it a quantity. */
const UNITS = buildWordIndex([
  ...'mg mcg ug g kg ml dl l mm cm km ui iu u un meq kcal cal mmhg bpm hz celulas plaquetas cel copias'.split(' '),
  ...'anos dias meses horas vezes passos anios years days months hours times steps'.split(' '),
  ...'real reais euro euros dolar dolares dollar dollars peso pesos mil milhoes millones million'.split(' '),
]);
const LONGEST_UNIT = 9;
const CURRENCY = new Set([...'$€£¥'].map((sign) => sign.charCodeAt(0)));

/**
 * Whether the number from `start` to `end` is a price, dose, measurement, reading or decimal number, or that of a law or of
 * a list of procedures, by what stands around it.
 * Characters covered by a finding do not count: they will be gone from the output.
 */
export function isMeasured(view: TextView, cover: Uint8Array, start: number, end: number): boolean {
  const { codes, length } = view;
  let before = start - 1;
  if (before >= 0 && KINDS[codes[before]!] === KIND_SPACE) before--;
  if (before >= 0 && CURRENCY.has(codes[before]!) && cover[before] === FREE) return true;
  let after = end;
  const next = codes[after]!;
  if (next === 0x2c && KINDS[codes[after + 1]!] === KIND_DIGIT) return isDecimalPart(codes, after + 1);
  if (next === 0x25) return true;
  if (KINDS[next] === KIND_SPACE) after++;
  if (codes[after] === 0x2f) after++;
  let unitEnd = after;
  while (unitEnd < length && unitEnd - after <= LONGEST_UNIT && KINDS[codes[unitEnd]!] === KIND_LETTER) unitEnd++;
  return (
    (cover[after] === FREE && isUnit(view, after, unitEnd)) ||
    isOfNorm(view, start, end) ||
    isOfCodeList(view, start) ||
    isReading(view, start, end)
  );
}

/** Whether the word from `start` to `end` is a unit of measurement, of time or of money. */
export function isUnit(view: TextView, start: number, end: number): boolean {
  if (end === start || end - start > LONGEST_UNIT) return false;
  let hash = 0;
  for (let at = start; at < end; at++) hash = (Math.imul(hash, 31) + view.codes[at]!) | 0;
  return findWord(UNITS, view, start, end, hash) >= 0;
}

/** One or two digits after a comma: ",90". More would be the next value of a list. */
function isDecimalPart(codes: Uint16Array, at: number): boolean {
  return KINDS[codes[at + 1]!] !== KIND_DIGIT || KINDS[codes[at + 2]!] !== KIND_DIGIT;
}
