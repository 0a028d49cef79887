import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LICENCES_BY_FILE } from '../../src/reference/software-bill.ts';

const ROOT = join(import.meta.dirname, '../..');

/** A package as the lock file describes it. */
export interface LockedPackage {
  /** `node_modules/…` */
  readonly path: string;
  readonly name: string;
  readonly version: string;
  /** SPDX; null where neither its package.json nor our table names one. */
  readonly licence: string | null;
  readonly integrity: string | null;
  /** Where it was taken from; null where any registry may serve it. */
  readonly resolved: string | null;
  readonly hasInstallScript: boolean;
  /** Not installed with `--omit=dev`. */
  readonly isDevelopment: boolean;
  /** Installed only where system and processor fit. */
  readonly isOptional: boolean;
}

interface LockEntry {
  readonly version?: string;
  readonly license?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly hasInstallScript?: boolean;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly link?: boolean;
}

/** All packages of a lock file but the project itself. */
export function readLockFile(text = readFileSync(join(ROOT, 'package-lock.json'), 'utf8')): LockedPackage[] {
  const { packages } = JSON.parse(text) as { packages: Record<string, LockEntry> };
  return Object.entries(packages).flatMap(([path, entry]) => (path === '' ? [] : [describe(path, entry)]));
}

function describe(path: string, entry: LockEntry): LockedPackage {
  const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
  const version = entry.version ?? '';
  return {
    path,
    name,
    version,
    licence: entry.license ?? LICENCES_BY_FILE[`${name}@${version}`] ?? null,
    integrity: entry.integrity ?? null,
    // A link leads out of the repository's folder of packages, whatever it says.
    resolved: entry.link ? `link:${entry.resolved ?? ''}` : (entry.resolved ?? null),
    hasInstallScript: entry.hasInstallScript ?? false,
    isDevelopment: entry.dev ?? false,
    isOptional: entry.optional ?? false,
  };
}

const ALLOWED_LICENCES = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'Unlicense',
]);

/** Packages that a hospital could not take over without asking its lawyers: `name@version: licence`. */
export function licenceFaults(packages: readonly LockedPackage[]): string[] {
  const refused = packages.filter(({ licence }) => licence === null || !isAllowed(licence));
  return refused.map(({ name, version, licence }) => `${name}@${version}: ${licence ?? 'names no licence'}`);
}

/** Of `(A OR B)` one may be chosen; of `A AND B` each holds. */
function isAllowed(expression: string): boolean {
  const words = expression.replace(/^\((.*)\)$/, '$1');
  if (words.includes('(')) return false;
  if (words.includes(' OR ')) return words.split(' OR ').some(isAllowed);
  return words.split(' AND ').every((licence) => ALLOWED_LICENCES.has(licence.trim()));
}
