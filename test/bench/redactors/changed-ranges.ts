const TOKENS = /[\p{L}\p{N}\p{M}]+|[^\p{L}\p{N}\p{M}]/gu;

/**
 * The words and marks of a text that a redacted copy no longer holds: those outside the longest common subsequence of
 * both, as ranges of UTF-16 offsets.
 */
export function changedRanges(text: string, redacted: string): readonly { start: number; end: number }[] {
  if (text === redacted) return [];
  const before = [...text.matchAll(TOKENS)];
  const after = [...redacted.matchAll(TOKENS)].map(([token]) => token);
  const width = after.length + 1;
  const lengths = new Uint16Array((before.length + 1) * width);
  for (let one = before.length - 1; one >= 0; one--) {
    for (let other = after.length - 1; other >= 0; other--) {
      const same = before[one]?.[0] === after[other];
      lengths[one * width + other] = same
        ? (lengths[(one + 1) * width + other + 1] ?? 0) + 1
        : Math.max(lengths[(one + 1) * width + other] ?? 0, lengths[one * width + other + 1] ?? 0);
    }
  }
  const ranges: { start: number; end: number }[] = [];
  for (let one = 0, other = 0; one < before.length; ) {
    const { 0: token, index } = before[one] as RegExpExecArray;
    if (token === after[other]) {
      one++;
      other++;
    } else if ((lengths[one * width + other + 1] ?? 0) > (lengths[(one + 1) * width + other] ?? 0)) {
      other++;
    } else {
      ranges.push({ start: index, end: index + token.length });
      one++;
    }
  }
  return ranges;
}
