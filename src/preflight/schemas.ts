import type { PolicyCheck } from '../build-pipelines.ts';
import type { SigiloError } from '../errors.ts';
import { type Finding, faultOf, warning } from './finding.ts';

const CODES = { uncovered_field: 'source.schema_uncovered', sink_schema_missing: 'sink.schema_missing' } as const;

/** What the registry says of the policies. Without an answer the start goes on: each record is held to its policy anyway. */
export function schemaFindings({ failure, blocked, missing }: PolicyCheck): readonly Finding[] {
  return [
    ...(failure ? [failureFinding(failure)] : []),
    ...missing.map(({ route, subject }) => warning('source.schema_missing', { route, subject })),
    ...blocked.map(({ route, schemaId, reason }) => warning(CODES[reason], { route, schemaId })),
  ];
}

/** A registry that is not who it should be, or that refuses our certificate, does not mend by itself. */
function failureFinding(failure: SigiloError): Finding {
  return failure.code === 'registry.tls' ? faultOf(failure) : warning(failure.code, failure.context);
}
