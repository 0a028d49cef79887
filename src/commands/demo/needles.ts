import { formatCpf } from './identifiers.ts';
import { type Needles, SHORTEST_PATTERN } from './search.ts';
import type { TrafficRecord } from './traffic.ts';

/** A base64 text that holds the value, at each of the three places it can begin, less the characters that depend on its neighbours. */
function base64Forms(bytes: Buffer): Buffer[] {
  return [0, 1, 2].map((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
    const end =
      (offset + bytes.length) % 3 === 0 ? text.length : text.length - ((offset + bytes.length) % 3 === 1 ? 3 : 2);
    return Buffer.from(text.slice(offset === 0 ? 0 : offset + 1, end));
  });
}

/** A number as Avro writes it. */
export function zigZagVarint(value: bigint): Buffer {
  const bytes: number[] = [];
  let rest = value << 1n;
  for (; rest > 0x7fn; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  return Buffer.from([...bytes, Number(rest)]);
}

function textForms(value: string): Buffer[] {
  const plain = Buffer.from(value);
  const cases = [...new Set([value, value.toLowerCase(), value.toUpperCase(), value.normalize('NFD')])];
  return [...cases.map((text) => Buffer.from(text)), Buffer.from(value, 'utf16le'), ...base64Forms(plain)];
}

/** A CPF as text with and without marks, without leading zeros, and as Avro's number. */
function cpfForms(cpf: string): Buffer[] {
  const unpadded = String(Number(cpf));
  const texts = [cpf, formatCpf(cpf), ...(unpadded.length >= 9 ? [unpadded] : [])];
  return [...texts.flatMap(textForms), zigZagVarint(BigInt(cpf))];
}

/**
 * The patterns of all planted values, each value once. Values under 6 bytes (house numbers) are left out: they would
 * be found by chance.
 */
export function makeNeedles(records: readonly TrafficRecord[]): Needles & { readonly valueCount: number } {
  const forms = new Map<string, () => Buffer[]>();
  for (const { declared, declaredBytes, cpfs } of records) {
    for (const value of declared) forms.set(`text ${value}`, () => textForms(value));
    for (const value of declaredBytes)
      forms.set(`bytes ${value.toString('hex')}`, () => [value, ...base64Forms(value)]);
    for (const value of cpfs) forms.set(`cpf ${value}`, () => cpfForms(value));
  }
  const patterns: Buffer[] = [];
  const values: number[] = [];
  [...forms.values()].forEach((makeForms, value) => {
    for (const form of makeForms()) {
      if (form.length < SHORTEST_PATTERN) continue;
      patterns.push(form);
      values.push(value);
    }
  });
  return { patterns, values, valueCount: forms.size };
}

/** Numbers of the planted values that occur in any of the byte strings. */
export function findPlanted(needles: Needles, find: (found: (pattern: number) => void) => void): ReadonlySet<number> {
  const found = new Set<number>();
  find((pattern) => found.add(needles.values[pattern]!));
  return found;
}
