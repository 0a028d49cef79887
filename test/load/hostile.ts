/** A flood of records with 5 % garbage of every kind: nothing is lost, nothing stops. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endScript, readScriptOptions } from '../../src/training/script-options.ts';
import { INTERRUPTED, watchInterruption } from './interruption.ts';

const HELP = `Usage: npm run hostile -- [--records N] [--seed S] [--json]

Writes chat, clinical and test records of which 5 % are garbage of every known kind to a local Kafka that is started for it
(Java 17, Maven), lets one worker work them off, and compares what Kafka's Java client reads from sinks and quarantines with
what was written, record by record. A quarter as many records without garbage are the yardstick of its speed. Exit code 1
when a record is missing, doubled, out of order, or quarantined for another reason than planned, when the worker's metrics
say something else, when a partition lags or the process ends.

  --records N  records with garbage among them (1000000)
  --seed S     of the synthetic records (1); bits are turned over at random
  --json       print one JSON object
  --help       show this

Example:
  $ npm run hostile -- --records 100000 --seed 7 --json`;

const { values } = readScriptOptions('hostile', HELP, {
  options: {
    records: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
  },
});
for (const option of ['records', 'seed'] as const) {
  if (!/^[1-9]\d{0,8}$/.test(values[option]))
    endScript('hostile', `--${option} takes a whole number from 1 to 999999999`);
}
const say = (line: string) => values.json || process.stdout.write(`${line}\n`);

const { startStack, stopStack } = await import('../../deploy/local/stack-control.ts');
const { cleanUpRuns } = await import('../integration/worker-run.ts');
const { runHostileTraffic } = await import('./run-hostile.ts');
const { faultsOfHostile } = await import('./hostile-faults.ts');

const GARBAGE = 0.05;
const CLEAN_SHARE = 0.25;
const directory = mkdtempSync(join(tmpdir(), 'sigilo-hostile-'));
const stackDirectory = join(directory, 'stack');
const interruption = watchInterruption();

async function measure() {
  const stack = await startStack({ directory: stackDirectory, nodes: 1, signal: interruption.signal });
  const [records, seed] = [Number(values.records), Number(values.seed)];
  const yardstick = { records: Math.max(1, Math.round(records * CLEAN_SHARE)), garbage: 0, seed };
  const clean = await runHostileTraffic({ stack, say, ...yardstick });
  say(`without garbage: ${clean.recordsPerSecond} records/s`);
  const hostile = await runHostileTraffic({ stack, say, records, garbage: GARBAGE, seed });
  const faults = [...faultsOfHostile(clean).map((fault) => `without garbage: ${fault}`), ...faultsOfHostile(hostile)];
  const cleanRecordsPerSecond = clean.recordsPerSecond;
  const ratio = Number((hostile.recordsPerSecond / Math.max(1, cleanRecordsPerSecond)).toFixed(2));
  return { ...hostile, seed, cleanRecordsPerSecond, ratio, faults, exit: faults.length > 0 ? 1 : 0 };
}

try {
  const report = await interruption.until(measure());
  process.stdout.write(`${JSON.stringify(report, null, values.json ? 0 : 2)}\n`);
  process.exitCode = report.exit;
} catch (error) {
  const isInterrupted = interruption.signal.aborted;
  const reason = isInterrupted ? 'interrupted: no process is left behind' : (error as Error).message;
  process.stderr.write(`hostile: ${reason}\n`);
  process.exitCode = isInterrupted ? INTERRUPTED : 1;
} finally {
  await cleanUpRuns();
  await stopStack(stackDirectory);
  rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
  if (interruption.signal.aborted) process.exit();
}
