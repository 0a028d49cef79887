/**
 * Street address in Spanish (and Catalan) as people write it.
 * Shape: word of a street (calle, c/, avda., paseo, carrer …), one to six words of a name, number, floor and door: "c/
 * Mayor 4, 2º izda". Streets with numbers for names: "Calle 60 #412", "cra 43 # 107-29". Without a number the name needs
 * a capital; words that are also other things (paseo, camino, col.) always do.
 * Source: Correos, "Normas de direccionamiento"; INEGI, Norma Técnica sobre Domicilios Geográficos; DANE.
 */
import type { TextView } from '../../text/text-view.ts';
import { digitsEnd, isCapital, isWordCharacter, skipBlanks, skipMarks, wordAt, wordEnd } from '../br/address-text.ts';
import type { FoundRange, WordRecognizer } from '../recognizer.ts';
import { houseEnd, readStreetName, unitsEnd } from './address-reader.ts';
import { DOUBTFUL_STREETS, NUMBERED_STREETS, PLAIN_STREETS } from './address-words.ts';

const SLASH = 0x2f;
const DOT = 0x2e;
const LONGEST_STREET_NUMBER = 3;
const LONGEST_SHORT_FORM = 5;
const DOUBTFUL = new Set(DOUBTFUL_STREETS);
/** With a number behind their name only: "col 240", "via oral". */
const NUMBERED_ONLY = new Set([
  'col',
  'cr',
  'bo',
  'pl',
  'ruta',
  'via',
  'gran',
  'parque',
  'carrera',
  'diagonal',
  'transversal',
  'barrio',
]);

function find(view: TextView, start: number, end: number, found: FoundRange): boolean {
  if (start > 0 && isWordCharacter(view, start - 1)) return false;
  if (isWordCharacter(view, end)) return false;
  const word = wordAt(view, start, end);
  const at = nameStart(view, word, end);
  if (at < 0) return false;
  const stop = streetEnd(view, word, at);
  if (stop < 0) return false;
  found.start = start;
  found.end = stop;
  return true;
}

/** Offset of the name after the word of the street and its mark; "c" needs its slash. */
function nameStart(view: TextView, word: string, end: number): number {
  if (word === 'c') {
    if (view.codes[end] !== SLASH) return -1;
    const name = skipBlanks(view, end + 1);
    // "c/o" is somebody's care.
    return wordAt(view, name, wordEnd(view, name)) === 'o' ? -1 : name;
  }
  const at = word.length <= LONGEST_SHORT_FORM ? skipMarks(view, end, '.:/') : skipMarks(view, end, ':');
  return at === end ? -1 : at;
}

function streetEnd(view: TextView, word: string, at: number): number {
  const numbered = numberedEnd(view, word, at);
  if (numbered >= 0) return numbered;
  const name = readStreetName(view, at);
  if (name.end < 0 || name.end - at < 2) return -1;
  const capitals = name.capitalEnd > 0;
  if (DOUBTFUL.has(word) && !capitals) return -1;
  if (word === 'c' && isShortForm(view, at)) return -1;
  const house = houseEnd(view, name.end);
  if (house >= 0) return unitsEnd(view, house);
  if (!capitals || NUMBERED_ONLY.has(word)) return -1;
  return word === 'c' ? -1 : name.capitalEnd;
}

/** "c/ VNI", "c/ INR": with something, written short. */
function isShortForm(view: TextView, at: number): boolean {
  const end = wordEnd(view, at);
  return end - at <= LONGEST_SHORT_FORM && end - at > 1 && isCapital(view, at + 1);
}

/** "calle 60 #412 x 47", "cra 43 # 107-29", "Carrera 7 No. 156-68". */
function numberedEnd(view: TextView, word: string, at: number): number {
  const end = digitsEnd(view, at);
  if (end === at || end - at > LONGEST_STREET_NUMBER) return -1;
  const name = isWordCharacter(view, end) ? end + 1 : end;
  if (isWordCharacter(view, name)) return -1;
  if (view.codes[name] === DOT && digitsEnd(view, name + 1) > name + 1) return -1;
  const house = houseEnd(view, name);
  if (house >= 0) return unitsEnd(view, house);
  return NUMBERED_STREETS.has(word) && word.length > 2 && isOpen(view, name) ? unitsEnd(view, name) : -1;
}

/** No share, fraction or time follows. */
function isOpen(view: TextView, end: number): boolean {
  const code = view.codes[end];
  if (code === DOT && digitsEnd(view, end + 1) > end + 1) return false;
  return code !== 0x25 && code !== 0x3a && code !== SLASH;
}

export const spanishStreet: WordRecognizer = {
  kind: 'word',
  name: 'es/street',
  entity: 'LOCATION',
  words: [...PLAIN_STREETS, ...DOUBTFUL_STREETS, 'c'],
  find,
  examples: {
    match: [
      'en el centro de «calle Ercilla 31», Bilbao',
      'vive en «c/ alfarería 16, 2º izda», triana',
      '«Avda. de la Constitución, 12, 3º B, 41001» Sevilla',
      'al «Paseo de la Castellana 191, escalera B, 7ºD, 28046» Madrid',
      'vivo en la «calle 60 #412» por el centro',
      'enviar a «cra 43 # 107-29», barrio popular',
      'con «Carrera 7 No. 156-68, torre 2 apto 1403»',
      '«Priv. Las Jacarandas 17-B», Irapuato',
      'trabajo en la «calle Mayor» toda la semana',
      'son del «carrer Gran 12, entlo 2ª»',
    ],
    reject: [
      'di un paseo de 20 minutos',
      'camino 30 minutos al dia',
      'por via oral 500 mg',
      'me caí en la calle hace 2 dias',
      'la carrera de 10 km',
      'col 240 y ldl 130',
      'calle 2.5 mg',
      'c/8h y c/ 12 horas',
      'mantém c/ INR em 48h',
      'melhorou c/ VNI',
      'en la calle con 2 amigos',
    ],
  },
};
