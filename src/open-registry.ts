import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { createRegistryRequest, type RegistryEndpoint } from './io/registry-request.ts';
import { createSchemaRegistry, type RegistryOutcome, type SchemaRegistry } from './io/schema-registry.ts';

/**
 * Joins the registry client with its HTTP requests and the clock.
 * @param onRequest called once for each request with how it ended
 * @param onDate told the HTTP Date of each answer
 */
export function openRegistry(
  endpoint: RegistryEndpoint,
  onRequest?: (outcome: RegistryOutcome) => void,
  onDate?: (date: string) => void,
): SchemaRegistry {
  return createSchemaRegistry({
    send: createRegistryRequest(endpoint, onDate),
    now: () => performance.now(),
    sleep: (milliseconds) => sleep(milliseconds),
    ...(onRequest ? { onRequest } : {}),
  });
}
