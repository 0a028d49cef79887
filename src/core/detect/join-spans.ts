import type { Span } from './detector.ts';

/**
 * Adds to what the detector found in a text what its conversation remembers: nothing that was found is lost, overlapping
 * ranges become one. It is the detector's finding unless the remembered value covers that as a whole.
 * @param found sorted and disjoint, as `recalled`
 * @param recalled `known` counts from `firstKnown` on
 * @param kept sorted ranges that stay as they are, whatever is remembered
 */
export function joinSpans(
  found: readonly Span[],
  recalled: readonly Span[],
  firstKnown: number,
  kept: readonly { readonly start: number; readonly end: number }[],
): readonly Span[] {
  const joined: Span[] = [...found];
  let next = 0;
  for (const span of recalled) {
    while (next < kept.length && kept[next]!.end <= span.start) next++;
    if (next < kept.length && kept[next]!.start < span.end) continue;
    joined.push({ ...span, known: span.known < 0 ? -1 : span.known + firstKnown });
  }
  if (joined.length === found.length) return found;
  joined.sort((one, other) => one.start - other.start || other.end - one.end);
  let count = 0;
  for (const span of joined) {
    const last = joined[count - 1];
    if (count > 0 && last !== undefined && span.start < last.end) joined[count - 1] = union(last, span, firstKnown);
    else joined[count++] = span;
  }
  joined.length = count;
  return joined;
}

/** One range over two that overlap, the first of which does not begin later. */
function union(first: Span, second: Span, firstKnown: number): Span {
  if (first.start === second.start && first.end === second.end) return preferred(first, second, firstKnown);
  if (second.end <= first.end) return first;
  const isLonger = second.end - second.start > first.end - first.start;
  if (second.start === first.start) return second;
  return { start: first.start, end: second.end, entity: (isLonger ? second : first).entity, known: -1 };
}

/** Of two findings of one range the record's own value, then a remembered one, then a new one. */
function preferred(first: Span, second: Span, firstKnown: number): Span {
  const rank = ({ known }: Span): number => (known < 0 ? 0 : known >= firstKnown ? 1 : 2);
  return rank(second) > rank(first) ? second : first;
}
