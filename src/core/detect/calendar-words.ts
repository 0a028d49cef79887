/** Names of months in Portuguese, English and Spanish, folded; the abbreviations are also words ("mar", "set", "may"). */
export const FULL_MONTHS: readonly string[] = [
  ...'janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro'.split(' '),
  ...'january february march april june july august september october november december'.split(' '),
  ...'enero febrero marzo mayo junio julio septiembre setiembre octubre noviembre diciembre'.split(' '),
];

/** Months, in full and short, that may stand before the day: "March 12th". */
export const ENGLISH_MONTHS: readonly string[] = [
  ...'january february march april may june july august september october november december'.split(' '),
  ...'jan feb mar apr jun jul aug sep sept oct nov dec'.split(' '),
];

export const SHORT_MONTHS: readonly string[] = [
  ...'jan fev mar abr mai jun jul ago set out nov dez'.split(' '),
  ...'feb apr may aug sep sept oct dec ene dic'.split(' '),
];

/** Words between the parts of a date: "12 de março de 1985", "3rd of May", "3 de enero del 2020". */
export const DATE_LINKS: readonly string[] = ['de', 'del', 'do', 'of', 'the', 'd'];

/** Endings of a day's number: "1st", "12th", "1o". */
export const DAY_ENDINGS: readonly string[] = ['st', 'nd', 'rd', 'th', 'o', 'ro', 'er'];

/** Folded words that announce a date; `birth` ones also a date without separators. */
export const BIRTH_CUES: readonly string[] = [
  ...'nascimento nasc nasci nascido nascida nasceu dn aniversario'.split(' '),
  ...'birth birthday born dob nacimiento nac naci nacio nacido nacida'.split(' '),
];

export const DAY_CUES: readonly string[] = ['dia', 'dias', 'data', 'date', 'fecha', 'day'];
