/** `npm run chaos`: workers, brokers and registry under faults, load and an oracle; see `--help`. */
import { ALL_PLANNED, faultsWith } from './faults.ts';
import { type ChaosOptions, HELP, readOptions } from './options.ts';
import { describeReport } from './report.ts';
import { kindsOf, lacking, MACHINE } from './requirements.ts';
import { type RunOptions, runChaos, versionsFor } from './run-chaos.ts';
import { sliceOptions } from './slice.ts';

const WRONG_OPTIONS = 2;
const INTERRUPTED = 130;

const kinds = ALL_PLANNED.map(({ kind }) => kind);
const asked = readOptions(process.argv.slice(2), kinds);
if (asked.kind === 'help') process.stdout.write(HELP);
else if (asked.kind === 'list') process.stdout.write(`${kinds.join('\n')}\n`);
else if (asked.kind === 'wrong') refuse(asked.faults);
else {
  const options = runOptions(asked.options);
  const faults = lacking(kindsOf(options), MACHINE);
  if (faults.length > 0) refuse(faults);
  else process.exitCode = await main(asked.options, options);
  // A fault that waits for a request would keep the process for a minute.
  process.exit();
}

function refuse(faults: readonly string[]): void {
  process.stderr.write([...faults, '--help shows all options'].map((line) => `chaos: ${line}\n`).join(''));
  process.exitCode = WRONG_OPTIONS;
}

async function main(options: ChaosOptions, run: RunOptions): Promise<number> {
  const interrupted = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, () => interrupted.abort());
  if (options.untilInputEnds) process.stdin.once('end', () => interrupted.abort()).resume();
  const say = (line: string) => void process.stderr.write(`chaos: ${line}\n`);
  try {
    const report = await runChaos(run, options.json ? () => {} : say, interrupted.signal);
    process.stdout.write(options.json ? `${JSON.stringify(report)}\n` : `${describeReport(report)}\n`);
    return report.ok ? 0 : 1;
  } catch (error) {
    say(interrupted.signal.aborted ? 'interrupted: no process is left behind' : `failed: ${(error as Error).message}`);
    return interrupted.signal.aborted ? INTERRUPTED : 1;
  }
}

function runOptions(options: ChaosOptions): RunOptions {
  if (options.slice) return sliceOptions(options);
  const { only } = options;
  // Who names a fault wants it in a short run too.
  const named = ALL_PLANNED.filter(({ kind }) => only?.includes(kind)).map((each) => ({ ...each, fromMinutes: 0 }));
  const planned = only === null ? ALL_PLANNED : named;
  const versions = versionsFor(planned, options.minutes);
  return { ...options, planned, faults: faultsWith(options.registryMinutes), versions };
}
