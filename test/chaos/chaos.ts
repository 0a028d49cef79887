/** `npm run chaos`: workers, brokers and registry under faults, load and an oracle; see `--help`. */
import { ALL_PLANNED, faultsWith } from './faults.ts';
import { HELP, readOptions } from './options.ts';
import { describeReport } from './report.ts';
import { runChaos, versionsFor } from './run-chaos.ts';

const WRONG_OPTIONS = 2;
const INTERRUPTED = 130;

const kinds = ALL_PLANNED.map(({ kind }) => kind);
const asked = readOptions(process.argv.slice(2), kinds);
if (asked.kind === 'help') process.stdout.write(HELP);
else if (asked.kind === 'list') process.stdout.write(`${kinds.join('\n')}\n`);
else if (asked.kind === 'wrong') {
  process.stderr.write(asked.faults.map((fault) => `chaos: ${fault}\n`).join(''));
  process.stderr.write('chaos: --help shows all options\n');
  process.exitCode = WRONG_OPTIONS;
} else {
  const interrupted = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, () => interrupted.abort());
  const { options } = asked;
  const say = (line: string) => void process.stderr.write(`chaos: ${line}\n`);
  try {
    const planned = ALL_PLANNED.filter(({ kind }) => options.only === null || options.only.includes(kind));
    const versions = versionsFor(planned, options.minutes);
    const report = await runChaos(
      { ...options, planned, faults: faultsWith(options.registryMinutes), versions },
      options.json ? () => {} : say,
      interrupted.signal,
    );
    process.stdout.write(options.json ? `${JSON.stringify(report)}\n` : `${describeReport(report)}\n`);
    process.exitCode = report.ok ? 0 : 1;
  } catch (error) {
    say(interrupted.signal.aborted ? 'interrupted: no process is left behind' : `failed: ${(error as Error).message}`);
    process.exitCode = interrupted.signal.aborted ? INTERRUPTED : 1;
  }
  // A fault that waits for a request would keep the process for a minute.
  process.exit();
}
