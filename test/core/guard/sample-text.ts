/** Seeded pseudo-random numbers (mulberry32): the same texts in every run. */
export function createRandom(seed: number): { below(bound: number): number; pick<T>(items: readonly T[]): T } {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const below = (bound: number): number => Math.floor(next() * bound);
  return { below, pick: (items) => items[below(items.length)]! };
}

export type Random = ReturnType<typeof createRandom>;

const WORDS = `bom dia estou com dor de cabeça desde ontem tomei dipirona a cada horas febre não passou obrigado doutora
qual o resultado do exame preciso remarcar consulta para semana que vem I have been coughing since yesterday should
take the pills with food thanks hola tengo fiebre y tos desde hace dos días gracias médico pressão glicemia jejum ok
👍 😷 “sim” … — atenção coração irmã avó é às`.split(/\s+/);

const digits = (random: Random, count: number): string =>
  Array.from({ length: count }, () => random.below(10)).join('');
const hex = (random: Random, count: number): string =>
  Array.from({ length: count }, () => random.below(16).toString(16)).join('');
const two = (value: number): string => String(value).padStart(2, '0');

/** A random UUID in its usual form. */
export function makeUuid(random: Random): string {
  return [8, 4, 4, 4, 12].map((length) => hex(random, length)).join('-');
}

const PIECES: readonly ((random: Random) => string)[] = [
  makeUuid,
  (random) => hex(random, random.pick([7, 8, 24, 32, 40, 64])),
  (random) => `00-${hex(random, 32)}-${hex(random, 16)}-01`,
  (random) => `${two(random.below(24))}:${two(random.below(60))}`,
  (random) => `${two(random.below(24))}h${two(random.below(60))}`,
  (random) => `${random.pick([5, 10, 25, 50, 75, 100, 250, 500, 750, 1000])} mg`,
  (random) => `${random.below(9) + 1}x ao dia, ${random.below(30) + 1} dias`,
  (random) => `R$ ${random.below(999)},${two(random.below(100))}`,
  (random) => `R$ ${random.below(99) + 1}.${digits(random, 3)},${two(random.below(100))}`,
  (random) => `USD ${digits(random, 2)},${digits(random, 3)}.50`,
  (random) => `${two(random.below(28) + 1)}/${two(random.below(12) + 1)}/${1930 + random.below(100)}`,
  (random) => `${2000 + random.below(30)}-${two(random.below(12) + 1)}-${two(random.below(28) + 1)}`,
  (random) => `2025-11-${two(random.below(28) + 1)}T${two(random.below(24))}:${two(random.below(60))}:07.123Z`,
  (random) => `2025${two(random.below(12) + 1)}${two(random.below(28) + 1)}${two(random.below(24))}3007`,
  (random) => `${17_000_000_000 + random.below(99_999_999)}`.slice(0, 10),
  (random) => `17${digits(random, 11)}`,
  (random) => `${90 + random.below(90)}/${50 + random.below(50)} mmHg`,
  (random) => `${36 + random.below(4)},${random.below(10)}°C`,
  (random) => `${random.below(200)}.${random.below(200)}.${random.below(200)}.${random.below(200)}`,
  (random) => `v${random.below(9)}.${random.below(30)}.${random.below(30)}`,
  (random) => `CID F${digits(random, 2)}.${random.below(10)}`,
  (random) => `covid 19 ${2019 + random.below(3)}-${2020 + random.below(3)}`,
  (random) => `${random.below(5) + 1},${digits(random, 2)} m, ${40 + random.below(80)} kg`,
  (random) => `(${random.below(99)}%) @ ${random.below(24)}h`,
  (random) => `sala ${random.below(900)}, ${random.below(20)}º andar`,
];

/** A text as chat has it, with numbers of every harmless kind and nothing that a check should find. */
export function makeCleanText(random: Random): string {
  const parts = Array.from({ length: 4 + random.below(10) }, () =>
    random.below(4) === 0 ? random.pick(PIECES)(random) : random.pick(WORDS),
  );
  return parts.join(random.pick([' ', ' ', ' ', ', ', '\n']));
}

/** A CPF with right check digits, by the official descending weights. */
export function makeCpf(random: Random): string {
  const base = Array.from({ length: 9 }, () => random.below(10));
  if (new Set(base).size === 1) base[0] = (base[0]! + 1) % 10;
  const withFirst = [...base, descending(base, [10, 9, 8, 7, 6, 5, 4, 3, 2])];
  return [...withFirst, descending(withFirst, [11, 10, 9, 8, 7, 6, 5, 4, 3, 2])].join('');
}

/** A numeric CNPJ with right check digits. */
export function makeCnpj(random: Random): string {
  const base = [3 + random.below(7), ...Array.from({ length: 7 }, () => random.below(10)), 0, 0, 0, 1];
  const weights = [5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2];
  const withFirst = [...base, descending(base, weights)];
  return [...withFirst, descending(withFirst, [6, ...weights])].join('');
}

function descending(digitsSoFar: readonly number[], weights: readonly number[]): number {
  const rest = weights.reduce((sum, weight, place) => sum + weight * digitsSoFar[place]!, 0) % 11;
  return rest < 2 ? 0 : 11 - rest;
}

/** A CNS: definitive (from a PIS-like base) or provisional. */
export function makeCns(random: Random): string {
  if (random.below(2) === 0) {
    const base = [1 + random.below(2), ...Array.from({ length: 10 }, () => random.below(10))];
    const sum = base.reduce((total, digit, place) => total + digit * (15 - place), 0);
    const check = 11 - (sum % 11);
    if (check === 11) return `${base.join('')}0000`;
    if (check === 10) return `${base.join('')}001${11 - ((sum + 2) % 11)}`;
    return `${base.join('')}000${check}`;
  }
  for (;;) {
    const number = [7 + random.below(3), ...Array.from({ length: 14 }, () => random.below(10))];
    if (number.reduce((total, digit, place) => total + digit * (15 - place), 0) % 11 === 0) return number.join('');
  }
}

/** A payment card of a common brand with Luhn's check digit. */
export function makeCard(random: Random): string {
  const [prefix, length] = random.pick([
    ['4', 16],
    ['5234', 16],
    ['2300', 16],
    ['34', 15],
    ['37', 15],
    ['36', 14],
    ['606282', 16],
    ['6011', 16],
    ['5067', 16],
  ] as const);
  const body = prefix + digits(random, length - 1 - prefix.length);
  const sum = [...body].reverse().reduce((total, digit, place) => {
    const doubled = place % 2 === 0 ? Number(digit) * 2 : Number(digit);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return body + String((10 - (sum % 10)) % 10);
}
