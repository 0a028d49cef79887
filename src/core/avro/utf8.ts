import { type Buffer, isUtf8 } from 'node:buffer';

/** Up to this many bytes the loops below are cheaper than a call into native code. */
const SHORT = 96;

/** Whether `input[start, end)` is valid UTF-8: no overlong form, no surrogate, nothing above U+10FFFF, nothing cut off. */
export function isUtf8Range(input: Buffer, start: number, end: number): boolean {
  if (end - start > SHORT) return isUtf8(input.subarray(start, end));
  const position = endOfAscii(input, start, end);
  return position === end || isShortUtf8(input, position, end);
}

/** The position of the first byte above 0x7f, or `end`; eight bytes at a time. */
function endOfAscii(input: Buffer, start: number, end: number): number {
  let position = start;
  for (const last = end - 8; position <= last; position += 8) {
    const first = input[position]! | input[position + 1]! | input[position + 2]! | input[position + 3]!;
    const second = input[position + 4]! | input[position + 5]! | input[position + 6]! | input[position + 7]!;
    if ((first | second) >= 0x80) break;
  }
  while (position < end && input[position]! < 0x80) position++;
  return position;
}

function isContinuation(byte: number): boolean {
  return (byte & 0xc0) === 0x80;
}

/** Well-formed byte sequences after Unicode 16, table 3-7. */
function isShortUtf8(input: Buffer, start: number, end: number): boolean {
  let position = start;
  while (position < end) {
    const lead = input[position++]!;
    if (lead < 0x80) continue;
    if (lead < 0xc2 || lead > 0xf4) return false;
    const following = lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
    if (end - position < following) return false;
    const second = input[position]!;
    if (!isContinuation(second)) return false;
    if (lead === 0xe0 && second < 0xa0) return false;
    if (lead === 0xed && second > 0x9f) return false;
    if (lead === 0xf0 && second < 0x90) return false;
    if (lead === 0xf4 && second > 0x8f) return false;
    if (following > 1 && !isContinuation(input[position + 1]!)) return false;
    if (following > 2 && !isContinuation(input[position + 2]!)) return false;
    position += following;
  }
  return true;
}
