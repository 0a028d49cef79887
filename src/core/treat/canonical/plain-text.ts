const PRINTABLE_ASCII = /^[ -~]*$/;
const INVISIBLE = /[[\p{Cf}\p{Cc}\p{Default_Ignorable_Code_Point}]--[\t-\r]]/gv;
const OTHER_DIGIT = /(?![0-9])\p{Nd}/gu;
const DIGIT = /^\p{Nd}$/u;

/** Removes what no eye sees: zero-width characters, marks of direction, variation selectors, control characters other than blanks. */
export function withoutInvisible(text: string): string {
  return text.replace(INVISIBLE, '');
}

/** A code or number as it is compared: without invisible characters and blanks around it, compatibility forms folded, digits of all scripts as ASCII. */
export function plainCode(value: string): string {
  if (PRINTABLE_ASCII.test(value)) return value.trim();
  return withoutInvisible(value).normalize('NFKC').replace(OTHER_DIGIT, asciiDigit).trim();
}

/** Digits of every script come in runs of ten, zero first. */
function asciiDigit(digit: string): string {
  const code = digit.codePointAt(0) as number;
  let first = code;
  while (DIGIT.test(String.fromCodePoint(first - 1))) first -= 1;
  return String((code - first) % 10);
}
