/*
 * Check digits by ascending weights: dv = sum(weight * digit) mod 11 mod 10. This is the official rule (descending
 * weights, 11 minus the remainder) solved for the digit, and shares neither code nor form with the detector's.
 * Every function reads the first digits of the scratch array that it is given, one number 0-9 an element.
 */

const CNPJ_WEIGHTS = [5, 6, 7, 8, 9, 2, 3, 4, 5, 6, 7, 8, 9];

/** CPF, 11 digits (Receita Federal); eleven equal digits are no CPF although they add up. */
export function isCpf(digits: Uint8Array): boolean {
  if (allEqual(digits, 11)) return false;
  let first = 0;
  let second = 0;
  for (let place = 0; place < 9; place++) {
    first += (place + 1) * digits[place]!;
    second += place * digits[place]!;
  }
  second += 9 * digits[9]!;
  return (first % 11) % 10 === digits[9] && (second % 11) % 10 === digits[10];
}

/** CNPJ in its numeric form, 14 digits (Receita Federal). */
export function isCnpj(digits: Uint8Array): boolean {
  if (allEqual(digits, 14)) return false;
  let first = 0;
  let second = 0;
  for (let place = 0; place < 12; place++) {
    first += CNPJ_WEIGHTS[place + 1]! * digits[place]!;
    second += CNPJ_WEIGHTS[place]! * digits[place]!;
  }
  second += CNPJ_WEIGHTS[12]! * digits[12]!;
  return (first % 11) % 10 === digits[12] && (second % 11) % 10 === digits[13];
}

/** CNS, 15 digits (DATASUS): one weighted sum serves provisional (7, 8, 9) and definitive (1, 2) numbers. */
export function isCns(digits: Uint8Array): boolean {
  const lead = digits[0]!;
  const definitive = lead === 1 || lead === 2;
  if (!definitive && lead < 7) return false;
  // A definitive number is PIS + 000 or 001 + check digit.
  if (definitive && (digits[11] !== 0 || digits[12] !== 0 || digits[13]! > 1)) return false;
  let sum = 0;
  for (let place = 0; place < 15; place++) sum += (15 - place) * digits[place]!;
  return sum % 11 === 0;
}

/** Payment card: a known issuer prefix for that length, and Luhn's sum (ISO/IEC 7812-1). */
export function isCard(digits: Uint8Array, length: number): boolean {
  if (!hasIssuer(digits, length)) return false;
  let sum = 0;
  for (let fromRight = 0; fromRight < length; fromRight++) {
    const digit = digits[length - 1 - fromRight]!;
    if (fromRight % 2 === 0) sum += digit;
    else sum += digit < 5 ? digit * 2 : digit * 2 - 9;
  }
  return sum % 10 === 0;
}

function hasIssuer(digits: Uint8Array, length: number): boolean {
  const two = digits[0]! * 10 + digits[1]!;
  const four = two * 100 + digits[2]! * 10 + digits[3]!;
  const six = four * 100 + digits[4]! * 10 + digits[5]!;
  if (digits[0] === 4) return length === 13 || length === 16 || length === 19; // Visa, Elo 4xxx
  if (length === 15) return two === 34 || two === 37; // American Express
  if (length === 14) return two === 36 || two === 38 || (four >= 3000 && four <= 3059); // Diners Club
  if (length === 19) return six === 606282 || isDiscover(two, four);
  if (length !== 16) return false;
  if (two >= 51 && two <= 55) return true; // Mastercard
  if (four >= 2221 && four <= 2720) return true; // Mastercard
  if (four >= 3528 && four <= 3589) return true; // JCB
  return isDiscover(two, four) || isBrazilian(four, six);
}

function isDiscover(two: number, four: number): boolean {
  return four === 6011 || two === 65 || (four >= 6440 && four <= 6499);
}

// Hipercard, and the ranges of Elo outside the 4xxx and 65 blocks.
function isBrazilian(four: number, six: number): boolean {
  return (
    six === 606282 ||
    four === 3841 ||
    four === 5067 ||
    (six >= 509000 && six <= 509999) ||
    six === 627780 ||
    six === 636297 ||
    six === 636368
  );
}

function allEqual(digits: Uint8Array, length: number): boolean {
  for (let place = 1; place < length; place++) if (digits[place] !== digits[0]) return false;
  return true;
}
