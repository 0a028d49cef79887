/** Soak test: the worker at half of its peak rate, watched from outside. */
import { writeFileSync } from 'node:fs';
import { endScript, outputFault, readScriptOptions } from '../../src/training/script-options.ts';
import { INTERRUPTED, watchInterruption } from './interruption.ts';

const HELP = `Usage: npm run soak -- [--minutes M] [--warm-up M] [--rate R] [--backlog N]
                      [--seed S] [--series F] [--json]

Finds the peak rate of one worker on a local Kafka that is started for it (Java 17, Maven), makes the records beforehand
(about 1 GB a million on disk), then writes steadily at half of the peak, and measures the time of each record from a Java
producer to a Java reader of the sink, memory, and open handles. Exit code 1 when p99 is above 250 ms, memory grows by more
than 1 MB in 10 minutes, handles grow, or a record is lost or doubled. Of less than 20 minutes the slopes say little.

  --minutes M  how long it measures (20)
  --warm-up M  how long it writes at the same rate before (10)
  --rate R     records a second instead of half of the peak
  --backlog N  records of which the peak rate is taken; they fill the worker's caches too (400000)
  --seed S     of the synthetic records (1)
  --series F   write the series that were measured to this file, as JSON
  --json       print one JSON object
  --help       show this

Example:
  $ npm run soak -- --minutes 20 --json`;

const { values } = readScriptOptions('soak', HELP, {
  options: {
    minutes: { type: 'string', default: '20' },
    'warm-up': { type: 'string', default: '10' },
    rate: { type: 'string' },
    backlog: { type: 'string', default: '400000' },
    seed: { type: 'string', default: '1' },
    series: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});

function numberOf(option: string, text: string, form: RegExp, wanted: string): number {
  if (!form.test(text) || Number(text) === 0) endScript('soak', `--${option} takes ${wanted}`);
  return Number(text);
}
const minutesOf = (option: string, text: string) =>
  numberOf(option, text, /^\d{1,4}(\.\d+)?$/, 'a number above 0 and below 10000');
const wholeNumberOf = (option: string, text: string) =>
  numberOf(option, text, /^\d{1,9}$/, 'a whole number from 1 to 999999999');

const options = {
  minutes: minutesOf('minutes', values.minutes),
  warmUpMinutes: minutesOf('warm-up', values['warm-up']),
  rate: values.rate === undefined ? null : wholeNumberOf('rate', values.rate),
  backlog: wholeNumberOf('backlog', values.backlog),
  seed: wholeNumberOf('seed', values.seed),
};
const seriesFault = values.series === undefined ? null : outputFault(values.series);
if (seriesFault !== null) endScript('soak', `--series ${seriesFault}`);

const interruption = watchInterruption();
try {
  const { runSoak } = await import('./run-soak.ts');
  const say = (line: string) => values.json || process.stdout.write(`${line}\n`);
  const { report, series } = await runSoak(options, say, interruption);
  process.stdout.write(`${JSON.stringify(report, null, values.json ? 0 : 2)}\n`);
  process.exitCode = report.exit;
  if (values.series !== undefined) writeFileSync(values.series, JSON.stringify(series));
} catch (error) {
  const isInterrupted = interruption.signal.aborted;
  process.stderr.write(
    `soak: ${isInterrupted ? 'interrupted: no process is left behind' : (error as Error).message}\n`,
  );
  process.exit(isInterrupted ? INTERRUPTED : 1);
}
