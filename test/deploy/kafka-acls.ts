import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { AclRole } from '../../src/io/required-acls.ts';

export const ACL_SCRIPT = join(import.meta.dirname, '../../deploy/kafka/acls.sh');

/** A permission as one line: `topic literal chat.raw Read`. */
export type AclLine = string;

/** Runs the script with `--dry-run` and reads the permissions from the commands that it prints. */
export function permissionsOf(role: AclRole, options: readonly string[]): readonly AclLine[] {
  const who = ['--bootstrap-server', 'kafka:9093', '--principal', 'User:sigilo'];
  const output = execFileSync('sh', [ACL_SCRIPT, role, ...who, ...options, '--dry-run'], { encoding: 'utf8' });
  return output
    .trimEnd()
    .split('\n')
    .flatMap((command) => permissionsOfCommand(command.split(' ')))
    .sort();
}

function permissionsOfCommand(words: readonly string[]): AclLine[] {
  const valuesOf = (option: string) => words.flatMap((word, index) => (words[index - 1] === option ? [word] : []));
  const pattern = valuesOf('--resource-pattern-type')[0] ?? 'literal';
  return ['topic', 'group', 'transactional-id', 'cluster'].flatMap((resource) =>
    valuesOf(`--${resource}`).flatMap((name) =>
      valuesOf('--operation').map((operation) => `${resource} ${pattern} ${name} ${operation}`),
    ),
  );
}
