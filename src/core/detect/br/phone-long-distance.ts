/**
 * Telephone number written with "xx" for the carrier: 0xx83 98822-1770, (0xx11) 3222-1111.
 * Shape: 0, xx, area code, 8 or 9 digits in groups.
 * Source: Anatel, Resolução 749/2022 (código de seleção de prestadora); custom.
 */
import type { TextView } from '../../text/text-view.ts';
import type { FoundRange, WordRecognizer } from '../recognizer.ts';
import { digitsEnd, isWordCharacter, skipMarks } from './address-text.ts';

const FEWEST = 10;
const MOST = 11;

function find(view: TextView, start: number, end: number, found: FoundRange): boolean {
  if (view.codes[start - 1] !== 0x30 || isWordCharacter(view, start - 2)) return false;
  let digits = 0;
  let stop = end;
  for (let next = skipMarks(view, end, '-)'); digits < MOST; ) {
    const groupEnd = digitsEnd(view, next);
    if (groupEnd === next) break;
    digits += groupEnd - next;
    stop = groupEnd;
    next = skipMarks(view, stop, '-.)');
    if (next === stop) break;
  }
  if (digits < FEWEST || digits > MOST) return false;
  found.start = view.codes[start - 2] === 0x28 ? start - 2 : start - 1;
  found.end = stop;
  return true;
}

export const phoneLongDistance: WordRecognizer = {
  kind: 'word',
  name: 'br/phone-long-distance',
  entity: 'PHONE',
  words: ['xx'],
  find,
  examples: {
    match: [
      'recado «0xx83 98822-1770» falar c/ Biu',
      'fax «0xx55 3233-1410», se não for',
      '«(0xx11) 3222-1111»',
      'liga «0XX21 99999 8888»',
      'tel «0xx41 3222.1111»',
    ],
    reject: ['xx 83 98822', '0xx', 'tamanho 10xx 3 peças', '0xx83', 'cromossomos xx 46'],
  },
};
