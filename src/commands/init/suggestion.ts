import type { SchemaNode } from '../../core/avro/schema.ts';

/** What to do with one place of a schema, as proposed by its name, type, doc and tags. */
export interface Suggestion {
  /** Treatments as written in a policy, best first; the next ones are for profiles that refuse those before. */
  readonly treatments: readonly string[];
  /** False: a person has to decide; the line says REVIEW. */
  readonly isSure: boolean;
  /** Why, in a few words. */
  readonly reason: string;
}

/** All that is known of a single value. */
export interface LeafPlace {
  /** Name of the field that holds it, also through arrays, maps and unions. */
  readonly name: string;
  /** Words of the type and the field that enclose the field. */
  readonly context: readonly string[];
  readonly node: SchemaNode;
  readonly tags: readonly string[];
  /** Tags of what encloses the field. */
  readonly outerTags: readonly string[];
  /** Doc of the field or of its type; empty when there is none. */
  readonly doc: string;
}

/** A suggestion that needs no look; the treatments that follow the first are for profiles that refuse it. */
export function sure(reason: string, ...treatments: readonly string[]): Suggestion {
  return { treatments: [...treatments, 'drop'], isSure: true, reason };
}

/** A suggestion to be looked at: dropped until somebody has. */
export function unsure(reason: string): Suggestion {
  return { treatments: ['drop'], isSure: false, reason };
}
