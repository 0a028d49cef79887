import { tokenizesKey } from '../core/policy/key-rules.ts';
import type { Policy } from '../core/policy/policy.ts';
import type { RouteFacts } from './facts.ts';
import { type Finding, fault } from './finding.ts';

/** A token of ours anywhere in a key: the key itself, or a string in a key in Avro. */
const TOKEN = /\[[A-Z_]{2,20}~(k[1-9][0-9]{0,5})~[A-Z2-7]{16}\]/;

/** The key version of the first token among keys, or null. */
export function keyVersionIn(keys: readonly Buffer[]): string | null {
  for (const key of keys) {
    const found = TOKEN.exec(key.toString('latin1'));
    if (found) return found[1] ?? null;
  }
  return null;
}

/**
 * A compacted sink keeps a record of each key for ever: keys of another version would stay beside the new ones.
 * @param version that the route would write record keys with
 */
export function keyVersionFindings(
  { route, sink, sinkKeyVersion }: RouteFacts,
  policies: readonly Policy[],
  version: string,
): readonly Finding[] {
  if (
    sink === null ||
    sinkKeyVersion === null ||
    sinkKeyVersion === version ||
    !policies.some(({ key }) => tokenizesKey(key))
  )
    return [];
  const faults = [`its last keys are of version ${sinkKeyVersion}, the route would write ${version}`];
  return [fault('sink.key_version', { route: route.name, topic: sink.name, setting: 'routes[].keyVersion', faults })];
}
