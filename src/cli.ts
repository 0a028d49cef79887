#!/usr/bin/env node
import type { Command } from 'commander';
import { visibleLines } from './core/visible-text.ts';
import { errorJson, SigiloError, thrownName } from './errors.ts';
import { CLEAN, CONFIGURATION, exitCodeOf, FATAL } from './exit-code.ts';

const OLDEST_NODE = [22, 18] as const;
/** Whoever is still holding a handle open after the command has ended gets this long. */
const EXIT_MS = 2_000;

/** What a shell gives for a program that SIGPIPE ended. */
const BROKEN_PIPE = 141;

const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  run: async () => (await import('./commands/run.ts')).runCommand(),
  init: async () => (await import('./commands/init.ts')).initCommand(),
  plan: async () => (await import('./commands/plan.ts')).planCommand(),
  redact: async () => (await import('./commands/redact.ts')).redactCommand(),
  eval: async () => (await import('./commands/eval.ts')).evalCommand(),
  demo: async () => (await import('./commands/demo.ts')).demoCommand(),
  keys: async () => (await import('./commands/keys.ts')).keysCommand(),
  check: async () => (await import('./commands/check.ts')).checkCommand(),
  status: async () => (await import('./commands/status.ts')).statusCommand(),
  explain: async () => (await import('./commands/explain.ts')).explainCommand(),
};

/** A foreign error is told by its class name: its message may quote what was being read. */
function ownError(thrown: unknown): SigiloError {
  return thrown instanceof SigiloError ? thrown : new SigiloError('internal', { thrown: thrownName(thrown) });
}

/** Whether a command has printed anything: with --json that was its one object, or lines of records. */
let hasPrinted = false;

function watchOutput(): void {
  const write = process.stdout.write.bind(process.stdout) as (...given: unknown[]) => boolean;
  process.stdout.write = (...given: unknown[]) => {
    hasPrinted = true;
    return write(...given);
  };
}

/** Tells people on standard error; with --json, programs too, unless the command has told them already. */
function tell(error: SigiloError): void {
  console.error(visibleLines(error.message));
  tellPrograms(error);
}

function tellPrograms(error: SigiloError): void {
  if (process.argv.includes('--json') && !hasPrinted)
    console.log(JSON.stringify({ ok: false, error: errorJson(error) }));
}

function nodeIsTooOld(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1]);
}

/** Nothing but errors is imported before this check: an old Node cannot read the rest. */
async function runCommandLine(argv: readonly string[]): Promise<number> {
  if (nodeIsTooOld(process.versions.node)) throw new SigiloError('node.version', { limit: OLDEST_NODE[0] });
  const { Command: Program, CommanderError } = await import('commander');
  const { packageVersion } = await import('./version.ts');

  const program = new Program('sigilo')
    .description('Redacts protected health information in Avro chat traffic between two Kafka topics, exactly once.')
    .version(packageVersion())
    // What stands behind a command is its own: `keys generate --version k2`.
    .enablePositionalOptions()
    .addHelpText('after', '\nExample, without Kafka:\n  $ echo "meu CPF é 529.982.247-25" | sigilo redact');
  for (const load of commandsFor(argv[2])) program.addCommand(await load());
  prepare(program, 'sigilo');
  try {
    await program.parseAsync(argv);
    return CLEAN;
  } catch (thrown) {
    if (!(thrown instanceof CommanderError)) throw thrown;
    if (thrown.exitCode === 0) return CLEAN;
    // Commander has told people, in words of the command line that are not repeated here.
    tellPrograms(
      new SigiloError('input.invalid', { faults: ['the command line has a word that is wrong or missing'] }),
    );
    return CONFIGURATION;
  }
}

/** Only the command that is asked for is loaded; help and mistakes load all. */
function commandsFor(word: string | undefined): readonly (() => Promise<Command>)[] {
  if (word === '--version' || word === '-V') return [];
  const load = word !== undefined && Object.hasOwn(COMMANDS, word) ? COMMANDS[word] : undefined;
  return load ? [load] : Object.values(COMMANDS);
}

/** Mistakes are thrown, not exited with, and point at the help of the command that was meant. */
function prepare(command: Command, words: string): void {
  command.exitOverride().showHelpAfterError(`(${words} --help shows the options and an example)`);
  for (const each of command.commands) prepare(each, `${words} ${each.name()}`);
}

function fail(thrown: unknown): void {
  tell(ownError(thrown));
  process.exit(exitCodeOf(thrown));
}

// Without a listener, Node opens its inspector at this signal, and whoever connects reads records and keys.
process.on('SIGUSR1', () => {});
// Rejections that nobody handles come here too.
process.on('uncaughtException', fail);
// kafkajs sets timers in the past, which Node 24 complains about each time; texts of other warnings may quote anything.
process.removeAllListeners('warning');
process.on('warning', ({ name }) => {
  if (name !== 'TimeoutNegativeWarning' && name !== 'ExperimentalWarning') console.error(`warning: ${name}`);
});
// A reader that has seen enough (`| head`) is no fault, and hides none: a command that is about to end gives its own code.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') process.exit(FATAL);
  setImmediate(() => process.exit(process.exitCode ?? BROKEN_PIPE));
});

watchOutput();
const code = await runCommandLine(process.argv).catch((thrown: unknown) => {
  tell(ownError(thrown));
  return exitCodeOf(thrown);
});
// The loop may still empty by itself, so that what was written reaches its reader.
process.exitCode = code;
setTimeout(() => process.exit(code), EXIT_MS).unref();
