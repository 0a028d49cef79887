import { formatCpf } from './identifiers.ts';
import { type Needles, SHORTEST_PATTERN } from './search.ts';
import type { TrafficRecord } from './traffic-record.ts';

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

/** Whether a value can be found in the source as it is: as text of enough bytes, or as a number of enough bytes. */
function isFindable(value: Buffer): boolean {
  return value.length >= SHORTEST_PATTERN;
}

export interface PlantedNeedles extends Needles {
  /** Values that stand, findable, in a source record which is forwarded: a search of the sources must meet them all. */
  readonly inSources: ReadonlySet<number>;
}

/**
 * The patterns of all planted values, each value once. Patterns under 6 bytes (house numbers, small CPFs as a number)
 * are left out: they would be found by chance.
 */
export function makeNeedles(records: readonly TrafficRecord[]): PlantedNeedles {
  const numbers = new Map<string, number>();
  const patterns: Buffer[] = [];
  const values: number[] = [];
  const inSources = new Set<number>();
  const plant = (name: string, asWritten: Buffer, isForwarded: boolean, makeForms: () => Buffer[]) => {
    const known = numbers.get(name);
    const number = known ?? numbers.size;
    if (isForwarded && isFindable(asWritten)) inSources.add(number);
    if (known !== undefined) return;
    numbers.set(name, number);
    for (const form of makeForms().filter(isFindable)) {
      patterns.push(form);
      values.push(number);
    }
  };
  for (const { declared, declaredBytes, cpfs, expected } of records) {
    const isForwarded = expected === 'forward';
    for (const value of declared) plant(`text ${value}`, Buffer.from(value), isForwarded, () => textForms(value));
    for (const value of declaredBytes) {
      plant(`bytes ${value.toString('hex')}`, value, isForwarded, () => [value, ...base64Forms(value)]);
    }
    for (const value of cpfs) {
      plant(`cpf ${value}`, zigZagVarint(BigInt(value)), isForwarded, () => cpfForms(value));
    }
  }
  return { patterns, values, inSources };
}

/** Numbers of the planted values that occur in any of the byte strings. */
export function findPlanted(needles: Needles, find: (found: (pattern: number) => void) => void): ReadonlySet<number> {
  const found = new Set<number>();
  find((pattern) => found.add(needles.values[pattern]!));
  return found;
}
