import type { TextView } from '../text/text-view.ts';
import type { Tokens } from '../text/tokens.ts';
import { isTellingPart } from './eligibility.ts';
import { addCovered, type Findings } from './findings.ts';
import { firstOf } from './hash-chains.ts';
import { type KnownIndex, spend } from './known-index.ts';
import { isParticle } from './name-particles.ts';

/** A first name is paired with the parts of the name that follow it, so many at most. */
const MOST_PAIRED_PARTS = 6;

/**
 * Finds known values as runs of tokens: as a whole; of a person also each part that is eligible by itself and each two
 * parts side by side. Covers them. Throws an Error without values when the search costs too much.
 */
export function findKnownWords(index: KnownIndex, view: TextView, tokens: Tokens, findings: Findings): void {
  if (index.tokenCount === 0) return;
  const { byHash } = index;
  for (let token = 0; token < tokens.count; token++) {
    for (let part = firstOf(byHash, tokens.hashes[token]!); part >= 0; part = byHash.next[part]!) {
      spend(index, 1);
      if (!isSameToken(index, part, view, tokens, token)) continue;
      const place = index.known[part]!;
      const size = matchFrom(index, part, view, tokens, token);
      spend(index, MOST_PAIRED_PARTS + size);
      if (size === 0) continue;
      addCovered(findings, tokens.starts[token]!, tokens.ends[token + size - 1]!, index.entities[place]!, place);
    }
  }
}

/** How many tokens from `token` stand for the value from its part `part` on, 0 for none. */
function matchFrom(index: KnownIndex, part: number, view: TextView, tokens: Tokens, token: number): number {
  const end = index.valueEnds[part]!;
  const size = index.pieces[part]!;
  if (size > 0 && matchesRun(index, part, size, view, tokens, token)) return size;
  if (index.entities[index.known[part]!] !== 'PERSON' || tokens.isNumber[token] === 1) return 0;
  if (isParticle(tokens.hashes[token]!)) return 0;
  if (isPair(index, part, Math.min(end, part + 1 + MOST_PAIRED_PARTS), view, tokens, token)) return 2;
  return isTellingPart(view, tokens, token, index.lists) ? 1 : 0;
}

/** Whether the next token is one of the following parts: first and last name without what stands between. */
function isPair(index: KnownIndex, part: number, end: number, view: TextView, tokens: Tokens, token: number): boolean {
  const next = token + 1;
  if (next >= tokens.count || !isNear(index, tokens, next) || isParticle(tokens.hashes[next]!)) return false;
  for (let other = part + 1; other < end; other++) if (isSameToken(index, other, view, tokens, next)) return true;
  return false;
}

function matchesRun(index: KnownIndex, part: number, size: number, view: TextView, tokens: Tokens, token: number) {
  if (token + size > tokens.count) return false;
  for (let step = 1; step < size; step++) {
    if (!isNear(index, tokens, token + step)) return false;
    if (!isSameToken(index, part + step, view, tokens, token + step)) return false;
  }
  return true;
}

function isNear(index: KnownIndex, tokens: Tokens, token: number): boolean {
  return tokens.starts[token]! - tokens.ends[token - 1]! <= index.widestGap;
}

function isSameToken(index: KnownIndex, part: number, view: TextView, tokens: Tokens, token: number): boolean {
  if (index.hashes[part] !== tokens.hashes[token]) return false;
  const start = tokens.starts[token]!;
  const from = index.starts[part]!;
  const length = index.ends[part]! - from;
  if (tokens.ends[token]! - start !== length) return false;
  for (let at = 0; at < length; at++) if (index.codes[from + at] !== view.codes[start + at]) return false;
  return true;
}
