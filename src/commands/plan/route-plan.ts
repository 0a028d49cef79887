import type { SchemaReport } from '../../policy-report.ts';

/** Whether the sink's subject holds the sink schema, or would take it; `unknown` without registry. */
export type SinkState = 'registered' | 'compatible' | 'incompatible' | 'unknown';

/** The plan of one schema version, with the state of its sink schema. */
export interface SchemaPlan extends SchemaReport {
  /** Where the sink schema is looked up; null without registry, or when there is no sink schema. */
  readonly sinkSubject: string | null;
  readonly sinkState: SinkState;
}

/** The plans of one route over all versions of its source schemas. */
export interface RoutePlan {
  readonly route: string;
  /** Where the schemas of the source's values are registered; none without registry. */
  readonly subjects: readonly string[];
  readonly schemas: readonly SchemaPlan[];
  /** Rules that no version has a place for; none are listed while there is no version. */
  readonly unused: readonly string[];
  /** Version of the token key, and that of record keys where the route pins another. */
  readonly keyVersions: { readonly active: string; readonly recordKey: string };
  readonly detector: string;
  /** What becomes of fields that no rule names. */
  readonly uncovered: 'quarantine' | 'drop';
}
