/**
 * Street address in Brazil as people write it in chat.
 * Shape: word of a street (rua, av., travessa …), name of up to seven words, number, complements, district and town:
 * "Rua Capitão Salomão, 318, apto 204, Humaitá". Without capitals a number must follow; without a number the name must
 * have capitals. Words that are also other things (r, al, av, tv, largo, praça) need more.
 * Source: Correios, "Guia Técnico de Endereçamento"; custom of chat.
 */
import type { TextView } from '../../text/text-view.ts';
import type { FoundRange, WordRecognizer } from '../recognizer.ts';
import { type PlaceName, readName } from './address-name.ts';
import { houseNumberEnd } from './address-number.ts';
import { continuationEnd, unitEnd } from './address-parts.ts';
import {
  afterCue,
  isCapital,
  isWordCharacter,
  skipBlanks,
  skipMarks,
  wordAt,
  wordBefore,
  wordEnd,
} from './address-text.ts';
import { HONORIFICS, PARTICLES } from './address-words.ts';

const COLON = 0x3a;
/** Nothing but streets is called so. */
const PLAIN = [
  'rua',
  'ruas',
  'avenida',
  'avenidas',
  'travessa',
  'trav',
  'alameda',
  'viela',
  'beco',
  'ladeira',
  'servidao',
];
/** Roads in the country: their number is often that of a kilometre. */
const ROADS = ['rodovia', 'rod', 'estrada', 'estr', 'vicinal'];
/** Also other things: a number and a name that is weighty, or capitals, are asked for. */
const DOUBTFUL = ['r', 'av', 'avn', 'al', 'tv', 'pc', 'pca'];
/** Only with capitals after it: largo da calça, praça de alimentação, passagem de ônibus, linha de cuidado. */
const CAPITALISED = ['largo', 'praca', 'passagem', 'linha', 'viaduto', 'marginal'];

const STREET_WORDS = new Set([...PLAIN, ...ROADS, 'av', 'r']);
const DOUBTFUL_WORDS = new Set(DOUBTFUL);
const CAPITALISED_WORDS = new Set(CAPITALISED);
/** "passagem de ônibus", "linha de cuidado". */
const NO_PARTICLE_AFTER = new Set(['passagem', 'linha']);
/** Words before a street that bring it in: "na R. Chile". */
const LEADS = new Set([
  'na',
  'da',
  'pela',
  'pra',
  'para',
  'a',
  'end',
  'endereco',
  'rua',
  'local',
  'unidade',
  'fica',
  'ate',
  'novo',
]);
/** AV: visual acuity, assessment, atrioventricular; TV: broadcasters; AL: "et al.". */
const NO_STREET_NAMES = new Set([
  ...'od oe ao sc cc nodal total renal cardio neuro fisio clinica pre pos inicial final oftalmo bilateral longe perto'.split(
    ' ',
  ),
  ...'globo record sbt band smart led cabo cultura hospitalar'.split(' '),
]);

function find(view: TextView, start: number, end: number, found: FoundRange): boolean {
  if (!isFree(view, start, end)) return false;
  const cue = wordAt(view, start, end);
  const at = afterCue(view, start, end);
  if (at === end) return false;
  const name = readName(view, at);
  const stop = name.end < 0 ? numberedStreetEnd(view, cue, at) : namedStreetEnd(view, cue, start, at, name);
  if (stop < 0) return false;
  // "Rua: Frederico Lisboa" is the label of a form.
  found.start = cue.length > 2 && view.codes[end] === COLON ? at : start;
  found.end = continuationEnd(view, stop);
  return true;
}

/** The cue is a word by itself: no part of a code, an address of the web or a sum of money. */
function isFree(view: TextView, start: number, end: number): boolean {
  const before = view.codes[start - 1];
  if (start > 0 && (isWordCharacter(view, start - 1) || before === 0x2e || before === 0x40 || before === 0x2d))
    return false;
  if (start > 0 && before === 0x2f && end - start === 1) return false;
  return view.codes[end] !== 0x24 && !isWordCharacter(view, end);
}

