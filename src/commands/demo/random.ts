/** A seeded source of choices: the same seed gives the same traffic on every machine. */
export interface Random {
  /** In [0, 1). */
  next(): number;
  /** In [minimum, maximum], both included. */
  integer(minimum: number, maximum: number): number;
  chance(probability: number): boolean;
  pick<Item>(items: readonly Item[]): Item;
  digits(count: number): string;
  bytes(count: number): Buffer;
  /** A version 4 UUID in form. */
  uuid(): string;
}

/** Makes a seeded random source (sfc32, public domain, by Chris Doty-Humphrey). */
export function createRandom(seed: number): Random {
  let a = 0x9e3779b9 | 0;
  let b = 0x243f6a88 | 0;
  let c = seed | 0;
  let counter = 1;
  const word = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  for (let round = 0; round < 15; round++) word();

  const next = () => word() / 2 ** 32;
  const integer = (minimum: number, maximum: number) => minimum + Math.floor(next() * (maximum - minimum + 1));
  const bytes = (count: number) => Buffer.from(Array.from({ length: count }, () => integer(0, 255)));
  return {
    next,
    integer,
    bytes,
    chance: (probability) => next() < probability,
    pick: (items) => items[integer(0, items.length - 1)]!,
    digits: (count) => Array.from({ length: count }, () => integer(0, 9)).join(''),
    uuid: () => {
      const hex = bytes(16).toString('hex');
      const variant = '89ab'[integer(0, 3)];
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
    },
  };
}
