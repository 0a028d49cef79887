import { Command } from 'commander';
import { SigiloError } from '../errors.ts';
import { createProgress } from './demo/progress.ts';
import { formatReport } from './demo/report.ts';
import { runDemo } from './demo/run-demo.ts';
import { standingSetupCommand, standingTrafficCommand } from './demo/standing-commands.ts';
import { wholeNumber } from './demo/whole-number.ts';
import { terminalColors } from './terminal-colors.ts';

const WIDTH_WITHOUT_TERMINAL = 140;

interface DemoFlags {
  readonly records: number;
  readonly seed: number;
  readonly keep: boolean;
  readonly json: boolean;
}

/** The command `sigilo demo`. */
export function demoCommand(): Command {
  return new Command('demo')
    .description('sanitize synthetic chat traffic on a local Kafka and check every record; exit 1 on any surprise')
    .option('--records <count>', 'source records, 1,000 to 500,000', wholeNumber(1_000, 500_000), 20_000)
    .option('--seed <number>', 'another seed gives other traffic', wholeNumber(0, 2 ** 31 - 1), 1)
    .option('--keep', 'leave Kafka, the worker and its files as they are, and say how to stop them', false)
    .option('--json', 'print exactly one JSON object on standard output', false)
    .addHelpText(
      'after',
      '\nRuns in a clone of the repository; needs Java 17 and Maven, and downloads about 270 MB once.\n\nExample:\n  $ npm run demo -- --records 50000 --keep',
    )
    .addCommand(standingSetupCommand())
    .addCommand(standingTrafficCommand())
    .action(demo);
}

async function demo(flags: DemoFlags): Promise<void> {
  const stopping = new AbortController();
  const stop = () => stopping.abort(new SigiloError('demo.interrupted'));
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const name of signals) process.on(name, stop);
  try {
    const { pairs, ...result } = await runDemo(flags, createProgress(process.stderr), stopping.signal);
    const width = process.stdout.columns ?? WIDTH_WITHOUT_TERMINAL;
    console.log(flags.json ? JSON.stringify(result) : formatReport({ ...result, pairs }, terminalColors(), width));
    if (!result.ok) throw new SigiloError('demo.failed', { faults: result.faults });
  } finally {
    for (const name of signals) process.off(name, stop);
  }
}
