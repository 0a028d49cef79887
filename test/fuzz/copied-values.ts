import type { Random } from '../core/avro/random.ts';

/** Texts that mean something to Sigilo, to a terminal or to a parser. */
export const ODD_TEXTS = [
  ...[
    '',
    ' ',
    '#2',
    '[CPF]',
    '[PERSON]',
    '[OTHER_ID]',
    '[CPF~k1~MZXW6YTB4F2KQ7D3]',
    'CPF~k1',
    'k1',
    'MZXW6YTB4F2KQ7D3',
  ],
  ...['WHATSAPP', 'APP', 'coop-001', 'coop-014', 'lia', 'image/png', 'app_version', 'locale', 'note', 'SP', 'sigilo'],
  ...['sigilo-app/1.2 Android', 'br.sigilo.chat.Patient', 'sigilo-plan', '__proto__', 'constructor', 'toString'],
  ...[
    '529.982.247-25',
    '52998224725',
    '+55 11 98765-4321',
    'maria.silva@exemplo.com',
    '4111 1111 1111 1111',
    '1990-01-01',
  ],
  ...['dor', 'hospital', 'não', 'Maria', 'Maria Aparecida dos Santos', '000000', '999999', '12345678'],
  ...[
    '\u0000',
    '\u001b[2J\u001b]0;x\u0007',
    '\r\n',
    '\u202etxet',
    'M\u200baria S\u200bilva',
    '\ufeff',
    '\ud83d\ude00',
    '%s%n',
    '$(x)',
  ],
  ...['a'.repeat(300), '[', ']', '~', '{"level":"error"}', '2020-01-01', '01/02/2020'],
] as const;

interface Place {
  readonly owner: Record<string, unknown> | unknown[];
  readonly name: string;
}

/** All texts in an Avro object, wherever they stand. */
function textPlaces(value: unknown, found: Place[] = []): readonly Place[] {
  if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) return found;
  for (const [name, part] of Object.entries(value)) {
    if (typeof part === 'string') found.push({ owner: value as Place['owner'], name });
    else textPlaces(part, found);
  }
  return found;
}

const valueAt = ({ owner, name }: Place): string => (owner as Record<string, string>)[name] as string;

/**
 * A copy of an Avro object in which values of some fields stand in others: as they are, as parts of another text, in other
 * letters, or as an odd text of ours. Fields of closed choices (enums) are left alone by `isFixed`.
 */
export function copyValues<Value extends object>(
  object: Value,
  random: Random,
  isFixed: (name: string) => boolean,
): Value {
  const copy = structuredClone(object);
  restoreBuffers(copy);
  const places = textPlaces(copy);
  const free = places.filter(({ name }) => !isFixed(name));
  if (free.length === 0) return copy;
  for (let edits = 1 + random.below(5); edits > 0; edits -= 1) {
    const to = random.pick(free);
    const given = random.chance(0.5) ? valueAt(random.pick(places)) : random.pick(ODD_TEXTS);
    (to.owner as Record<string, string>)[to.name] = shaped(given, valueAt(to), random);
  }
  return copy;
}

function shaped(given: string, present: string, random: Random): string {
  switch (random.below(6)) {
    case 0:
      return `${present} ${given}`;
    case 1:
      return `${given} ${present}`;
    case 2:
      return given.toUpperCase();
    case 3:
      return given.slice(random.below(given.length + 1), given.length);
    default:
      return given;
  }
}

/** structuredClone makes plain arrays of bytes out of buffers. */
function restoreBuffers(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, part] of Object.entries(value)) {
    if (part instanceof Uint8Array) (value as Record<string, unknown>)[name] = Buffer.from(part);
    else restoreBuffers(part);
  }
}
