import type { EntityType } from '../../core/entity.ts';
import { formatCpf, makeCnpj, makeCns, makeCpf, makeDateText, makePaymentCard, makePhone } from './identifiers.ts';
import { asciiOf, makeMentionedName } from './names.ts';
import type { Person } from './people.ts';
import type { Random } from './random.ts';

/** A value that the generator wrote into free text, as it stands there. */
export interface Planted {
  readonly entity: EntityType;
  readonly value: string;
  /** It stands in a structured field of the same record too. */
  readonly declared: boolean;
  /** It has a check digit that proves it: none of these may be left over. */
  readonly checkDigit: boolean;
}

interface Placeholder {
  readonly entity: EntityType;
  readonly declared: boolean;
  readonly checkDigit: boolean;
  /** null: this person has no such value. */
  readonly make: (random: Random, person: Person) => string | null;
}

const own = (entity: EntityType, make: (person: Person, random: Random) => string | null): Placeholder => ({
  entity,
  declared: true,
  checkDigit: false,
  make: (random, person) => make(person, random),
});
const free = (entity: EntityType, make: Placeholder['make'], checkDigit = false): Placeholder => ({
  entity,
  declared: false,
  checkDigit,
  make,
});

const PLACEHOLDERS: Readonly<Record<string, Placeholder>> = {
  ownName: own('PERSON', (person) => person.name),
  ownCpf: own('CPF', (person, random) => (random.chance(0.7) ? formatCpf(person.cpf) : person.cpf)),
  ownCard: own('HEALTH_PLAN', (person) => person.planCard),
  ownPhone: own('PHONE', (person) => person.phones[0] ?? null),
  ownEmail: own('EMAIL', (person) => person.email),
  givenName: free('PERSON', (_, person) => person.givenName),
  name: free('PERSON', (random, person) => makeMentionedName(random, person.language)),
  cpf: free('CPF', (random) => (random.chance(0.7) ? formatCpf(makeCpf(random)) : makeCpf(random)), true),
  cns: free('CNS', (random) => makeCns(random), true),
  cnpj: free('CNPJ', (random) => makeCnpj(random), true),
  paymentCard: free('ACCOUNT', (random) => makePaymentCard(random), true),
  phone: free('PHONE', (random, person) => makePhone(random, person.language)),
  email: free('EMAIL', (random, person) => {
    const mailbox = asciiOf(makeMentionedName(random, person.language)).trim().replace(/ +/g, '_');
    return `${mailbox}${random.digits(3)}@example.org`;
  }),
  date: free('DATE', (random) => makeDateText(random)),
  postalCode: free('LOCATION', (random) => `8${random.digits(4)}-${random.digits(3)}`),
  url: free('URL', (random) => `https://exames.example.com/resultado/${random.bytes(8).toString('hex')}`),
  ip: free('IP', (random) => `189.${random.integer(10, 250)}.${random.integer(10, 250)}.${random.integer(10, 250)}`),
};

export interface FreeText {
  readonly text: string;
  readonly planted: readonly Planted[];
}

function fill(template: string, random: Random, person: Person, taken: ReadonlySet<string>): FreeText | null {
  const planted: Planted[] = [];
  const parts = template.split(/\{(\w+)\}/).map((part, index) => {
    const placeholder = PLACEHOLDERS[part];
    if (index % 2 === 0 || placeholder === undefined) return part;
    const { entity, declared, checkDigit, make } = placeholder;
    let value = make(random, person);
    while (value !== null && !declared && taken.has(digitsOf(value))) value = make(random, person);
    if (value !== null) planted.push({ entity, value, declared, checkDigit });
    return value;
  });
  return parts.includes(null) ? null : { text: parts.join(''), planted };
}

/** The digits of a value where it has at least eight, else the value: how values of both worlds are kept apart. */
export function digitsOf(value: string): string {
  const digits = value.replace(/\D/g, '');
  return digits.length >= 8 ? digits : value;
}

/**
 * A message text with its planted values. Values that are to occur in free text only are never in `taken`, which
 * holds `digitsOf` every declared value: so a declared value found in a sink is always a leak of its own record.
 */
export function makeFreeText(
  templates: readonly string[],
  random: Random,
  person: Person,
  taken: ReadonlySet<string>,
): FreeText {
  const filled = fill(random.pick(templates), random, person, taken);
  return filled ?? makeFreeText(templates, random, person, taken);
}
