/**
 * Long numbers that name a person through a register or an invoice: certidão of birth, marriage or death (32 digits),
 * boleto (47, or 48 for public services), key of an electronic invoice (44).
 * Shape: that many digits, in any groups of dots, hyphens and blanks, after a word that announces them; other counts from
 * 20 to 50 are taken as mistyped.
 * Source: CNJ, Provimento 63/2017; Febraban, Layout Padrão de Arrecadação; ENCAT, Manual de Orientação do Contribuinte.
 */
import { KIND_DIGIT, KINDS } from '../../text/character-tables.ts';
import type { TextView } from '../../text/text-view.ts';
import type { FoundRange, WordRecognizer } from '../recognizer.ts';
import { digitsEnd, skipBlanks } from './address-text.ts';

const CERTIFICATES = 'certidao matricula matr nascimento obito casamento registro';
const INVOICES = 'boleto boletos linha digitavel barras codigo fatura nfe nf danfe chave nota conta';
const FEWEST = 20;
const MOST = 50;
/** Characters between the word and the number: " de nascimento nº ". */
const REACH = 24;

function find(view: TextView, _start: number, end: number, found: FoundRange): boolean {
  const { codes } = view;
  let at = end;
  while (at - end < REACH && at < view.length && KINDS[codes[at]!] !== KIND_DIGIT) at++;
  if (KINDS[codes[at]!] !== KIND_DIGIT) return false;
  let digits = 0;
  let stop = at;
  for (let next = at; digits <= MOST; ) {
    const groupEnd = digitsEnd(view, next);
    if (groupEnd === next) break;
    digits += groupEnd - next;
    stop = groupEnd;
    const mark = codes[stop];
    next = mark === 0x2e || mark === 0x2d ? stop + 1 : skipBlanks(view, stop);
    if (next === stop) break;
  }
  if (digits < FEWEST || digits > MOST) return false;
  found.start = at;
  found.end = stop;
  return true;
}

export const longNumber: WordRecognizer = {
  kind: 'word',
  name: 'br/long-number',
  entity: 'OTHER_ID',
  words: [...CERTIFICATES.split(' '), ...INVOICES.split(' ')],
  find,
  examples: {
    match: [
      'certidao matr «104273 01 55 2025 1 00081 207 0034419 81»',
      'boleto «00190.00009 02795.520009 04321.010174 8 87640000012345» venceu',
      'linha digitável: «00190000090279552000904321010174887640000012345»',
      'chave «3524 0611 2223 3300 0181 5500 1000 0001 2310 0000 1234»',
      'certidão de nascimento nº «10427301552025100081207003441981»',
      'obito nº «0338 1922 55 2025 4 00061 104», cartório',
    ],
    reject: [
      'boleto 123456',
      'certidão em 12/03/2024',
      'registro de pressão 120 80 70 60',
      'linha 104273 01 55',
      'nascimento 12 03 2024',
    ],
  },
};
