import type { TextView } from '../../text/text-view.ts';
import type { Tokens } from '../../text/tokens.ts';

/** Digits of allowed numbers, by their hash; each at most once a count and hash. */
export interface AllowedNumbers {
  readonly byHash: Map<number, readonly Uint16Array[]>;
  /** Digits of the longest. */
  longest: number;
}

/** With fewer digits a number in other groups could be a date. */
const FEWEST = 9;
const MOST = 24;
const WIDEST_GAP = 3;
const BETWEEN = new Set([...' -.()'].map((mark) => mark.charCodeAt(0)));

/** Makes the store. */
export function createAllowedNumbers(): AllowedNumbers {
  return { byHash: new Map(), longest: 0 };
}

/** Adds an allowed text that is one number, in whatever groups; leaves any other aside. */
export function addAllowedNumber(numbers: AllowedNumbers, view: TextView, tokens: Tokens): void {
  const digits: number[] = [];
  for (let token = 0; token < tokens.count; token++) {
    if (tokens.isNumber[token] === 0) return;
    digits.push(...view.codes.subarray(tokens.starts[token]!, tokens.ends[token]!));
  }
  if (digits.length < FEWEST || digits.length > MOST) return;
  const hash = digits.reduce(nextHash, 0);
  numbers.byHash.set(hash, [...(numbers.byHash.get(hash) ?? []), Uint16Array.from(digits)]);
  numbers.longest = Math.max(numbers.longest, digits.length);
}

function nextHash(hash: number, code: number): number {
  return (Math.imul(hash, 31) + code) | 0;
}

/**
 * Last token of an allowed number that begins at `first`, in any groups that blanks, hyphens, dots or brackets part; -1
 * when there is none. Looks at no more digits than the longest has, so that a text takes linear time.
 */
export function lastOfAllowedNumber(numbers: AllowedNumbers, view: TextView, tokens: Tokens, first: number): number {
  const { byHash, longest } = numbers;
  let hash = 0;
  let count = 0;
  let found = -1;
  for (let token = first; token < tokens.count && tokens.isNumber[token] === 1; token++) {
    const start = tokens.starts[token]!;
    const end = tokens.ends[token]!;
    if (token > first && !isGap(view, tokens.ends[token - 1]!, start)) break;
    count += end - start;
    if (count > longest) break;
    for (let at = start; at < end; at++) hash = nextHash(hash, view.codes[at]!);
    if (token + 1 < tokens.count && tokens.starts[token + 1] === end) break;
    if (byHash.get(hash)?.some((digits) => isSame(digits, count, view, tokens, first, token))) found = token;
  }
  return found;
}

function isGap(view: TextView, from: number, to: number): boolean {
  if (to - from > WIDEST_GAP) return false;
  for (let at = from; at < to; at++) if (!BETWEEN.has(view.codes[at]!)) return false;
  return true;
}

function isSame(digits: Uint16Array, count: number, view: TextView, tokens: Tokens, first: number, last: number) {
  if (digits.length !== count) return false;
  let place = 0;
  for (let token = first; token <= last; token++) {
    for (let at = tokens.starts[token]!; at < tokens.ends[token]!; at++) {
      if (digits[place++] !== view.codes[at]) return false;
    }
  }
  return true;
}
