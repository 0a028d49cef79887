import { Command } from 'commander';
import { SigiloError } from '../errors.ts';
import { allCodes, type Explained, explained, isCode } from './explain/explained.ts';
import { nearestCodes } from './explain/nearest-codes.ts';
import { terminalColors } from './terminal-colors.ts';

/** The command `sigilo explain`. */
export function explainCommand(): Command {
  return new Command('explain')
    .description('say what an error code or a quarantine reason means and what to do, step by step')
    .argument('[code]', 'an error code such as source.offset_lost, or a reason such as uncovered_field')
    .option('--list', 'list all codes and reasons')
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nExamples:\n  $ sigilo explain source.offset_lost\n  $ sigilo explain --list')
    .action((word: string | undefined, options: { list?: boolean; json?: boolean }) => {
      if (options.list) {
        printList(options.json ?? false);
        return;
      }
      if (word === undefined) throw new SigiloError('input.invalid', { faults: ['name a code, or add --list'] });
      if (!isCode(word)) throw unknownCode(word);
      const told = explained(word);
      console.log(options.json ? JSON.stringify(told) : describeExplained(told).join('\n'));
    });
}

function printList(json: boolean): void {
  const all = allCodes().map(explained);
  if (json) {
    console.log(JSON.stringify(all));
    return;
  }
  const width = Math.max(...all.map(({ code }) => code.length));
  for (const { code, kind, what, why } of all) {
    console.log(`${code.padEnd(width)}  ${kind === 'error' ? what : firstSentence(why)}`);
  }
}

function firstSentence(text: string): string {
  return /^.*?[.:](?= |$)/.exec(text)?.[0].slice(0, -1) ?? text;
}

function describeExplained({ code, what, why, recognise, steps, retried, exitCode }: Explained): readonly string[] {
  const { bold } = terminalColors();
  const section = (title: string, text: string) => ['', bold(title), `  ${text}`];
  return [
    `${bold(code)}: ${what}`,
    ...section('Why', why),
    ...section('How to tell', recognise),
    '',
    bold('What to do'),
    ...steps.map((step, index) => `  ${index + 1}. ${step}`),
    ...section('Is it tried again?', retried),
    ...section(
      'Exit code',
      exitCode === null ? 'None: no process ends by it.' : `${exitCode}, where a process ends by it.`,
    ),
  ];
}

function unknownCode(word: string): SigiloError {
  const near = nearestCodes(word, allCodes());
  const hint = near.length === 0 ? 'see `sigilo explain --list`' : `did you mean ${near.join(', ')}?`;
  return new SigiloError('input.invalid', { faults: [`no such code or reason: ${hint}`] });
}
