import { SigiloError } from '../errors.ts';
import { loadTokenKey, makeDataKey } from '../io/key-store.ts';
import { type Finding, faultOf } from './finding.ts';

/** Reads each key version that is configured, and makes a quarantine key for the recipients, to see that they serve. */
export async function keyFindings(
  directory: string,
  versions: readonly string[],
  recipients: readonly string[],
): Promise<readonly Finding[]> {
  const attempts = [
    ...[...new Set(versions)].map((version) => async () => void loadTokenKey(directory, version)),
    async () => void (await makeDataKey(recipients)),
  ];
  const findings: Finding[] = [];
  for (const attempt of attempts) {
    try {
      await attempt();
    } catch (error) {
      if (!(error instanceof SigiloError)) throw error;
      findings.push(faultOf(error));
    }
  }
  return findings;
}
