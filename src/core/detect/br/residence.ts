/**
 * Place that a person names as home or origin: "moro em Caicó", "natural de Jacareacanga", "sou de Luanda".
 * Shape: a phrase that can only be followed by a place, and a name of one to five words with capitals.
 * Source: custom of chat and of Brazilian health records ("procedente de").
 */
import type { TextView } from '../../text/text-view.ts';
import type { FoundRange, WordRecognizer } from '../recognizer.ts';
import { titleRunEnd } from './address-name.ts';
import { continuationEnd } from './address-parts.ts';
import { skipBlanks, skipMarks, wordAt, wordEnd } from './address-text.ts';
import { PLACE_KINDS } from './address-words.ts';

const LIVING = 'moro mora moram morava moramos morando morador moradora resido reside residente mudei mudamos mudou';
const ORIGIN = 'natural procedente proveniente nasci nasceu nascido nascida';
const LABELS = ['cidade', 'municipio', 'naturalidade', 'localidade'];
const LABEL_WORDS = new Set(LABELS);
const LINKS = new Set(['em', 'no', 'na', 'de', 'do', 'da', 'pra', 'para', 'pro']);
const FILLERS = new Set(['aqui', 'la', 'agora', 'hoje', 'ali', 'perto', 'longe']);
const COLON = 0x3a;

function find(view: TextView, start: number, end: number, found: FoundRange): boolean {
  const at = placeStart(view, start, end);
  if (at < 0 || PLACE_KINDS.has(wordAt(view, at, wordEnd(view, at)))) return false;
  const stop = titleRunEnd(view, at);
  if (stop < 0) return false;
  found.start = at;
  found.end = continuationEnd(view, stop);
  return true;
}

/** Offset of the name after "moro (aqui) em" or "Cidade:", or -1. */
function placeStart(view: TextView, start: number, end: number): number {
  if (LABEL_WORDS.has(wordAt(view, start, end))) {
    return view.codes[end] === COLON ? skipMarks(view, end, ':') : -1;
  }
  let next = skipBlanks(view, end);
  for (let count = 0; count < 2; count++) {
    const stop = wordEnd(view, next);
    const word = wordAt(view, next, stop);
    if (LINKS.has(word)) return skipBlanks(view, stop) > stop ? skipBlanks(view, stop) : -1;
    if (!FILLERS.has(word)) return -1;
    next = skipMarks(view, stop, ',');
  }
  return -1;
}

export const residence: WordRecognizer = {
  kind: 'word',
  name: 'br/residence',
  entity: 'LOCATION',
  words: [...LIVING.split(' '), ...ORIGIN.split(' '), ...LABELS],
  find,
  examples: {
    match: [
      'moro em «Caicó» mas to internado',
      'reside em «Goiana», usa fralda',
      'natural de «Jacareacanga», 92 anos',
      'Cidade: «São Paulo»',
      'nasceu em «São Félix do Araguaia» em maio',
      'moro aqui em «Foz do Iguaçu»',
    ],
    reject: [
      'moro em casa com 3 filhos',
      'moro com a Maria',
      'mudei de plano 2 vezes',
      'moro na rua de cima',
      'a cidade é longe',
      'natural de 2 tipos',
    ],
  },
};
