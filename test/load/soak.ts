/** Soak test: the worker at half of its peak rate, watched from outside. */
import { endScript, readScriptOptions } from '../../src/training/script-options.ts';

const HELP = `Usage: npm run soak -- [--minutes M] [--rate R] [--backlog N] [--seed S] [--json]

Finds the peak rate of one worker on a local Kafka that is started for it (Java 17, Maven), then writes steadily at half of
it, and measures the time of each record from a Java producer to a Java reader of the sink, memory, and open handles.
Exit code 1 when p99 is above 250 ms, memory grows by more than 1 MB in 10 minutes, handles grow, or a record is lost or
doubled. Of less than 20 minutes the slopes say little.

  --minutes M  how long it writes steadily; the first quarter warms up (20)
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
    rate: { type: 'string' },
    backlog: { type: 'string', default: '400000' },
    seed: { type: 'string', default: '1' },
    series: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});

/** A number above zero. */
function numberOf(option: 'minutes' | 'rate' | 'backlog' | 'seed', text: string, form: RegExp): number {
  if (!form.test(text) || Number(text) === 0) endScript('soak', `--${option} is a number above 0 (--help shows it)`);
  return Number(text);
}

const WHOLE = /^\d{1,9}$/;
const options = {
  minutes: numberOf('minutes', values.minutes, /^\d{1,4}(\.\d+)?$/),
  rate: values.rate === undefined ? null : numberOf('rate', values.rate, WHOLE),
  backlog: numberOf('backlog', values.backlog, WHOLE),
  seed: numberOf('seed', values.seed, WHOLE),
};
const { runSoak } = await import('./run-soak.ts');
const { report, series } = await runSoak(options, (line) => values.json || process.stdout.write(`${line}\n`));
if (values.series !== undefined) (await import('node:fs')).writeFileSync(values.series, JSON.stringify(series));
process.stdout.write(`${JSON.stringify(report, null, values.json ? 0 : 2)}\n`);
process.exitCode = report.exit;
