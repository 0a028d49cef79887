import type { EntityType } from '../../core/entity.ts';

/** What a group of words says about the field that bears them. */
export type Meaning =
  /** A value that points at a person; `drop` where no reader needs it. */
  | { readonly kind: 'identifier'; readonly entity: EntityType; readonly treatment: 'tokenize' | 'redact' | 'drop' }
  /** A number of a case, an organisation or a message: tokenized in a join space of its own, named by the group or the field. */
  | { readonly kind: 'reference'; readonly domain: string | null }
  /** A date or a point in time; `birth` marks those of a whole life, which are cut to the year. */
  | { readonly kind: 'date'; readonly birth: boolean }
  | { readonly kind: 'age' }
  /** Written by people: names may stand in it. */
  | { readonly kind: 'text' }
  /** One of few values, whose list the schema does not give. */
  | { readonly kind: 'category' }
  /** Counted or measured; `vague` words also stand for identifiers where the number is whole or a text. */
  | { readonly kind: 'measure'; readonly vague: boolean }
  /** A text of a known form, kept by this shape (as written in YAML). */
  | { readonly kind: 'form'; readonly shape: string }
  /** A word that can mean too much; the sentence asks. */
  | { readonly kind: 'unclear'; readonly question: string };

/** Words of field names in Portuguese, English and Spanish that mean the same. */
export interface WordGroup {
  readonly name: string;
  readonly meaning: Meaning;
  /** Phrases of whole words, without accents, articles and prepositions. */
  readonly phrases: readonly string[];
  /** Field names of this group, and names that look like it and are not. */
  readonly matching: readonly string[];
  readonly others: readonly string[];
}

/** Reads a list as written in the tables: phrases between commas. */
export function list(text: string): readonly string[] {
  return text.split(',').map((phrase) => phrase.trim().replace(/\s+/g, ' '));
}
