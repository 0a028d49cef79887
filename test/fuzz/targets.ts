import type { FuzzTarget } from './fuzz-target.ts';
import { configuration } from './targets/configuration.ts';
import { fetchResponses, recordBatches } from './targets/fetches.ts';
import { httpRequests } from './targets/http-requests.ts';
import { redactLines } from './targets/lines.ts';
import { policyFiles } from './targets/policies.ts';
import { quarantine } from './targets/quarantine.ts';
import { recordBytes, recordValues } from './targets/records.ts';
import { registry } from './targets/registry.ts';
import { schemas } from './targets/schemas.ts';

/** Every way in for hostile input that is fuzzed. */
export const TARGETS: readonly FuzzTarget[] = [
  ...[recordBytes, recordValues, recordBatches, fetchResponses, quarantine],
  ...[policyFiles, configuration, schemas, registry, httpRequests, redactLines],
];
