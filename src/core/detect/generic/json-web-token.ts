/**
 * JSON Web Token: proof of a login, good for whoever holds it.
 * Shape: three parts of base64url joined by dots, the first beginning eyJ.
 * Source: RFC 7519.
 */
import { KIND_DIGIT, KIND_LETTER, KINDS } from '../../text/character-tables.ts';
import type { TextView } from '../../text/text-view.ts';
import type { FoundRange, MarkRecognizer } from '../recognizer.ts';

const DOT = 0x2e;
const FEWEST_IN_PART = 8;
/** Of the first part, which names an algorithm. */
const LONGEST_HEADER = 400;

function find(view: TextView, at: number, floor: number, found: FoundRange): boolean {
  const { codes } = view;
  let start = at;
  while (start > floor && at - start < LONGEST_HEADER && isPartCode(codes[start - 1]!)) start--;
  if (at - start < FEWEST_IN_PART || codes[start] !== 0x65 || codes[start + 1] !== 0x79 || codes[start + 2] !== 0x6a) {
    return false;
  }
  let end = at + 1;
  while (isPartCode(codes[end]!)) end++;
  if (end - at <= FEWEST_IN_PART) return false;
  if (codes[end] === DOT && isPartCode(codes[end + 1]!)) {
    end++;
    while (isPartCode(codes[end]!)) end++;
  }
  found.start = start;
  found.end = end;
  return true;
}

function isPartCode(code: number): boolean {
  return (KINDS[code] === KIND_LETTER || KINDS[code] === KIND_DIGIT || code === 0x2d || code === 0x5f) && code < 0x80;
}

export const jsonWebToken: MarkRecognizer = {
  kind: 'mark',
  name: 'generic/json-web-token',
  entity: 'CREDENTIAL',
  marks: '.',
  find,
  examples: {
    match: [
      '«eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.SflKxwRJSMeKKF2QT4fwpM»',
      'usei «eyJ0eXAiOiJKV1Qi.eyJpc3MiOiJqb2UiLA» aqui',
      '(«eyJhbGciOiJub25lIn0.eyJhIjoiYiJ9.c2ln»)',
      'header: «eyJraWQiOiJhYmMi.eyJleHAiOjE2MDA.AAAA_-99»',
      'Bearer «eyJhbGciOiJSUzI1.eyJzdWIiOiJ4In0.Zm9v»',
    ],
    reject: ['eyj.eyj', 'dor.cabeca', 'eyJhbGci fim', 'olho.eyeJunto', 'www.eyjafjallajokull.is'],
  },
};
