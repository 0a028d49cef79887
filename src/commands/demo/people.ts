import { makeCns, makeCpf, makePhone, makePlanCard } from './identifiers.ts';
import { asciiOf, type Language, makeName } from './names.ts';
import type { Random } from './random.ts';

export interface Address {
  readonly street: string;
  readonly number: string | null;
  readonly district: string | null;
  readonly city: string;
  readonly state: string;
  readonly postalCode: string;
}

export interface Person {
  readonly language: Language;
  readonly name: string;
  readonly givenName: string;
  /** 11 digits. */
  readonly cpf: string;
  readonly cns: string | null;
  readonly planCard: string;
  /** Days since 1970-01-01. */
  readonly birthDate: number;
  readonly phones: readonly string[];
  readonly email: string | null;
  readonly address: Address | null;
  readonly dependants: readonly Person[];
}

const STREETS = [
  'Rua das Acácias',
  'Avenida Getúlio Vargas',
  'Travessa São João',
  'Alameda dos Ipês',
  'Rua XV de Novembro',
];
const DISTRICTS = ['Jardim Botânico', 'Vila Mariana', 'Boa Viagem', 'Santa Tereza', 'Cidade Baixa'];
const CITIES = [
  ['Campinas', 'SP', '13'],
  ['Ribeirão Preto', 'SP', '14'],
  ['Juiz de Fora', 'MG', '36'],
  ['Caxias do Sul', 'RS', '95'],
  ['Olinda e Recife', 'PE', '53'],
] as const;

function makeAddress(random: Random): Address {
  const [city, state, region] = random.pick(CITIES);
  return {
    street: `${random.pick(STREETS)}, quadra ${random.integer(100, 99_999)}`,
    number: random.chance(0.8) ? String(random.integer(1, 2_500)) : null,
    district: random.chance(0.7) ? random.pick(DISTRICTS) : null,
    city,
    state,
    postalCode: `${region}${random.digits(3)}-${random.digits(3)}`,
  };
}

/** A patient with valid identifiers; dependants are patients too, at most two levels deep. */
export function makePerson(random: Random, language: Language, depth = 0): Person {
  const name = makeName(random, language);
  const mailbox = asciiOf(name.full).trim().replace(/ +/g, '.');
  const dependantCount = depth < 2 && random.chance(0.2) ? random.integer(1, 2) : 0;
  return {
    language,
    name: name.full,
    givenName: name.given,
    cpf: makeCpf(random),
    cns: random.chance(0.5) ? makeCns(random) : null,
    planCard: makePlanCard(random),
    birthDate: random.integer(-12_000, 18_000),
    phones: Array.from({ length: random.integer(0, 2) }, () => makePhone(random, language)),
    email: random.chance(0.6) ? `${mailbox}${random.digits(4)}@example.com.br` : null,
    address: random.chance(0.6) ? makeAddress(random) : null,
    dependants: Array.from({ length: dependantCount }, () => makePerson(random, language, depth + 1)),
  };
}

/** Every value of a person that the policies treat: what must not be found in any sink. Clinical addresses have no district. */
export function declaredValues(person: Person, hasDistrict: boolean): string[] {
  const { address } = person;
  const own = [person.name, person.planCard, ...person.phones, person.cns, person.email];
  const place = address
    ? [address.street, hasDistrict ? address.district : null, address.city, address.postalCode]
    : [];
  return [...own, ...place]
    .filter((value) => value !== null)
    .concat(person.dependants.flatMap((each) => declaredValues(each, hasDistrict)));
}

/** The CPFs of a person and of all dependants, 11 digits each. */
export function declaredCpfs(person: Person): string[] {
  return [person.cpf, ...person.dependants.flatMap(declaredCpfs)];
}
