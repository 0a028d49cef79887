import { type Needle, type NeedleForm, patternsOf } from '../../../deploy/local/needle-forms.ts';
import { formatCpf } from '../../../src/commands/demo/identifiers.ts';
import type { TrafficRecord } from '../../../src/commands/demo/traffic.ts';

/** A value that stands in a declared field, key or header of the load: no byte of a sink may show it. */
export interface PlantedValue {
  readonly needle: Needle;
  /** How it stands in source segments, where a search must find it; none: it is only looked for. */
  readonly forms: readonly NeedleForm[];
}

/** Shorter texts are found by chance. */
const MINIMUM_BYTES = 6;

/** A number below it is a varint of five bytes, which ciphertext of some gigabytes holds by chance. */
const MINIMUM_NUMBER = 2n ** 34n;

/** The planted values of one record. @param bytes of the record as it is written: they tell the forms */
export function plantedIn(record: TrafficRecord, bytes: Buffer): PlantedValue[] {
  const texts = record.declared.filter((value) => Buffer.byteLength(value) >= MINIMUM_BYTES);
  const needles: Needle[] = [...texts, ...record.cpfs.flatMap(cpfNeedles), ...record.declaredBytes];
  return [...new Set(needles)].map((needle) => ({ needle, forms: formsIn(needle, bytes) }));
}

/** Each value once, with all forms in which it stands anywhere. */
export function mergePlanted(values: Iterable<PlantedValue>): PlantedValue[] {
  const merged = new Map<string | bigint, { readonly needle: Needle; readonly forms: Set<NeedleForm> }>();
  for (const { needle, forms } of values) {
    const name = needle instanceof Uint8Array ? `bytes ${Buffer.from(needle).toString('hex')}` : needle;
    const known = merged.get(name) ?? { needle, forms: new Set() };
    for (const form of forms) known.forms.add(form);
    merged.set(name, known);
  }
  return [...merged.values()].map(({ needle, forms }) => ({ needle, forms: [...forms] }));
}

/** With marks and as a number; a small one as digits only. */
function cpfNeedles(cpf: string): Needle[] {
  const number = BigInt(cpf);
  return [formatCpf(cpf), number >= MINIMUM_NUMBER ? number : cpf];
}

function formsIn(needle: Needle, bytes: Buffer): NeedleForm[] {
  const found = patternsOf(needle).filter((pattern) => bytes.includes(pattern.bytes));
  return [...new Set(found.map(({ form }) => form))];
}
