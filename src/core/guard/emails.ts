import { classOf, DIGIT, type FoldedText, LETTER } from './folded-text.ts';

const AT = 64;
const DOT = 46;
const LOCAL_MARKS = new Set([..."._%+-'"].map((letter) => letter.charCodeAt(0)));
const LEADING_MARKS = new Set([...".%+-'"].map((letter) => letter.charCodeAt(0)));

/** Finds an e-mail address: something before the sign, a dotted name after it that ends in two or more letters. */
export function findEmail(text: FoldedText): boolean {
  if (!text.hasAtSign) return false;
  let floor = 0;
  for (let at = 0; at < text.length; at++) {
    if (text.units[at] !== AT) continue;
    let start = at;
    while (start > floor && isLocalPart(text.units[start - 1]!)) start -= 1;
    // Marks alone before the sign are no name: "-@exemplo.com".
    while (start < at && LEADING_MARKS.has(text.units[start]!)) start += 1;
    const end = start < at ? endOfDomain(text, at + 1) : -1;
    if (end >= 0) {
      text.hitStart = start;
      text.hitEnd = end;
      return true;
    }
    floor = at + 1;
  }
  return false;
}

/** Position after a domain name, or -1 when there is none: labels joined by dots, the last all letters. */
function endOfDomain(text: FoldedText, start: number): number {
  let labelStart = start;
  let end = -1;
  let onlyLetters = true;
  for (let position = start; position <= text.length; position++) {
    const unit = position < text.length ? text.units[position]! : 0;
    const kind = classOf(unit);
    if (kind === LETTER) continue;
    if (kind === DIGIT || unit === 45) {
      onlyLetters = false;
      continue;
    }
    if (position === labelStart) break;
    if (labelStart > start && onlyLetters && position - labelStart >= 2) end = position;
    if (unit !== DOT) break;
    labelStart = position + 1;
    onlyLetters = true;
  }
  return end;
}

function isLocalPart(unit: number): boolean {
  const kind = classOf(unit);
  return kind === LETTER || kind === DIGIT || LOCAL_MARKS.has(unit);
}
