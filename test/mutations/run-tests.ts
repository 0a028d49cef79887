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
  readonly numTotalTests: number;
  readonly testResults: readonly {
    readonly message: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

/** Runs unit tests of the copy in a directory until the first failure. A file that cannot be loaded counts as no test. */
export async function runTests(directory: string, tests: readonly string[]): Promise<TestRun> {
  const output = join(directory, 'report.json');
  rmSync(output, { force: true });
  const command = ['node_modules/vitest/vitest.mjs', 'run', '--project', 'unit', ...tests, '--bail', '1'];
  const options = ['--no-isolate', '--pool=threads', '--maxWorkers=1', '--reporter=json', '--outputFile', output];
  const child = spawn(process.execPath, [...command, ...options], { cwd: directory, stdio: 'ignore' });
  await once(child, 'exit');
  if (!existsSync(output)) return { total: 0, failed: null };
  const report = JSON.parse(readFileSync(output, 'utf8')) as Report;
  const failed = report.testResults.flatMap((file) => file.assertionResults).find(({ status }) => status === 'failed');
  return { total: report.numTotalTests, failed: failed?.fullName ?? null };
}
