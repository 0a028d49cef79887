import { compileShape } from '../treat/shape.ts';

/** What people write, each in several lengths, so that a pattern of a least or a most length meets one of its own. */
const PROBES: readonly (readonly [kind: string, texts: readonly string[]])[] = [
  ['a name', ['Ana Sa', 'Maria da Silva', 'Maria Aparecida de Souza Oliveira Lima', ...repeated('Maria da Silva')]],
  [
    'an e-mail',
    ['a@ab.co', 'ana@example.com', 'maria.aparecida.souza@mail.example.com', ...repeated('ana@example.com')],
  ],
  ['a CPF', ['529.982.247-25', '529.982.247-25 111.444.777-35', ...repeated('529.982.247-25')]],
  [
    'a sentence',
    ['Ai, dor', 'Dor no peito, e febre?', 'Tenho dor no peito, e febre alta.', ...repeated('Com febre, ruim.')],
  ],
];

function repeated(text: string): readonly string[] {
  return [20, 50].map((times) => `${text} `.repeat(times).trim());
}

/**
 * What of a person a pattern lets through: `a name`, `an e-mail`, `a CPF`, `a sentence`.
 * `isAny`: all of them that fit into `max`, so that the pattern says nothing of the form of what is kept.
 */
export function whatPasses(shape: { readonly pattern: string; readonly max: number }): {
  readonly kinds: readonly string[];
  readonly isAny: boolean;
} {
  const check = compileShape(shape);
  const fitting = PROBES.filter(([, texts]) => texts.some(({ length }) => length <= shape.max));
  const kinds = fitting.filter(([, texts]) => texts.some(check)).map(([kind]) => kind);
  // Within a handful of characters there is neither a name nor a sentence.
  return { kinds, isAny: fitting.length >= 3 && kinds.length === fitting.length };
}
