/**
 * Builds the check of a kept decimal, whose bytes are a two's complement integer, highest byte first, of at most
 * `precision` digits. More bytes than such a number takes are refused too: they could hold anything.
 * @param range bounds of the value, which is the integer divided by 10^scale; null for none
 * @returns takes the bytes as a latin1 string, as JSON writes an Avro default
 */
export function decimalShape(
  precision: number,
  scale: number,
  range: { readonly from: number; readonly to: number } | null,
): (latin1: string) => boolean {
  const bound = 10n ** BigInt(precision);
  const mostBytes = Math.ceil((bound.toString(2).length + 1) / 8);
  const unit = 10 ** scale;
  return (latin1) => {
    const integer = readInteger(latin1, mostBytes);
    if (integer === null || integer >= bound || integer <= -bound) return false;
    if (range === null) return true;
    const value = Number(integer) / unit;
    return value >= range.from && value <= range.to;
  };
}

/** Null for no bytes, and for more than `mostBytes` that are not mere signs, as a wide fixed has them. */
function readInteger(latin1: string, mostBytes: number): bigint | null {
  if (latin1 === '') return null;
  const isNegative = latin1.charCodeAt(0) >= 0x80;
  const sign = isNegative ? 0xff : 0;
  let integer = isNegative ? -1n : 0n;
  const first = Math.max(0, latin1.length - mostBytes);
  for (let index = 0; index < latin1.length; index += 1) {
    const byte = latin1.charCodeAt(index);
    if (index >= first) integer = (integer << 8n) | BigInt(byte);
    else if (byte !== sign) return null;
  }
  return integer;
}
