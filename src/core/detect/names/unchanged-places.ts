import { lengthStep } from './position-features.ts';
import { AFTER, PAD, type Sequence } from './sequence.ts';

/**
 * Marks the places of a text that look as they did when it was read before, with two neighbours on either side, so that
 * what was decided there holds: 1 in `unchanged` by element. Between the two readings only more was covered. False when
 * something changed that all places see.
 */
export function markUnchanged(before: Sequence, now: Sequence, unchanged: Uint8Array): boolean {
  if (before.style !== now.style || lengthStep(before.count) !== lengthStep(now.count)) return false;
  const all = now.count + 2 * PAD;
  // How many elements in a row, up to the present one, are the same as in a row before.
  let row = 0;
  let matched = -1;
  // Starts rise in both: what lies before this element was passed for good.
  let next = PAD;
  unchanged.fill(0, 0, all);
  for (let place = 0; place < all; place++) {
    if (place >= PAD) while (next < before.count + PAD && before.starts[next]! < now.starts[place]!) next++;
    const candidate = matchOf(before, now, place, next);
    if (candidate < 0 || !isSame(before, now, candidate, place)) row = 0;
    else row = candidate === matched + 1 ? row + 1 : 1;
    if (candidate >= 0) matched = candidate;
    if (row >= 2 * PAD + 1) unchanged[place - PAD] = 1;
  }
  return true;
}

/** The element before that begins where this one does, -1 for none; `next` is the first that does not begin earlier. The edges match the edges. */
function matchOf(before: Sequence, now: Sequence, place: number, next: number): number {
  if (place < PAD) return place;
  if (now.kinds[place] === AFTER) return before.count + place - now.count;
  return next < before.count + PAD && before.starts[next] === now.starts[place] ? next : -1;
}

function isSame(before: Sequence, now: Sequence, one: number, other: number): boolean {
  return (
    before.kinds[one] === now.kinds[other] &&
    (before.ends[one] === now.ends[other] || now.kinds[other] === AFTER) &&
    before.gaps[one] === now.gaps[other] &&
    before.cases[one] === now.cases[other] &&
    before.fields[one] === now.fields[other]
  );
}
