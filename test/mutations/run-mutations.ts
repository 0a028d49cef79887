import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readStack, startStack, stopStack } from '../../deploy/local/stack-control.ts';
import { MUTANTS, type Mutant, needsStack } from './mutants.ts';
import { runTests } from './run-tests.ts';

/** What became of a mutant. `broken`: it cannot be told, as the tests did not run or the text to replace is not there. */
interface Result {
  readonly name: string;
  readonly file: string;
  readonly outcome: 'killed' | 'survived' | 'broken';
  /** The first test that failed, or why the mutant is broken. */
  readonly by: string;
  readonly seconds: number;
}

const ROOT = join(import.meta.dirname, '../..');
const COPIED = [
  'src',
  'models',
  'test',
  'deploy',
  'schemas',
  'docs',
  'package.json',
  'vitest.config.ts',
  'tsconfig.json',
  'README.md',
];

/** A copy of the repository in which sources can be changed. */
function copyRepository(): string {
  const directory = mkdtempSync(join(tmpdir(), 'sigilo-mutations-'));
  for (const part of COPIED) cpSync(join(ROOT, part), join(directory, part), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(directory, 'node_modules'));
  return directory;
}

async function judge(directory: string, { name, file, from, to, tests, named }: Mutant): Promise<Result> {
  const path = join(directory, file);
  const source = readFileSync(path, 'utf8');
  const found = source.split(from).length - 1;
  if (found !== 1)
    return { name, file, outcome: 'broken', by: `the text to replace occurs ${found} times`, seconds: 0 };
  writeFileSync(
    path,
    source.replace(from, () => to),
  );
  const began = performance.now();
  const run = await runTests(directory, tests, named);
  writeFileSync(path, source);
  const seconds = Math.round((performance.now() - began) / 1_000);
  if (run.total === 0) return { name, file, outcome: 'broken', by: 'no test ran', seconds };
  return {
    name,
    file,
    seconds,
    outcome: run.failed === null ? 'survived' : 'killed',
    by: run.failed?.replace(/\s+/g, ' ') ?? '',
  };
}

/** Judges the mutants, as many at a time as there are cores, each core in a copy of its own. */
async function judgeAll(mutants: readonly Mutant[], tell: (result: Result) => void): Promise<readonly Result[]> {
  const results: Result[] = [];
  const waiting = [...mutants];
  const work = async () => {
    const directory = copyRepository();
    try {
      for (let mutant = waiting.shift(); mutant; mutant = waiting.shift()) {
        const result = await judge(directory, mutant);
        results.push(result);
        tell(result);
      }
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  };
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), mutants.length) }, work));
  return results;
}

/** Without any mutation all tests must pass: else every mutant would look killed. */
async function checkUnchanged(mutants: readonly Mutant[]): Promise<void> {
  const directory = copyRepository();
  try {
    const unit = mutants.filter((mutant) => !needsStack(mutant)).flatMap(({ tests }) => tests);
    const runs = unit.length > 0 ? [await runTests(directory, [...new Set(unit)])] : [];
    const others = new Map(
      mutants.filter(needsStack).map(({ tests, named }) => [`${tests} ${named}`, { tests, named }]),
    );
    for (const { tests, named } of others.values()) runs.push(await runTests(directory, tests, named));
    const failed = runs.find((run) => run.total === 0 || run.failed !== null);
    if (failed) throw new Error(`the unchanged code fails: ${failed.failed ?? 'no test ran'}`);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Has one stack for all mutants that need one: the one that SIGILO_TEST_STACK names, or one of our own. */
async function withStack<Done>(mutants: readonly Mutant[], work: () => Promise<Done>): Promise<Done> {
  if (!mutants.some(needsStack) || readStack(process.env.SIGILO_TEST_STACK ?? 'none')) return work();
  const directory = mkdtempSync(join(tmpdir(), 'sigilo-mutations-stack-'));
  try {
    await startStack({ directory, nodes: 1 });
    process.env.SIGILO_TEST_STACK = directory;
    return await work();
  } finally {
    await stopStack(directory);
  }
}

const { values } = parseArgs({
  options: {
    json: { type: 'boolean' },
    only: { type: 'string' },
    'without-stack': { type: 'boolean' },
    help: { type: 'boolean' },
  },
});
if (values.help) {
  process.stdout.write(`Takes rules out of the code one by one and runs the tests that must notice.

  npm run test:mutations                    all mutants; exit code 1 when one survives
  npm run test:mutations -- --only uuid     those whose name or file holds a word
  npm run test:mutations -- --only exactly-once    those of exactly-once; ten need a stack, which is started (Java)
  npm run test:mutations -- --without-stack those that unit tests judge
  npm run --silent test:mutations -- --json one JSON object on standard output\n`);
  process.exit(0);
}
const named = MUTANTS.filter(({ name, file }) => `${name} ${file}`.includes(values.only ?? ''));
const mutants = values['without-stack'] ? named.filter((mutant) => !needsStack(mutant)) : named;
const started = performance.now();
const results = await withStack(mutants, async () => {
  await checkUnchanged(mutants);
  return judgeAll(mutants, ({ outcome, name, by, seconds }) => {
    if (!values.json) process.stdout.write(`${outcome.padEnd(8)} ${seconds} s  ${name}${by ? `  <- ${by}` : ''}\n`);
  });
});
const count = (outcome: Result['outcome']) => results.filter((result) => result.outcome === outcome).length;
const seconds = Math.round((performance.now() - started) / 1_000);
const totals = {
  mutants: results.length,
  killed: count('killed'),
  survived: count('survived'),
  broken: count('broken'),
  seconds,
};
process.stdout.write(
  values.json
    ? `${JSON.stringify({ ...totals, results }, null, 2)}\n`
    : `${totals.mutants} mutants: ${totals.killed} killed, ${totals.survived} survived, ${totals.broken} broken; ${seconds} s\n`,
);
if (results.length === 0 || totals.survived + totals.broken > 0) process.exitCode = 1;
