/**
 * Part of an address in Spanish that stands without its street: flat, floor and door, block and lot.
 * Shape: depto, dpto or apto and a code; a floor and a side (2º izda, 5 dcha); two parts in a row (Mz B-3 Lt 7, manzana 12
 * casa 8). Floor, door or house alone say nothing: "piso 4", "planta 2".
 * Source: Correos, "Normas de direccionamiento"; INEGI, Norma Técnica sobre Domicilios Geográficos.
 */
import { KIND_DIGIT, KINDS } from '../../text/character-tables.ts';
import type { TextView } from '../../text/text-view.ts';
import { isWordCharacter, skipMarks, wordAt } from '../br/address-text.ts';
import type { FoundRange, WordRecognizer } from '../recognizer.ts';
import { unitEnd, unitsEnd } from './address-reader.ts';

const FLATS = ['depto', 'dpto', 'apto'];
const BLOCKS = ['mz', 'mza', 'manz', 'manzana'];
const SIDES = ['dcha', 'dcho', 'izda', 'izqda', 'izdo'];
const SIDE_WORDS = new Set(SIDES);
const BLOCK_WORDS = new Set(BLOCKS);
const ORDINALS = new Set([0xba, 0xaa, 0xb0, 0x2e, 0x6f]);

function find(view: TextView, start: number, end: number, found: FoundRange): boolean {
  if (start > 0 && isWordCharacter(view, start - 1)) return false;
  const word = wordAt(view, start, end);
  if (SIDE_WORDS.has(word)) return findSide(view, start, end, found);
  const first = unitEnd(view, start);
  if (first < 0) return false;
  const last = unitsEnd(view, first);
  if (BLOCK_WORDS.has(word) && last === first && unitEnd(view, skipMarks(view, first, ',')) < 0) return false;
  found.start = start;
  found.end = last;
  return true;
}

/** The floor before its side: "2º izda", "5 dcha". */
function findSide(view: TextView, start: number, end: number, found: FoundRange): boolean {
  const { codes } = view;
  let at = start;
  while (at > 0 && start - at < 3 && (codes[at - 1] === 0x20 || ORDINALS.has(codes[at - 1]!))) at--;
  const last = at;
  while (at > 0 && last - at < 2 && KINDS[codes[at - 1]!] === KIND_DIGIT) at--;
  if (at === last || isWordCharacter(view, at - 1)) return false;
  found.start = at;
  found.end = end;
  return true;
}

export const spanishAddressUnit: WordRecognizer = {
  kind: 'word',
  name: 'es/address-unit',
  entity: 'LOCATION',
  needsDigits: true,
  words: [...FLATS, ...BLOCKS, ...SIDES],
  find,
  examples: {
    match: [
      'la vecina del «2º izda», que le duele',
      'el timbre es «5 dcha», si no',
      'de la «Mz B-3 Lt 7», Urb. Santa Rosa',
      'en la villa, «manzana 12 casa 8».',
      'block B, «depto 34», Peñalolén',
      'sube al «apto 904»',
    ],
    reject: [
      'comi una manzana 2 veces',
      'rodilla izda operada',
      'no apto para diabéticos',
      'depto de pediatría',
      'ojo dcho 20/40',
    ],
  },
};
