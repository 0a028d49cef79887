/** Planted strings, prepared for search: their bytes, and which byte values one of them begins with. */
export interface Canaries {
  readonly needles: readonly Buffer[];
  readonly firstBytes: Uint8Array;
}

/** Prepares the canaries of a guard; empty strings are left out, since they are in every text. */
export function prepareCanaries(texts: readonly string[]): Canaries {
  const needles = texts.filter((text) => text !== '').map((text) => Buffer.from(text, 'utf8'));
  const firstBytes = new Uint8Array(256);
  for (const needle of needles) firstBytes[needle[0]!] = 1;
  return { needles, firstBytes };
}

/** Finds a canary, byte for byte, wholly inside the range; null when there is none. */
export function findCanary(
  canaries: Canaries,
  bytes: Buffer,
  start: number,
  end: number,
): { from: number; to: number } | null {
  if (canaries.needles.length === 0) return null;
  for (let position = start; position < end; position++) {
    if (canaries.firstBytes[bytes[position]!] === 0) continue;
    for (const needle of canaries.needles) {
      const to = position + needle.length;
      if (to <= end && bytes.compare(needle, 0, needle.length, position, to) === 0) return { from: position, to };
    }
  }
  return null;
}
