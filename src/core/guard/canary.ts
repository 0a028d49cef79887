/** Planted strings as bytes; empty ones are left out, since they are in every text. */
export function prepareCanaries(texts: readonly string[]): readonly Buffer[] {
  return texts.filter((text) => text !== '').map((text) => Buffer.from(text, 'utf8'));
}

/** Finds a canary, byte for byte, wholly inside the range; null when there is none. */
export function findCanary(
  canaries: readonly Buffer[],
  bytes: Buffer,
  start: number,
  end: number,
): { from: number; to: number } | null {
  const range = bytes.subarray(start, end);
  for (const canary of canaries) {
    const offset = range.indexOf(canary);
    if (offset >= 0) return { from: start + offset, to: start + offset + canary.length };
  }
  return null;
}
