import { execFile } from 'node:child_process';
import { SigiloError } from '../../src/errors.ts';

const OLDEST_JAVA = 17;

/** The major version that `java -version` prints, or null; '1.8.0_402' is 8 and '17.0.15' is 17. */
export function javaMajorVersion(output: string): number | null {
  const match = /version "(\d+)(?:\.(\d+))?/.exec(output);
  if (!match) return null;
  const major = Number(match[1]);
  return major === 1 ? Number(match[2]) : major;
}

/**
 * Checks that the programs of the local stack are on the PATH.
 * @param withMaven false once the libraries are cached: Maven is then not needed
 * @throws SigiloError stack.requirements, naming every program that is missing or too old
 */
export async function checkRequirements(withMaven: boolean): Promise<void> {
  const faults: string[] = [];
  const java = await outputOf('java', ['-version']);
  const version = java === null ? null : javaMajorVersion(java);
  if (java === null) faults.push('`java` is not on the PATH');
  else if (version === null) faults.push('`java -version` does not name a version');
  else if (version < OLDEST_JAVA) faults.push(`\`java\` is version ${version}, and ${OLDEST_JAVA} or newer is needed`);
  if (withMaven) {
    if ((await outputOf('mvn', ['--version'])) === null) faults.push('`mvn` (Apache Maven) is not on the PATH');
    if ((await outputOf('tar', ['--version'])) === null) faults.push('`tar` is not on the PATH');
  }
  if (faults.length > 0) throw new SigiloError('stack.requirements', { faults });
}

/** What a program prints, or null when it cannot be run. */
function outputOf(program: string, args: readonly string[]): Promise<string | null> {
  return new Promise((resolve) => {
    execFile(program, args, (error, stdout, stderr) => resolve(error ? null : stdout + stderr));
  });
}
