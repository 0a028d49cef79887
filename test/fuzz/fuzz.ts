import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { runTarget, type TargetResult } from './run-target.ts';
import { TARGETS } from './targets.ts';

const HELP = `Usage: npm run fuzz -- [--minutes M] [--seed S] [--only TARGET] [--case N] [--json]

Feeds hostile input to every way in, seeded and bounded, and exits with 1 when an invariant does not hold, or when the
time was too short for one of the targets to run at all.
A finding is told by target, seed and case, never with a value of the input.

  --minutes M    above 0, for all targets together (default 1)
  --seed S       a whole number; drawn, and shown, unless given
  --only TARGET  one of ${TARGETS.map(({ name }) => name).join(', ')}
  --case N       this one case of the target alone, to look at a finding
  --json         the result as one JSON object

Example: npm run fuzz -- --minutes 10 --seed 7`;

const MOST_CASES = 50_000_000;
/** Each target comes round several times, so that a run that is cut short has seen all of them. */
const ROUNDS = 4;

interface Options {
  readonly minutes: number;
  readonly seed: number;
  readonly only: string | undefined;
  readonly index: number | undefined;
  readonly json: boolean;
}

function wholeNumberOf(name: string, text: string): number {
  if (/^\d+$/.test(text) && Number.isSafeInteger(Number(text))) return Number(text);
  throw new RangeError(`--${name} takes a whole number of 0 or more`);
}

function minutesOf(text: string): number {
  if (/^\d+(\.\d+)?$/.test(text) && Number(text) > 0) return Number(text);
  throw new RangeError('--minutes takes a number above 0');
}

function readOptions(): Options {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    options: { minutes: text, seed: text, only: text, case: text, json: { type: 'boolean' } },
  });
  const { only, case: index } = values;
  const names = TARGETS.map(({ name }) => name);
  if (only !== undefined && !names.includes(only))
    throw new RangeError(`--only knows no target "${only}": it takes one of ${names.join(', ')}`);
  if (index !== undefined && only === undefined) throw new RangeError('--case needs --only');
  return {
    minutes: minutesOf(values.minutes ?? '1'),
    seed: wholeNumberOf('seed', values.seed ?? String(randomInt(2 ** 31))),
    index: index === undefined ? undefined : wholeNumberOf('case', index),
    ...{ only, json: values.json === true },
  };
}

/** The results of all rounds of one target as one. */
function join(results: readonly TargetResult[]): TargetResult {
  return {
    target: results[0]!.target,
    executions: results.reduce((sum, each) => sum + each.executions, 0),
    slowestMs: Math.max(...results.map((each) => each.slowestMs)),
    findings: results.flatMap((each) => each.findings),
  };
}

async function fuzz({ minutes, seed, only, index }: Options): Promise<readonly TargetResult[]> {
  const targets = TARGETS.filter(({ name }) => only === undefined || name === only);
  if (index !== undefined)
    return [await runTarget(targets[0]!, { seed, milliseconds: 3_600_000, cases: 1, from: index })];
  const milliseconds = (minutes * 60_000) / targets.length / ROUNDS;
  const results = new Map<string, TargetResult[]>(targets.map(({ name }) => [name, []]));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const target of targets) {
      const earlier = results.get(target.name)!;
      const from = earlier.reduce((sum, each) => sum + each.executions, 0);
      earlier.push(await runTarget(target, { seed, milliseconds, cases: MOST_CASES, from }));
    }
  }
  return [...results.values()].map(join);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function main(): Promise<number> {
  if (process.argv.slice(2).some((word) => word === '--help' || word === '-h')) {
    print(HELP);
    return 0;
  }
  const options = readOptions();
  if (!options.json) print(`seed ${options.seed}`);
  const results = await fuzz(options);
  const findings = results.flatMap((result) => result.findings);
  const idle = results.filter(({ executions }) => executions === 0).map(({ target }) => target);
  if (options.json) {
    const { seed, minutes } = options;
    print(JSON.stringify({ seed, minutes, targets: results, findings: findings.length, idle }));
  } else {
    for (const { target, executions, slowestMs } of results)
      print(`${target.padEnd(18)}${String(executions).padStart(10)} executions, the slowest ${slowestMs} ms`);
    for (const { target, seed, index, what } of findings)
      print(`FINDING ${target}: ${what}; again with: npm run fuzz -- --seed ${seed} --only ${target} --case ${index}`);
    if (idle.length > 0) print(`NOTHING RAN for ${idle.join(', ')}: give it more --minutes`);
    if (findings.length > 0 || idle.length === 0)
      print(findings.length === 0 ? 'nothing found' : `${findings.length} findings`);
  }
  return findings.length === 0 && idle.length === 0 ? 0 : 1;
}

main().then(
  (status) => {
    process.exitCode = status;
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : typeof error}\n\n${HELP}\n`);
    process.exitCode = 2;
  },
);
