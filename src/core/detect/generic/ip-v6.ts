/**
 * IPv6 address: address of a device, given by its network.
 * Shape: eight groups of up to four hexadecimal digits, joined by colons; one run of zero groups as "::".
 * Source: RFC 4291 section 2.2.
 */
import { KIND_DIGIT, KIND_LETTER, KINDS } from '../../text/character-tables.ts';
import type { TextView } from '../../text/text-view.ts';
import type { FoundRange, MarkRecognizer } from '../recognizer.ts';

const COLON = 0x3a;
const LONGEST = 39;

function isHexadecimal(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || (code >= 0x61 && code <= 0x66);
}

function find(view: TextView, at: number, floor: number, found: FoundRange): boolean {
  const { codes } = view;
  let start = at;
  while (start > floor && at - start < 5 && isHexadecimal(codes[start - 1]!)) start--;
  // Only the first colon of a run is looked at, so that a row of colons costs each character a few steps.
  if (start > floor && (codes[start - 1] === COLON || isWordCode(codes[start - 1]!))) return false;
  let end = at;
  while (end - start <= LONGEST && (codes[end] === COLON || isHexadecimal(codes[end]!))) end++;
  if (codes[end - 1] === COLON && codes[end - 2] !== COLON) end--;
  if (isWordCode(codes[end]!) || !isAddress(codes, start, end)) return false;
  found.start = start;
  found.end = end;
  return true;
}

function isWordCode(code: number): boolean {
  const kind = KINDS[code];
  return kind === KIND_LETTER || kind === KIND_DIGIT;
}

function isAddress(codes: Uint16Array, start: number, end: number): boolean {
  let groups = 0;
  let size = 0;
  let gaps = 0;
  let hasDigit = false;
  for (let at = start; at < end; at++) {
    const code = codes[at]!;
    if (code !== COLON) {
      if (size === 0) groups++;
      if (++size > 4) return false;
      hasDigit ||= code <= 0x39;
      continue;
    }
    size = 0;
    if (codes[at + 1] !== COLON || at + 1 >= end) continue;
    if (++gaps > 1 || codes[at + 2] === COLON) return false;
    at++;
  }
  if (codes[start] === COLON && codes[start + 1] !== COLON) return false;
  // "a::b" and "::" occur in prose and code; an address has a digit and more than one group, or is "::1".
  return gaps === 0 ? groups === 8 : hasDigit && groups <= 7 && (groups >= 2 || end - start === 3);
}

export const ipV6: MarkRecognizer = {
  kind: 'mark',
  name: 'generic/ip-v6',
  entity: 'IP',
  marks: ':',
  find,
  examples: {
    match: [
      'ip «2001:db8:85a3:0:0:8a2e:370:7334»',
      'acesso de «2001:db8::1»',
      'local «fe80::1ff:fe23:4567:890a»',
      '(«::1»)',
      'desde «2001:0DB8:0000:0000:0000:FF00:0042:8329».',
    ],
    reject: ['às 10:30:45', 'std::vector', 'a::b', ':::', 'horários: 8:00, 9:00', 'aa:bb:cc'],
  },
};
