/**
 * Three-digit ZIP areas with 20,000 people or fewer: by the census of 2000 (HHS, Guidance on De-identification of PHI, 2012)
 * and by that of 2010. An area on either list becomes 000.
 */
export const SPARSE_ZIP3: ReadonlySet<string> = new Set([
  ...[
    '036',
    '059',
    '063',
    '102',
    '203',
    '556',
    '692',
    '790',
    '821',
    '823',
    '830',
    '831',
    '878',
    '879',
    '884',
    '890',
    '893',
  ],
  ...['205', '369'],
]);

const ZIP = /^([0-9]{3})[0-9]{2}(?:-?[0-9]{4})?$/;
const NUMERIC_LENGTHS: readonly number[] = [5, 9];

/**
 * Cuts a ZIP code (five digits, or nine with or without a hyphen) to its area, as 45 CFR 164.514(b)(2)(i)(B) asks.
 * @param isNumber the digits of a numeric column, which has lost zeros at the left
 * @returns three digits, `000` for sparse areas; null when the text is no ZIP code
 */
export function generalizeZip(text: string, isNumber: boolean): string | null {
  const trimmed = text.trim();
  const length = NUMERIC_LENGTHS.find((each) => trimmed.length <= each) ?? 0;
  const area = ZIP.exec(isNumber ? trimmed.padStart(length, '0') : trimmed)?.[1];
  if (area === undefined) return null;
  return SPARSE_ZIP3.has(area) ? '000' : area;
}
