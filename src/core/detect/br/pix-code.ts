/**
 * BR Code: the text behind a PIX QR code ("copia e cola"); holds a key, a name and a city.
 * Shape: begins with 000201, holds br.gov.bcb.pix, ends with 6304 and four hexadecimal digits; may hold blanks.
 * Source: Banco Central, Manual do BR Code (EMV QRCPS-MPM).
 */
import type { TextView } from '../../text/text-view.ts';
import type { FoundRange, MarkRecognizer } from '../recognizer.ts';
import { isWordCharacter } from './address-text.ts';

const START = '000201';
const END = '6304';
const COUNTRY = 'br';
const DOMAIN = '.gov.bcb';
/** The key stands near the start; the whole has 512 characters at most. */
const LONGEST_START = 60;
const LONGEST = 512;
const CHECK_LENGTH = 4;

function find(view: TextView, at: number, floor: number, found: FoundRange): boolean {
  if (!matches(view, at - COUNTRY.length, COUNTRY + DOMAIN)) return false;
  const first = startBefore(view, at, floor);
  if (first < 0) return false;
  found.start = first;
  found.end = endAfter(view, at + DOMAIN.length);
  return true;
}

function startBefore(view: TextView, at: number, floor: number): number {
  for (let start = at - START.length; start >= floor && at - start < LONGEST_START; start--) {
    if (matches(view, start, START)) return start;
  }
  return -1;
}

/** After the check at the end; where none is, the end of the run of characters without blanks. */
function endAfter(view: TextView, from: number): number {
  const limit = Math.min(view.length, from + LONGEST);
  for (let at = from; at < limit; at++) {
    const end = at + END.length + CHECK_LENGTH;
    if (view.codes[at] === 0x36 && matches(view, at, END) && end <= view.length && !isWordCharacter(view, end))
      return end;
  }
  let end = from;
  while (end < limit && view.codes[end]! > 0x20) end++;
  return end;
}

function matches(view: TextView, at: number, wanted: string): boolean {
  for (let index = 0; index < wanted.length; index++)
    if (view.codes[at + index] !== wanted.charCodeAt(index)) return false;
  return true;
}

const KEY = '26580014br.gov.bcb.pix0136b81d0c3e-5a47-4f92-8e6b-03c9d17fa254';

export const pixCode: MarkRecognizer = {
  kind: 'mark',
  name: 'br/pix-code',
  entity: 'ACCOUNT',
  marks: '.',
  find,
  examples: {
    match: [
      `copia e cola «000201${KEY}5204000053039865802BR5913Fulano de Tal6008BRASILIA62070503***63041D3D»`,
      `«000201${KEY}63041D3D»`,
      `pix: «00020101021126580014BR.GOV.BCB.PIX5204000053039865802BR6304ABCD»`,
      `«000201${KEY}» cortou`,
      `qr «000201${KEY}5204000053039865802BR5925Maria 6009SAO PAULO6304E2F1» ok`,
    ],
    reject: ['o bcb mudou o pix', 'site bcb.gov.br', 'br.gov.bcb.pix', 'bcb 123', '000201 bc'],
  },
};
