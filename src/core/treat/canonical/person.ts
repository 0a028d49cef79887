const PLAIN = /^[a-z]+(?: [a-z]+)*$/;
const MARKS = /[\p{M}\p{Cf}]/gu;
const APOSTROPHES = /[’‘ʼ`´]/g;

/** A name in lower case without accents or invisible characters, with single spaces: `  JOSÉ  d’Ávila` is `jose d'avila`. */
export function canonicalPerson(value: string): string | null {
  const lower = value.toLowerCase();
  if (PLAIN.test(lower)) return lower;
  // Twice: a spacing accent ´ would unfold into a space, ŉ unfolds into an apostrophe, ℡ into capitals.
  const name = lower
    .replace(APOSTROPHES, "'")
    .normalize('NFKD')
    .replace(MARKS, '')
    .replace(APOSTROPHES, "'")
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim();
  return name === '' ? null : name;
}
