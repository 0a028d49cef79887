import { withoutInvisible } from './plain-text.ts';

const PLAIN = /^[a-z]+(?: [a-z]+)*$/;
/** Accents are spelling in these scripts. In others a mark is a vowel or makes another letter: कमल and कमला are two names. */
const ACCENTS = /([[\P{L}\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]--\p{M}]|^)\p{M}+/gv;
const APOSTROPHES = /[’‘ʼ`´]/g;

/** A name in lower case without accents or invisible characters, with single spaces: `  JOSÉ  d’Ávila` is `jose d'avila`. */
export function canonicalPerson(value: string): string | null {
  const lower = value.toLowerCase();
  if (PLAIN.test(lower)) return lower;
  // Twice: a spacing accent ´ would unfold into a space, ŉ unfolds into an apostrophe, ℡ into capitals.
  const name = withoutInvisible(lower.replace(APOSTROPHES, "'"))
    .normalize('NFKD')
    .replace(ACCENTS, '$1')
    .replace(APOSTROPHES, "'")
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim();
  return name === '' ? null : name;
}
