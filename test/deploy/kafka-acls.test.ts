import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ACL_RULES, requiredAcls } from '../../src/io/required-acls.ts';
import { ACL_SCRIPT, permissionsOf } from './kafka-acls.ts';

const directory = mkdtempSync(join(tmpdir(), 'sigilo-acls-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const WHO = ['--bootstrap-server', 'kafka:9093', '--principal', 'User:sigilo'];
const TOPICS = ['--group', 'g', '--source', 'a', '--sink', 'c', '--quarantine', 'q'];
const chat = { name: 'chat', source: 'chat.raw', sink: 'chat.clean', quarantine: 'quarantine' };
const labs = { name: 'labs', source: 'labs.raw', sink: 'labs.clean', quarantine: 'quarantine' };

const optionsOf = (...routes: (typeof chat)[]) => [
  ...['--group', 'sigilo'],
  ...routes.flatMap(({ source, sink }) => ['--source', source, '--sink', sink]),
  ...['--quarantine', 'quarantine'],
];

const linesOf = (group: string, routes: Parameters<typeof requiredAcls>[1]) =>
  requiredAcls(group, routes)
    .flatMap(({ resource, pattern, name, operations }) =>
      operations.map((operation) => `${resource} ${pattern} ${name} ${operation}`),
    )
    .sort();

function run(args: readonly string[], env: NodeJS.ProcessEnv = process.env) {
  return spawnSync('sh', [ACL_SCRIPT, ...args], { encoding: 'utf8', env });
}

describe('the ACL script', () => {
  it('grants a worker what the list says, and nothing else', () => {
    expect(permissionsOf('worker', optionsOf(chat))).toEqual(linesOf('sigilo', [chat]));
    expect(permissionsOf('worker', optionsOf(chat, labs))).toEqual(linesOf('sigilo', [chat, labs]));
  });

  it('leaves transactions out on demand', () => {
    const routes = [{ ...chat, mode: 'at_least_once' as const }];
    expect(permissionsOf('worker', [...optionsOf(chat), '--no-transactions'])).toEqual(linesOf('sigilo', routes));
  });

  it.each([
    ['reader', ['--sink', 'chat.clean']],
    ['operator', ['--quarantine', 'quarantine']],
  ] as const)('grants a %s what the list says, and nothing else', (role, options) => {
    const names: Record<string, string> = { ...chat, group: 'readers' };
    const wanted = ACL_RULES.filter((rule) => rule.role === role).flatMap(({ target, resource, pattern, operations }) =>
      operations.map((operation) => `${resource} ${pattern} ${names[target]} ${operation}`),
    );
    expect(permissionsOf(role, ['--group', 'readers', ...options])).toEqual(wanted.sort());
  });

  it('prints commands that a shell reads as the same words as are run', () => {
    const program = join(directory, 'stub acls.sh');
    writeFileSync(program, '#!/bin/sh\nfor word in "$@"; do printf "<%s>" "$word"; done\necho\n');
    chmodSync(program, 0o700);
    const special = ['--principal', "User:CN=o'neil,O=a b", '--command-config', 'a file', '--kafka-acls', program];
    const args = ['worker', '--bootstrap-server', 'kafka:9093', ...special, ...TOPICS];
    const real = run(args).stdout;
    const ran = real.split('\n').filter((line) => line.startsWith('<'));
    expect(ran).toHaveLength(4);
    expect(ran[0]).toContain("<--allow-principal><User:CN=o'neil,O=a b>");
    const again = execFileSync('sh', { input: run([...args, '--dry-run']).stdout, encoding: 'utf8' });
    expect(again.trimEnd().split('\n')).toEqual(ran);
  });

  it('takes the same permissions away with --remove, without asking', () => {
    const added = run(['worker', ...WHO, ...TOPICS, '--dry-run']).stdout;
    const removed = run(['worker', ...WHO, ...TOPICS, '--remove', '--dry-run']).stdout;
    expect(removed.replaceAll('--remove', '--add').replaceAll(' --force', '')).toBe(added);
    expect(removed.match(/--force/g)).toHaveLength(4);
  });

  it('ends with the status of the tool when that fails, and runs no further command', () => {
    const { status, stdout } = run(['worker', ...WHO, ...TOPICS, '--kafka-acls', 'false']);
    expect(status).toBe(1);
    expect(stdout.trimEnd().split('\n')).toHaveLength(1);
  });

  it('says how it is used', () => {
    const { status, stdout } = run(['--help']);
    expect(status).toBe(0);
    for (const word of ['worker', 'reader', 'operator', '--dry-run', 'Example:']) expect(stdout).toContain(word);
  });

  const full = ['worker', ...WHO, ...TOPICS];
  const without = (option: string) => full.filter((word, index) => word !== option && full[index - 1] !== option);
  it.each([
    ['no role', full.slice(1), 'name a role'],
    ['two roles', [...full, 'reader'], 'only one role at a time'],
    ['an unknown word', [...full, '--cluster'], 'unknown word --cluster'],
    ['no brokers', without('--bootstrap-server'), '--bootstrap-server is missing'],
    ['no principal', without('--principal'), '--principal is missing'],
    ['no group', without('--group'), '--group is missing'],
    ['no source', without('--source'), 'a worker needs'],
    ['no quarantine', without('--quarantine'), 'a worker needs'],
    ['a principal without a type', [...full, '--principal', 'sigilo'], '--principal must have a type'],
    ['everybody', [...full, '--principal', 'User:*'], '--principal must not be everybody'],
    ['all topics', [...full, '--source', '*'], '--source must be a name'],
    ['two names in one', [...full, '--sink', 'a b'], '--sink must be a name'],
    ['all groups', [...full, '--group', '*'], '--group must be a name'],
    ['all transactions', [...full, '--transactional-prefix', '*'], '--transactional-prefix must be'],
    ['an empty value', [...full, '--source', ''], '--source must not be empty'],
    ['a missing value', [...full, '--source'], '--source needs a value'],
    ['a reader of the source', ['reader', ...WHO, ...TOPICS], 'a reader gets no --source'],
    ['a reader without a sink', ['reader', ...WHO, '--group', 'g'], 'a reader needs --sink'],
    ['an operator of the sink', ['operator', ...WHO, ...TOPICS], 'an operator gets no --source'],
    ['no tool', full, 'kafka-acls.sh is not on the PATH'],
  ])('refuses %s before it runs anything', (_name, args, text) => {
    const empty = { PATH: directory };
    const { status, stdout, stderr } = spawnSync('/bin/sh', [ACL_SCRIPT, ...args], { encoding: 'utf8', env: empty });
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(`acls.sh: ${text}`);
  });
});
