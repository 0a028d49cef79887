/** How a planted value may be written down in bytes. */
export type NeedleForm =
  | 'bytes'
  | 'utf8'
  | 'utf16le'
  | 'utf16be'
  | 'base64'
  | 'base64url'
  | 'hex'
  | 'varint'
  | 'int64be'
  | 'int64le';

/** A planted value: a text, a number that may also stand as a binary long, or bytes. */
export type Needle = string | bigint | Uint8Array;

export interface Pattern {
  readonly form: NeedleForm;
  readonly bytes: Buffer;
}

/** Shorter patterns are found by chance in any binary file. */
const MINIMUM_BYTES = 4;

/** Ciphertext in base64 holds any shorter run of its letters by chance. */
const MINIMUM_BASE64_CHARACTERS = 8;

/**
 * All byte strings that betray a value: the text in three encodings, hex in both cases, base64 at its three
 * alignments (texts of at least 7 bytes), and for a number also Avro's zig-zag varint and eight bytes in either order.
 * Bytes are looked for as they are, and in hex and base64.
 * A base64 pattern leaves out up to four bits at each end, which share a character with the neighbours: it also
 * matches a text that differs in these bits only.
 * @throws RangeError for a value of fewer than four bytes (the value is not named)
 */
export function patternsOf(needle: Needle): Pattern[] {
  const isBytes = needle instanceof Uint8Array;
  const content = isBytes ? Buffer.from(needle) : Buffer.from(needle.toString(), 'utf8');
  if (content.length < MINIMUM_BYTES) throw new RangeError('a needle needs at least four bytes');
  const hex = content.toString('hex');
  const patterns: Pattern[] = [
    ...(isBytes ? [{ form: 'bytes' as const, bytes: content }] : textPatterns(needle.toString())),
    { form: 'hex', bytes: Buffer.from(hex, 'latin1') },
  ];
  if (/[a-f]/.test(hex)) patterns.push({ form: 'hex', bytes: Buffer.from(hex.toUpperCase(), 'latin1') });
  patterns.push(...base64Patterns(content));
  return typeof needle === 'bigint' ? [...patterns, ...longPatterns(needle)] : patterns;
}

function textPatterns(text: string): Pattern[] {
  const utf16le = Buffer.from(text, 'utf16le');
  return [
    { form: 'utf8', bytes: Buffer.from(text, 'utf8') },
    { form: 'utf16le', bytes: utf16le },
    { form: 'utf16be', bytes: Buffer.from(utf16le).swap16() },
  ];
}

/** The characters of base64 that depend on the value alone, for each number of bytes (modulo 3) before it. */
function base64Patterns(value: Buffer): Pattern[] {
  const patterns: Pattern[] = [];
  for (let before = 0; before < 3; before++) {
    const padded = Buffer.concat([Buffer.alloc(before), value]);
    const first = Math.ceil((before * 8) / 6);
    const end = Math.floor((padded.length * 8) / 6);
    if (end - first < MINIMUM_BASE64_CHARACTERS) continue;
    const standard = padded.toString('base64').slice(first, end);
    const urlSafe = padded.toString('base64url').slice(first, end);
    patterns.push({ form: 'base64', bytes: Buffer.from(standard, 'latin1') });
    if (urlSafe !== standard) patterns.push({ form: 'base64url', bytes: Buffer.from(urlSafe, 'latin1') });
  }
  return patterns;
}

function longPatterns(value: bigint): Pattern[] {
  const eight = Buffer.alloc(8);
  eight.writeBigInt64BE(value);
  const patterns: Pattern[] = [
    { form: 'int64be', bytes: eight },
    { form: 'int64le', bytes: Buffer.from(eight).swap64() },
  ];
  const varint = zigZagVarint(value);
  if (varint.length >= MINIMUM_BYTES) patterns.push({ form: 'varint', bytes: varint });
  return patterns;
}

function zigZagVarint(value: bigint): Buffer {
  let rest = BigInt.asUintN(64, (value << 1n) ^ (value >> 63n));
  const bytes: number[] = [];
  while (rest > 0x7fn) {
    bytes.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return Buffer.from(bytes);
}