/** "rua 12 nº 340", "rua 615 casa 40": a street that has a number for a name. */
function numberedStreetEnd(view: TextView, cue: string, at: number): number {
  if (DOUBTFUL_WORDS.has(cue) || CAPITALISED_WORDS.has(cue)) return -1;
  // The name is read as if it were the number of a house.
  const name = houseNumberEnd(view, at - 1);
  if (name < 0) return -1;
  const number = houseNumberEnd(view, name);
  if (number > 0) return number;
  const direction = skipBlanks(view, name);
  const directionEnd = wordEnd(view, direction);
  const word = wordAt(view, direction, directionEnd);
  return word === 'sul' || word === 'norte' || word === 'leste' || word === 'oeste' ? directionEnd : name;
}

function namedStreetEnd(view: TextView, cue: string, start: number, at: number, name: PlaceName): number {
  const firstEnd = wordEnd(view, at);
  const first = wordAt(view, at, firstEnd);
  if (NO_STREET_NAMES.has(first) || STREET_WORDS.has(first) || (NO_PARTICLE_AFTER.has(cue) && PARTICLES.has(first)))
    return -1;
  const number = houseNumberEnd(view, name.end);
  const capitals = name.titleEnd > 0;
  if (CAPITALISED_WORDS.has(cue) && !capitals) return -1;
  if (number > 0) return isDoubted(view, cue, start, first, capitals) ? -1 : number;
  const unit = skipMarks(view, name.end, ',-');
  if (unit > name.end && unitEnd(view, unit) > 0 && !DOUBTFUL_WORDS.has(cue)) return name.end;
  if (!capitals) return -1;
  if (!DOUBTFUL_WORDS.has(cue)) return name.titleEnd;
  return isCapital(view, start) && LEADS.has(wordBefore(view, start)) ? name.titleEnd : -1;
}

/** A short cue in a text without capitals: "r dr zamenhof 33" has a title, "av beira mar 3400" is an avenue. */
function isDoubted(view: TextView, cue: string, start: number, first: string, capitals: boolean): boolean {
  if (!DOUBTFUL_WORDS.has(cue) || (capitals && isCapital(view, start)))
    return cue === 'al' && wordBefore(view, start) === 'et';
  if (HONORIFICS.has(first) || PARTICLES.has(first)) return false;
  if (cue === 'av' || cue === 'avn') return first.length < 4;
  return !LEADS.has(wordBefore(view, start));
}

export const street: WordRecognizer = {
  kind: 'word',
  name: 'br/street',
  entity: 'LOCATION',
  words: [...PLAIN, ...ROADS, ...DOUBTFUL, ...CAPITALISED],
  find,
  examples: {
    match: [
      'moro na «Rua Capitão Salomão, 318, apto 204, Humaitá», cep 22271-040',
      'é na «rua sebastiao pires de camargo 418»',
      '«Av. Conselheiro Aguiar, 2840, Boa Viagem» e o uber me deixou',
      'RUA: «AV BEZERRA DE MENEZES 1780»',
      'endereço novo «r dr zamenhof 33 casa 4»',
      'fui na «Rua Sete de Setembro 1.022» e a clínica fechou',
      'entrega na «rua 12 nº 340, Setor Aeroporto»',
      'moro na «avenida soares lopes trezentos e vinte» em ilhéus',
      'é na «R: Pe. Chagas 77/302» Moinhos',
      'fica na «Rua Galvão Bueno» toda quarta',
      'to no «Largo do Machado» perto da estação',
      '«Al. Santos, 2441, cj 91»?',
      'na «estrada Itoupava Central s/n»',
      'a «rua 3 de outubro 640»',
      'na «Rua Voluntários da Pátria, 305 - 801» por favor',
    ],
    reject: [
      'a fila do posto está na rua hoje 2 vezes maior',
      'caí na rua e machuquei o joelho 2 vezes',
      'AV OD 20/40 OE 20/20',
      'Souza et al. 2019 e Lima et al. 2020',
      'antibiótico de largo espectro 500 mg',
      'passagem de plantão 12',
      'comprei na praça de alimentação 2 lanches',
      'custou R$ 50 na feira',
      'vi na tv globo 2 vezes',
      'linha de cuidado 3 do AVC',
      'av neuro 12/03',
    ],
  },
};
