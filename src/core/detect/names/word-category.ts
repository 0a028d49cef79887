import { GROUPS, groupOf, NO_GROUP } from './word-groups.ts';
import {
  FIRST_NAME_SHIFT,
  MEDICAL_BIT,
  ORGANISATION_BIT,
  PLACE_SHIFT,
  RANK_MASK,
  RANK_SHIFT,
  STRENGTH_MASK,
  SURNAME_SHIFT,
} from './word-lists.ts';

/** Categories beyond the groups of words: what the lists know of a word, and how large a number is. */
const COMMON = GROUPS;
const UNLISTED = COMMON + 20;
const NUMBERS = UNLISTED + 5;
export const COVERED = NUMBERS + 11;
export const START = COVERED + 1;
export const END = COVERED + 2;
/** All categories; they fit into six bits. */
export const CATEGORIES: number = END + 1;

/** Category of a word by its token hash, its length and what the lists know of it. */
export function wordCategory(hash: number, length: number, bits: number): number {
  const group = groupOf(hash);
  if (group !== NO_GROUP) return group;
  const first = (bits >> FIRST_NAME_SHIFT) & STRENGTH_MASK;
  const surname = (bits >> SURNAME_SHIFT) & STRENGTH_MASK;
  const place = (bits >> PLACE_SHIFT) & STRENGTH_MASK;
  const rank = (bits >> RANK_SHIFT) & RANK_MASK;
  if (first + surname + place === 0) {
    if ((bits & MEDICAL_BIT) !== 0) return UNLISTED;
    if ((bits & ORGANISATION_BIT) !== 0) return UNLISTED + 1;
    if (rank === 0) return length === 1 ? UNLISTED + 2 : length <= 3 ? UNLISTED + 3 : UNLISTED + 4;
  }
  const strongest = first >= 2 ? 1 : surname >= 2 ? 2 : place >= 2 ? 3 : first + surname + place > 0 ? 4 : 0;
  return COMMON + (rank >= 6 ? 0 : rank >= 3 ? 5 : rank >= 1 ? 10 : 15) + strongest;
}

/** Category of a number by its digits. */
export function numberCategory(codes: Uint16Array, start: number, end: number): number {
  const length = end - start;
  if (length > 9) return NUMBERS + 9;
  if (length > 6) return NUMBERS + 8;
  if (length > 4) return NUMBERS + 7;
  let value = 0;
  for (let at = start; at < end; at++) value = value * 10 + codes[at]! - 0x30;
  if (length === 4) return NUMBERS + (value >= 1900 && value < 2060 ? 5 : 6);
  if (length === 3) return NUMBERS + 4;
  if (length === 1) return NUMBERS + (value === 0 ? 10 : 0);
  return NUMBERS + (value <= 12 ? 1 : value <= 31 ? 2 : 3);
}
