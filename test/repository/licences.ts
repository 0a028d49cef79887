/** `npm run licences`: lists the licence of each production package; exit code 1 when one is not allowed. */
import { licenceFaults, readLockFile } from './production-packages.ts';

const packages = readLockFile().filter(({ isDevelopment }) => !isDevelopment);
const width = Math.max(...packages.map(({ name, version }) => `${name}@${version}`.length));
for (const { name, version, licence } of packages) {
  process.stdout.write(`${`${name}@${version}`.padEnd(width)}  ${licence ?? '-'}\n`);
}
const faults = licenceFaults(packages);
for (const fault of faults) process.stderr.write(`licences: ${fault} is not allowed\n`);
process.exitCode = faults.length > 0 ? 1 : 0;
