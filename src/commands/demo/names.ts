import type { Random } from './random.ts';

export type Language = 'pt' | 'en' | 'es';

interface NameParts {
  readonly given: readonly string[];
  /** Surnames of people who stand in structured fields. */
  readonly family: readonly string[];
  /** Surnames of people who occur in free text only: no name is in both worlds. */
  readonly mentioned: readonly string[];
}

const NAMES: Record<Language, NameParts> = {
  pt: {
    given: [
      ...[
        'Ana Clara',
        'João Pedro',
        'Maria das Dores',
        'José Antônio',
        'Luiz Henrique',
        'Maria de Fátima',
        'Conceição',
      ],
      ...[
        'Antônia',
        'Thiago',
        'Larissa',
        'Raimundo',
        'Beatriz',
        'Gustavo',
        'Iracema',
        'Márcia',
        'Sebastião',
        'Vitória',
      ],
    ],
    family: [
      ...['da Silva', 'dos Santos', 'de Oliveira Filho', 'Albuquerque Neto', 'Gonçalves', 'Araújo Lima', 'Magalhães'],
      ...['Cavalcanti', 'Nascimento', 'Pereira de Souza', 'Guimarães', 'Figueiredo', 'Vasconcelos', 'Batista Júnior'],
    ],
    mentioned: ['Brandão', 'Teixeira', 'do Amaral', 'Quintela', 'Sobral', 'Fontenele'],
  },
  en: {
    given: ['Emily', 'James', 'Mary Ann', 'Oliver', 'Charlotte', 'Deborah', 'Michael', 'Siobhan', 'William', 'Grace'],
    family: ["O'Connor", 'Smith-Jones', 'Whitaker', 'MacDonald', 'Thompson', 'Hawthorne', 'Van Buren', 'Fitzgerald'],
    mentioned: ['Abernathy', 'Pemberton', 'Kowalski', 'Underwood'],
  },
  es: {
    given: [
      'María José',
      'Juan Carlos',
      'Lucía',
      'José Luis',
      'Begoña',
      'Andrés',
      'Ximena',
      'María del Carmen',
      'Iñaki',
    ],
    family: [
      'García Fernández',
      'Muñoz',
      'Rodríguez Peña',
      'de la Cruz',
      'Ibáñez',
      'Hernández Ruiz',
      'Zúñiga',
      'Ordóñez',
    ],
    mentioned: ['Echeverría', 'Villalobos', 'Carrasco', 'Urrutia'],
  },
};

export interface PersonName {
  readonly full: string;
  readonly given: string;
}

/** A name for a structured field: two or three parts, so that it can be looked for in bytes without chance hits. */
export function makeName(random: Random, language: Language): PersonName {
  const { given, family } = NAMES[language];
  const first = random.pick(given);
  const middle = language === 'en' ? ` ${random.pick('ABCDEFGHJKLMNPRSTW'.split(''))}.` : ` ${random.pick(family)}`;
  const last = random.pick(family.filter((name) => middle.trim() !== name));
  return { full: `${first}${random.chance(0.6) ? middle : ''} ${last}`, given: first };
}

/** A name that occurs in free text only. */
export function makeMentionedName(random: Random, language: Language): string {
  const { given, mentioned } = NAMES[language];
  return `${random.pick(given)} ${random.pick(mentioned)}`;
}

/** Lower-case ASCII without marks, for e-mail addresses. */
export function asciiOf(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/[^A-Za-z ]/g, '')
    .toLowerCase();
}
