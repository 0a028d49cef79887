import type { Config } from '../config.ts';
import { loadConfiguredKey, usedKeyVersions } from '../configured-key.ts';
import { SigiloError } from '../errors.ts';
import { makeDataKey } from '../io/key-store.ts';
import { type Finding, faultOf, warning } from './finding.ts';
import { tried } from './tried.ts';

/**
 * Reads each key version that is configured, holds it against its pinned check value, and makes a quarantine key for the
 * recipients, to see that they serve.
 */
export async function keyFindings(config: Pick<Config, 'keys' | 'routes' | 'quarantine'>): Promise<readonly Finding[]> {
  const { keys, quarantine } = config;
  const findings: Finding[] = [];
  for (const version of usedKeyVersions(config)) {
    const found = await tried(() => pinFindings(keys, version));
    findings.push(...(found instanceof SigiloError ? [faultOf(found)] : found));
  }
  const sealed = await tried(() => makeDataKey(quarantine.recipients));
  if (sealed instanceof SigiloError) findings.push(faultOf(sealed));
  return findings;
}

/** A key that nothing pins serves, but one that takes its place would serve as well. */
function pinFindings(keys: Config['keys'], version: string): readonly Finding[] {
  const { check, isPinned } = loadConfiguredKey(keys, version);
  if (isPinned) return [];
  const line = `keys: { check: { ${version}: '${check}' } }`;
  return [warning('keys.unpinned', { setting: `keys.check.${version}`, faults: [line] })];
}
