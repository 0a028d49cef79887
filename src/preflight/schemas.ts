import { CHECKED_VERSIONS, type PolicyCheck } from '../build-pipelines.ts';
import type { SigiloError } from '../errors.ts';
import { type Finding, fault, warning } from './finding.ts';

const CODES = { uncovered_field: 'source.schema_uncovered', sink_schema_missing: 'sink.schema_missing' } as const;

/**
 * What the registry says of the policies. Without an answer the start goes on: each record is held to its policy anyway.
 * @param registryUrl as configured; it holds no credentials
 */
export function schemaFindings(
  { failure, blocked, missing, cut }: PolicyCheck,
  registryUrl: string,
): readonly Finding[] {
  return [
    ...(failure ? [failureFinding(failure, registryUrl)] : []),
    ...cut.map(({ route, subject, versions }) =>
      warning('source.schema_versions', { route, subject, limit: CHECKED_VERSIONS, actual: versions }),
    ),
    ...missing.map(({ route, subject }) => warning('source.schema_missing', { route, subject })),
    ...blocked.map(({ route, schemaId, reason }) => warning(CODES[reason], { route, schemaId })),
  ];
}

/** A registry that is not who it should be, or that refuses our certificate, does not mend by itself. */
function failureFinding({ code, context }: SigiloError, address: string): Finding {
  const asked = code.startsWith('registry.') ? { ...context, setting: 'registry.url', address } : context;
  return code === 'registry.tls' ? fault(code, asked) : warning(code, asked);
}
