import { hashWord } from '../word-index.ts';
import { PAD, type Sequence, WORD } from './sequence.ts';
import { GREETING, groupOf, NAME_CUE, RELATION, TITLE } from './word-groups.ts';
import { firstNameStrength, MEDICAL_BIT, surnameStrength, type WordLists, wordBits } from './word-lists.ts';

const INTRODUCING = new Set([TITLE, RELATION, NAME_CUE, GREETING]);
/** What is named after somebody. */
const NAMED_AFTER: ReadonlySet<number> = hashes(
  'disease syndrome cyst palsy sign test score scale fracture contracture lymphoma thyroiditis tumor tumour esophagus foot maneuver doenca sindrome cisto paralisia sinal teste escala fratura linfoma tireoidite tumor esofago pe manobra enfermedad quiste paralisis signo fractura tiroiditis pie maniobra mal fenomeno phenomenon',
);
const LINKS: ReadonlySet<number> = hashes('s de');
/** Pills that are called like women; sources: brands of oral contraceptives in Brazil, Spain and the United States. */
const NAMELIKE_PILLS: ReadonlySet<number> = hashes(
  'yasmin diane selene camila heather errin natalie jolivette junel loryna nora apri kariva levora lutera vienva nikki syeda zarah ocella larin elani iumi belara minesse tamisa thames mercilon diane yaz jasminelle marilia repopil stezza',
);
/** Between two remedies of which one is to be chosen. */
const CHOICES: ReadonlySet<number> = hashes('ou or o u');

/**
 * Whether elements taken for a name are none: medical words that are hardly ever names ("Yaz", "Mirena"), what a disease
 * or sign is named after ("Baker's cyst"), or one of two pills to choose from ("Yasmin ou Diane"); and nothing introduces
 * a person.
 */
export function isRemedy(sequence: Sequence, lists: WordLists, first: number, last: number): boolean {
  const { kinds, hashes: words } = sequence;
  const before = first + PAD - 1;
  if (kinds[before] === WORD && INTRODUCING.has(groupOf(words[before]!))) return false;
  if (first === last && NAMELIKE_PILLS.has(words[first + PAD]!) && isChoice(sequence, first)) return true;
  const isEponym = isNamedAfter(sequence, first, last);
  for (let place = first + PAD; place <= last + PAD; place++) {
    if (kinds[place] !== WORD) return false;
    const bits = wordBits(lists, words[place]!);
    if ((bits & MEDICAL_BIT) === 0) return false;
    if (!isEponym && (firstNameStrength(bits) > 1 || surnameStrength(bits) > 1)) return false;
  }
  return true;
}

/** "Baker's cyst", "cisto de Baker". */
function isNamedAfter({ kinds, hashes: words }: Sequence, first: number, last: number): boolean {
  const start = first + PAD;
  let after = last + PAD + 1;
  if (kinds[after] === WORD && LINKS.has(words[after]!)) after++;
  if (kinds[after] === WORD && NAMED_AFTER.has(words[after]!)) return true;
  const before = kinds[start - 1] === WORD && LINKS.has(words[start - 1]!) ? start - 2 : start - 1;
  return before >= 0 && kinds[before] === WORD && NAMED_AFTER.has(words[before]!);
}

/** Another such pill stands before or behind, with "or" between. */
function isChoice({ kinds, hashes: words }: Sequence, place: number): boolean {
  for (const step of [-1, 1]) {
    const link = place + PAD + step;
    if (link + step < 0 || kinds[link] !== WORD || !CHOICES.has(words[link]!)) continue;
    if (kinds[link + step] === WORD && NAMELIKE_PILLS.has(words[link + step]!)) return true;
  }
  return false;
}

function hashes(words: string): ReadonlySet<number> {
  return new Set(words.split(' ').map(hashWord));
}
