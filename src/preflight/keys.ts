import type { Config } from '../config.ts';
import { loadConfiguredKey, usedKeyVersions } from '../configured-key.ts';
import { SigiloError } from '../errors.ts';
import { makeDataKey } from '../io/key-store.ts';
import { type Finding, faultOf, warning } from './finding.ts';

/**
 * Reads each key version that is configured, holds it against its pinned check value, and makes a quarantine key for the
 * recipients, to see that they serve.
 */
export async function keyFindings(config: Pick<Config, 'keys' | 'routes' | 'quarantine'>): Promise<readonly Finding[]> {
  const { keys, quarantine } = config;
  const attempts = [
    ...usedKeyVersions(config).map((version) => async () => pinFindings(keys, version)),
    async () => {
      await makeDataKey(quarantine.recipients);
      return [];
    },
  ];
  const findings: Finding[] = [];
  for (const attempt of attempts) {
    try {
      findings.push(...(await attempt()));
    } catch (error) {
      if (!(error instanceof SigiloError)) throw error;
      findings.push(faultOf(error));
    }
  }
  return findings;
}

/** A key that nothing pins serves, but one that takes its place would serve as well. */
function pinFindings(keys: Config['keys'], version: string): readonly Finding[] {
  const { check, isPinned } = loadConfiguredKey(keys, version);
  if (isPinned) return [];
  const line = `keys: { check: { ${version}: '${check}' } }`;
  return [warning('keys.unpinned', { setting: `keys.check.${version}`, faults: [line] })];
}
