import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** How many tests ran, and the first that failed (null: none). */
export interface TestRun {
  readonly total: number;
  readonly failed: string | null;
}

interface Report {
  readonly testResults: readonly {
    readonly message: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

const SHARED = ['--no-isolate', '--pool=threads', '--maxWorkers=1'];

/**
 * Runs unit or integration tests of the copy in a directory until the first failure. A file that cannot be loaded counts
 * as no test.
 * @param named part of the names of those that are to run; all unless given
 */
export async function runTests(directory: string, tests: readonly string[], named?: string): Promise<TestRun> {
  const output = join(directory, 'report.json');
  rmSync(output, { force: true });
  const isUnit = !tests.some((test) => test.startsWith('test/integration/'));
  const command = ['node_modules/vitest/vitest.mjs', 'run', '--project', isUnit ? 'unit' : 'integration', ...tests];
  const chosen = named === undefined ? [] : ['--testNamePattern', named];
  const options = ['--bail', '1', ...(isUnit ? SHARED : []), '--reporter=json', '--outputFile', output];
  const child = spawn(process.execPath, [...command, ...chosen, ...options], { cwd: directory, stdio: 'ignore' });
  await once(child, 'exit');
  if (!existsSync(output)) return { total: 0, failed: null };
  const report = JSON.parse(readFileSync(output, 'utf8')) as Report;
  const results = report.testResults.flatMap((file) => file.assertionResults);
  const ran = results.filter(({ status }) => status === 'passed' || status === 'failed');
  const failed = ran.find(({ status }) => status === 'failed');
  return { total: ran.length, failed: failed?.fullName ?? null };
}
