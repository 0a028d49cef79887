import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { REPOSITORY } from '../deploy/dockerfile.ts';

const FOLDER = join(REPOSITORY, 'deploy/prometheus');
const root = mkdtempSync(join(tmpdir(), 'sigilo-rules-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const isMissing = spawnSync('promtool', ['--version']).error !== undefined;

describe.skipIf(isMissing)('the tests of the alerts (skipped without promtool)', () => {
  it.each([
    [
      'a leak is no longer noticed',
      'sum by (job, route, check) (increase(sigilo_leaks_blocked_total[15m])) > 0',
      'vector(0) > 1',
    ],
    ['the share of the quarantine counts in a handful of records', '> 20', '> 0'],
    ['counters of young workers are forgotten', 'time() - process_start_time_seconds < 900', 'vector(0) > 1'],
    [
      'a standing lag is taken for a growing one',
      '(delta(sigilo_consumer_lag_records[10m])) > 0',
      '(delta(sigilo_consumer_lag_records[10m])) >= 0',
    ],
  ])('finds out when %s', (_, from, to) => {
    const broken = mkdtempSync(join(root, 'broken-'));
    cpSync(FOLDER, broken, { recursive: true });
    const text = readFileSync(join(broken, 'sigilo.rules.yaml'), 'utf8');
    expect(text).toContain(from);
    writeFileSync(join(broken, 'sigilo.rules.yaml'), text.replaceAll(from, to));
    const run = ['test', 'rules', 'sigilo.rules.test.yaml'];
    const { status, stdout, stderr } = spawnSync('promtool', run, { cwd: broken, encoding: 'utf8' });
    expect([status, stdout + stderr]).toEqual([1, expect.stringContaining('FAILED')]);
  });
});
