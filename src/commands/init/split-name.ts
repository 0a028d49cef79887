import { WORD_GROUPS } from './word-groups.ts';
import { PROPERTIES } from './words/properties.ts';
import { THINGS } from './words/things.ts';

/** They stand between words and change nothing: `data_de_nascimento`, `nome_da_mae`, `date_of_birth`. */
const PARTICLES = new Set([
  'de',
  'da',
  'do',
  'das',
  'dos',
  'del',
  'la',
  'el',
  'los',
  'las',
  'of',
  'the',
  'for',
  'para',
]);
/** Abbreviations that are glued to what follows: `nrcpf`, `dtnasc`. */
const SHORT_FIRST = new Set(['nr', 'dt', 'cd', 'nm', 'id', 'tp', 'ds']);

let vocabulary: ReadonlySet<string> | null = null;

/**
 * Splits a field name into lower-case words in the singular: `nrCPFTitular` -> nr, cpf, titular; `datanascimento` -> data,
 * nascimento. Digits are words of their own; articles and prepositions are left out unless nothing else remains.
 */
export function splitName(name: string): readonly string[] {
  const rough = roughWords(name).flatMap(splitGlued).map(singular);
  const words = rough.filter((word) => !PARTICLES.has(word));
  return words.length > 0 ? words : rough;
}

function roughWords(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .replace(/([0-9])([A-Za-z])|([A-Za-z])([0-9])/g, '$1$3_$2$4')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}

function knownWords(): ReadonlySet<string> {
  vocabulary ??= new Set(
    [...WORD_GROUPS.flatMap(({ phrases }) => phrases), ...THINGS, ...PROPERTIES].flatMap((phrase) => phrase.split(' ')),
  );
  return vocabulary;
}

/** Two or three known words written as one; a word that is known, or has an unknown part, stays whole. */
function splitGlued(word: string): readonly string[] {
  if (isKnown(word)) return [word];
  return cut(word, 3) ?? [word];
}

function cut(word: string, most: number): readonly string[] | null {
  if (isKnown(word) && word.length >= 3) return [word];
  if (most === 1) return word === 'id' ? [word] : null;
  for (let at = word.length - 2; at >= 2; at--) {
    const first = word.slice(0, at);
    if (!(first.length >= 3 ? isKnown(first) : SHORT_FIRST.has(first))) continue;
    const rest = cut(word.slice(at), most - 1);
    if (rest) return [first, ...rest];
  }
  return null;
}

function isKnown(word: string): boolean {
  return knownWords().has(word) || knownWords().has(singular(word)) || PARTICLES.has(word);
}

function singular(word: string): string {
  const words = knownWords();
  if (words.has(word) || !word.endsWith('s')) return word;
  if (words.has(word.slice(0, -1))) return word.slice(0, -1);
  if (word.endsWith('oes') && words.has(`${word.slice(0, -3)}ao`)) return `${word.slice(0, -3)}ao`;
  return word.endsWith('es') && words.has(word.slice(0, -2)) ? word.slice(0, -2) : word;
}
