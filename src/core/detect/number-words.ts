import { hashWord } from './word-index.ts';

/** What a word of a spoken number is. */
export const UNIT = 1;
export const TEEN = 2;
export const TEN = 3;
export const HUNDRED = 4;
export const THOUSAND = 5;
/** Place in a row, as days of the month have it: "primeiro", "fourth". */
export const ORDINAL = 6;
/** The next digit comes so many times. */
export const REPEAT = 7;
/** "e", "y", "and". */
export const AND = 8;

const words = new Map<number, number>();

function add(kind: number, from: number, step: number, list: string): void {
  list.split(' ').forEach((group, index) => {
    for (const word of group.split('|')) words.set(hashWord(word), (from + index * step) * 16 + kind);
  });
}

add(UNIT, 0, 1, 'zero um|uma dois|duas tres quatro cinco seis sete oito nove');
add(UNIT, 0, 1, 'cero uno|un|una dos tres cuatro cinco seis siete ocho nueve');
add(UNIT, 0, 1, 'oh one two three four five six seven eight nine');
add(UNIT, 6, 1, 'meia');
add(
  TEEN,
  10,
  1,
  'dez onze doze treze quatorze|catorze quinze dezesseis|dezasseis dezessete|dezassete dezoito dezenove|dezanove',
);
add(TEEN, 10, 1, 'diez once doce trece catorce quince dieciseis diecisiete dieciocho diecinueve');
add(TEEN, 10, 1, 'ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen');
add(
  TEEN,
  21,
  1,
  'veintiuno|veintiun|veintiuna veintidos veintitres veinticuatro veinticinco veintiseis veintisiete veintiocho veintinueve',
);
add(TEN, 20, 10, 'vinte trinta quarenta cinquenta|cinqenta sessenta setenta oitenta noventa');
add(TEN, 20, 10, 'veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa');
add(TEN, 20, 10, 'twenty thirty forty|fourty fifty sixty seventy eighty ninety');
add(
  HUNDRED,
  100,
  100,
  'cem|cento|cien|ciento|hundred duzentos|doscientos trezentos|trescientos quatrocentos|cuatrocientos',
);
add(
  HUNDRED,
  500,
  100,
  'quinhentos|quinientos seiscentos|seiscientos setecentos|setecientos oitocentos|ochocientos novecentos|novecientos',
);
add(THOUSAND, 1000, 1, 'mil|thousand');
add(ORDINAL, 1, 1, 'primeiro|primero|first');
add(
  ORDINAL,
  2,
  1,
  'second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth',
);
add(ORDINAL, 16, 1, 'sixteenth seventeenth eighteenth nineteenth twentieth');
add(ORDINAL, 30, 1, 'thirtieth');
add(REPEAT, 2, 1, 'double|duplo|doble triple|triplo');
add(AND, 0, 1, 'e|y|and');

/** Kind + 16 times value of the word with this hash, 0 for other words. */
export function numberWord(hash: number): number {
  return words.get(hash) ?? 0;
}

/** Words that are nothing but numbers; "um", "dos", "once", "second" and the like begin no search. */
export const PLAIN_NUMBER_WORDS: readonly string[] = [
  ...'zero dois duas tres quatro cinco seis sete oito nove'.split(' '),
  ...'cero cuatro siete ocho nueve'.split(' '),
  ...'two three four five six seven eight nine'.split(' '),
  ...'dez onze doze treze quatorze catorze quinze dezesseis dezessete dezoito dezenove'.split(' '),
  ...'diez doce trece catorce quince dieciseis diecisiete dieciocho diecinueve'.split(' '),
  ...'eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(' '),
  ...'vinte trinta quarenta cinquenta sessenta setenta oitenta noventa'.split(' '),
  ...'veinte treinta cuarenta cincuenta sesenta ochenta'.split(' '),
  ...'twenty thirty forty fifty sixty seventy eighty ninety'.split(' '),
];
