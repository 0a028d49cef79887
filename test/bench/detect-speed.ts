/** How fast texts are dealt with. */
export interface TextSpeed {
  readonly textsPerSecond: number;
  readonly megabytesPerSecond: number;
}

const LEAST_MS = 2_000;
const CANDIDATES = /[^\p{L}\s,;!?]/gu;

/** Runs over all texts again and again, once unmeasured. */
export function speedOf(texts: readonly string[], work: (text: string) => unknown): TextSpeed {
  for (const text of texts) work(text);
  let done = 0;
  const began = performance.now();
  while (performance.now() - began < LEAST_MS) {
    for (const text of texts) work(text);
    done++;
  }
  const seconds = (performance.now() - began) / 1000;
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  return {
    textsPerSecond: Math.round((texts.length * done) / seconds),
    megabytesPerSecond: Math.round(((bytes * done) / seconds / 1e6) * 10) / 10,
  };
}

/**
 * The texts joined to some 1 KB each, without digits and marks, and without those in which something is found all the
 * same (numbers and dates in words): what is left holds no candidate.
 */
export function plainTexts(texts: readonly string[], holdsFinding: (text: string) => boolean): readonly string[] {
  const plain: string[] = [];
  let piece = '';
  for (const text of texts) {
    const words = `${text.replace(CANDIDATES, ' ')} `;
    if (holdsFinding(words)) continue;
    piece += words;
    if (piece.length < 1_000) continue;
    plain.push(piece);
    piece = '';
  }
  return plain.length > 0 ? plain : [piece];
}

/** A kind of text repeated to a length. */
export function repeated(kind: string, length: number): string {
  return kind.repeat(Math.ceil(length / kind.length)).slice(0, length);
}
