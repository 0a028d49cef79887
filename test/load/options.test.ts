import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const SOAK = 'load/soak.ts';
const HOSTILE = 'load/hostile.ts';
const FUZZ = 'fuzz/fuzz.ts';
const WHOLE = 'takes a whole number from 1 to 999999999';
/** Nobody finds Java or Maven there. */
const BARE = { ...process.env, PATH: '/nowhere', JAVA_HOME: '/nowhere' };

function run(script: string, words: string, env = process.env) {
  const args = [join(import.meta.dirname, '..', script), ...words.split(' ').filter(Boolean)];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', env });
  return { status, stdout, stderr };
}

describe('a run under load', { timeout: 60_000 }, () => {
  it.each([
    [SOAK, '--rate 0.5', `soak: --rate ${WHOLE}`],
    [SOAK, '--backlog 0', `soak: --backlog ${WHOLE}`],
    [SOAK, '--seed x', `soak: --seed ${WHOLE}`],
    [SOAK, '--warm-up x', 'soak: --warm-up takes a number above 0 and below 10000'],
    [SOAK, '--minutes 0', 'soak: --minutes takes a number above 0 and below 10000'],
    [SOAK, '--series /nowhere/series.json', 'soak: --series /nowhere/series.json: there is no folder /nowhere'],
    [HOSTILE, '--records 1e3', `hostile: --records ${WHOLE}`],
    [FUZZ, '--minutes 0', '--minutes takes a number above 0\n'],
    [FUZZ, '--seed 1.5', '--seed takes a whole number of 0 or more\n'],
    [FUZZ, '--only nothing', '--only knows no target "nothing": it takes one of record-bytes, record-values, '],
  ])('%s %s is refused in a sentence, before anything starts', (script, words, fault) => {
    const { status, stdout, stderr } = run(script, words);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr.startsWith(fault), stderr).toBe(true);
    expect(stderr).not.toMatch(/^ {4}at /m);
  });

  it.each([
    [SOAK, 'soak'],
    [HOSTILE, 'hostile'],
  ])('%s without Java ends in a sentence', (script, name) => {
    const { status, stderr } = run(script, '--json', BARE);
    expect(status).toBe(1);
    expect(stderr).toMatch(new RegExp(`^${name}: stack\\.requirements: .*\\n  - \`java\` is not on the PATH\\n$`));
  });

  it('of the fuzz targets fails where one had no time to run', () => {
    const { status, stdout } = run(FUZZ, `--minutes 0.${'0'.repeat(30)}1 --only policies --seed 1 --json`);
    expect(JSON.parse(stdout)).toMatchObject({ findings: 0, idle: ['policies'] });
    expect(status).toBe(1);
  });
});
