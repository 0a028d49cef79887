import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Fault } from './describe-issues.ts';
import { valueAt } from './environment.ts';

/**
 * The key directory, or the file of the active version, when it is not there. Keys are read at the start, which says more
 * of them; this is for those whose configuration has other faults, so that both come in one round.
 * @param directory of the configuration
 */
export function missingKeys(tree: unknown, directory: string): Fault[] {
  const place = valueAt(tree, ['keys', 'directory']);
  const version = valueAt(tree, ['keys', 'active']);
  if (typeof place !== 'string' || place === '') return [];
  const keys = resolve(directory, place);
  if (!existsSync(keys)) return [{ path: ['keys', 'directory'], text: 'does not exist; see `sigilo keys generate`' }];
  if (typeof version !== 'string' || existsSync(join(keys, `${version}.key`))) return [];
  return [{ path: ['keys', 'active'], text: 'names a version whose key file is not in the directory' }];
}
