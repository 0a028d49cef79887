import type { EntityType } from '../entity.ts';
import { KIND_DIGIT, KIND_LETTER, KIND_SPACE, KINDS } from '../text/character-tables.ts';
import type { TextView } from '../text/text-view.ts';
import { type Finding, OWN_RULE } from './findings.ts';
import { isParticle } from './name-particles.ts';
import { hashWord } from './word-index.ts';

/** Blanks between two parts of a name, with a particle at most: " de ", " dos ". */
const WIDEST_NAME_GAP = 6;
/** Digits of a country code and trunk prefix that may stand before a known number. */
const MOST_PREFIX_DIGITS = 4;
/** The type of what is an identifier of no known kind. */
const VAGUE: EntityType = 'OTHER_ID';
/** A name or telephone number takes in what stands around it; an identifier ends where the value does. */
const TAKES_IN: ReadonlySet<EntityType> = new Set<EntityType>(['PERSON', 'PHONE', 'LOCATION']);

/**
 * Makes disjoint findings of overlapping ones, in place. Rule: findings that overlap become one that covers them all;
 * its entity is that of the longest, of a known value when equally long; OTHER_ID gives way to one that says more of at
 * least half as many characters; a known value and what a policy's own recognizer found lead over one that adds only
 * punctuation to them. It counts as the known value only if nothing
 * but punctuation (or a telephone prefix) is added. Parts of one known name, side by side, become one.
 */
export function mergeFindings(list: Finding[], view: TextView): void {
  if (list.length < 2) return;
  list.sort((one, other) => one.start - other.start || other.end - one.end);
  let kept = 0;
  let leading = { ...list[0]! };
  let merged = list[0]!;
  for (let place = 1; place < list.length; place++) {
    const finding = list[place]!;
    if (finding.start < merged.end) {
      if (finding.known >= 0 && finding.known === leading.known) leading.end = Math.max(leading.end, finding.end);
      else if (isLeading(view, finding, leading)) leading = { ...finding };
      else if (leading.known < 0 && finding.known >= 0 && isSameValue(view, leading, finding)) {
        leading.known = finding.known;
      }
      merged.end = Math.max(merged.end, finding.end);
    } else if (isSameName(view, leading, merged, finding)) {
      merged.end = finding.end;
      leading = { ...finding, start: merged.start };
    } else {
      finish(view, merged, leading);
      list[++kept] = finding;
      merged = finding;
      leading = { ...finding };
    }
  }
  finish(view, merged, leading);
  list.length = kept + 1;
}

function isLeading(view: TextView, finding: Finding, leading: Finding): boolean {
  if (isSure(finding) !== isSure(leading)) {
    const [sure, other] = isSure(finding) ? [finding, leading] : [leading, finding];
    if (isSameValue(view, other, sure)) return sure === finding;
  }
  const longer = lengthOf(finding) - lengthOf(leading);
  const isVague = finding.entity === VAGUE;
  if (isVague !== (leading.entity === VAGUE) && finding.known < 0 && leading.known < 0) {
    const [vague, clear] = isVague ? [finding, leading] : [leading, finding];
    if (lengthOf(clear) * 2 >= lengthOf(vague)) return !isVague;
  }
  return longer > 0 || (longer === 0 && leading.known < 0 && finding.known >= 0);
}

function isSure({ known }: Finding): boolean {
  return known >= 0 || known === OWN_RULE;
}

function lengthOf({ start, end }: Finding): number {
  return end - start;
}

function finish(view: TextView, merged: Finding, leading: Finding): void {
  merged.entity = leading.entity;
  const whole = isSure(leading) && isSameValue(view, merged, leading);
  merged.known = whole ? Math.max(leading.known, -1) : -1;
  if (!whole || TAKES_IN.has(leading.entity)) return;
  merged.start = leading.start;
  merged.end = leading.end;
}

/** Whether the outer range says no more than the known one: punctuation, or the prefix of a telephone number. */
function isSameValue(
  view: TextView,
  outer: { start: number; end: number; entity: EntityType },
  known: Finding,
): boolean {
  const before = countAlphanumerics(view, outer.start, known.start);
  const after = countAlphanumerics(view, known.end, outer.end);
  if (before === 0 && after === 0) return true;
  return outer.entity === 'PHONE' && known.entity === 'PHONE' && after === 0 && before <= MOST_PREFIX_DIGITS;
}

/** Letters and digits in a range of folded offsets. */
export function countAlphanumerics(view: TextView, from: number, to: number): number {
  let count = 0;
  for (let at = from; at < to; at++) {
    const kind = KINDS[view.codes[at]!];
    if (kind === KIND_LETTER || kind === KIND_DIGIT) count++;
  }
  return count;
}

function isSameName(view: TextView, leading: Finding, merged: Finding, finding: Finding): boolean {
  if (leading.known < 0 || leading.known !== finding.known || finding.entity !== 'PERSON') return false;
  if (finding.start - merged.end > WIDEST_NAME_GAP || leading.end !== merged.end) return false;
  let word = '';
  for (let at = merged.end; at < finding.start; at++) {
    const code = view.codes[at]!;
    if (KINDS[code] === KIND_LETTER) word += String.fromCharCode(code);
    else if (KINDS[code] !== KIND_SPACE) return false;
  }
  return word === '' || isParticle(hashWord(word));
}
