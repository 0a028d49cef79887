import { PAD, type Sequence, WORD } from './sequence.ts';
import { GREETING, groupOf, NAME_CUE, RELATION, TITLE } from './word-groups.ts';
import { firstNameStrength, MEDICAL_BIT, surnameStrength, type WordLists, wordBits } from './word-lists.ts';

const INTRODUCING = new Set([TITLE, RELATION, NAME_CUE, GREETING]);

/** Whether elements are but medical words that are hardly ever names ("Yaz", "Mirena"), and nothing introduces a person. */
export function isRemedy({ kinds, hashes }: Sequence, lists: WordLists, first: number, last: number): boolean {
  for (let place = first + PAD; place <= last + PAD; place++) {
    if (kinds[place] !== WORD) return false;
    const bits = wordBits(lists, hashes[place]!);
    if ((bits & MEDICAL_BIT) === 0 || firstNameStrength(bits) > 1 || surnameStrength(bits) > 1) return false;
  }
  const before = first + PAD - 1;
  return kinds[before] !== WORD || !INTRODUCING.has(groupOf(hashes[before]!));
}
