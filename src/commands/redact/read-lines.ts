import { isUtf8 } from 'node:buffer';
import type { Readable } from 'node:stream';

/** One line of the input without its end, or why it cannot be read as text. */
export type Line = { readonly text: string } | { readonly fault: string };

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const BYTE_ORDER_MARK = '\ufeff';

/**
 * Reads lines as they come, at any length; they end at a line feed, with or without a carriage return before it, and
 * nowhere else. Bytes that are not UTF-8 are never replaced silently: names with accents would be lost, and missed.
 */
export async function* readLines(input: Readable): AsyncGenerator<Line> {
  let parts: Buffer[] = [];
  let line = 0;
  const take = (last: Buffer): Line => {
    const bytes = parts.length === 0 ? last : Buffer.concat([...parts, last]);
    parts = [];
    line++;
    return decode(bytes, line === 1);
  };
  for await (const chunk of input) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : (chunk as Buffer);
    let from = 0;
    for (let end = bytes.indexOf(LINE_FEED); end !== -1; end = bytes.indexOf(LINE_FEED, from)) {
      yield take(bytes.subarray(from, end));
      from = end + 1;
    }
    if (from < bytes.length) parts.push(bytes.subarray(from));
  }
  if (parts.length > 0) yield take(Buffer.alloc(0));
}

function decode(bytes: Buffer, isFirst: boolean): Line {
  if (!isUtf8(bytes)) {
    const isWide = isFirst && ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff));
    return { fault: `not UTF-8; convert it first (iconv -f ${isWide ? 'utf-16' : 'latin1'} -t utf8)` };
  }
  // Letters with zero bytes between them are UTF-16, in which nothing would be found.
  if (bytes.includes(0)) return { fault: 'not a text: it has zero bytes (UTF-16? iconv -f utf-16 -t utf8)' };
  const end = bytes.at(-1) === CARRIAGE_RETURN ? bytes.length - 1 : bytes.length;
  const text = bytes.toString('utf8', 0, end);
  return { text: isFirst && text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text };
}
