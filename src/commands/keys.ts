import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { Command } from 'commander';
import { loadConfig } from '../config.ts';
import { keyCheckValue } from '../core/treat/token.ts';
import { isKeyVersion } from '../core/treat/token-form.ts';
import { describeError, type ErrorCode, errorJson, SigiloError } from '../errors.ts';
import { createIdentity, createTokenKey } from '../io/key-create.ts';
import { checkKeyDirectory, loadTokenKey, tokenKeyFile, tokenKeyVersions } from '../io/key-store.ts';
import { type CheckedKeys, checkKeys } from './keys/check-keys.ts';
import { terminalColors } from './terminal-colors.ts';

const FIRST_VERSION = 'k1';

/** What `keys generate` made: places and public values only. */
export interface GeneratedKeys {
  readonly tokenKey?: { readonly version: string; readonly file: string; readonly check: string };
  readonly quarantine?: { readonly identityFile: string; readonly recipient: string };
}

/** One version as `keys list` shows it: a check value to compare between machines, or what is wrong with the file. */
export type ListedKey =
  | { readonly version: string; readonly check: string }
  | { readonly version: string; readonly fault: ErrorCode };

/**
 * Makes the first token key and a quarantine identity, whichever of the two places is named. Looks at both places before it makes either.
 * @param places with the version of the token key, `k1` unless given: a key that replaces a lost one takes a name never used
 * @throws SigiloError keys.exists when one of them is taken; keys.unreadable when it cannot be written; input.invalid without a
 * place, or for a version without a directory or of another form
 */
export async function generateKeys(
  places: { directory?: string; identity?: string; version?: string },
  at: Date,
): Promise<GeneratedKeys> {
  const { directory, identity, version = FIRST_VERSION } = places;
  if (!isKeyVersion(version) || (places.version !== undefined && directory === undefined)) {
    const faults = ['--version goes with --directory, and is the letter k and a number, such as k2'];
    throw new SigiloError('input.invalid', { faults });
  }
  if (directory === undefined && identity === undefined) {
    throw new SigiloError('input.invalid', { faults: ['name a place: --directory DIR, --identity FILE, or both'] });
  }
  if (directory !== undefined && existsSync(directory) && tokenKeyVersions(directory).length > 0) {
    throw new SigiloError('keys.exists', { file: directory });
  }
  if (identity !== undefined && existsSync(identity)) throw new SigiloError('keys.exists', { file: identity });
  return {
    ...(directory !== undefined && { tokenKey: addTokenKey(directory, version) }),
    ...(identity !== undefined && {
      quarantine: { identityFile: identity, recipient: await createIdentity(identity, at) },
    }),
  };
}

/**
 * Adds the next version of the token key. The running version does not change: the configuration names it (`keys.active`).
 * @throws SigiloError keys.unreadable when the directory holds no version yet
 */
export function rotateKeys(directory: string): { version: string; file: string; check: string } {
  const last = tokenKeyVersions(directory).at(-1);
  if (last === undefined) throw new SigiloError('keys.unreadable', { file: directory });
  return addTokenKey(directory, `k${Number(last.slice(1)) + 1}`);
}

/** All versions of a key directory, oldest first; a file that cannot be used is listed with its fault. */
function listKeys(directory: string): readonly ListedKey[] {
  return tokenKeyVersions(directory).map((version) => {
    try {
      return { version, check: keyCheckValue(loadTokenKey(directory, version)) };
    } catch (thrown) {
      if (thrown instanceof SigiloError) return { version, fault: thrown.code };
      throw thrown;
    }
  });
}

interface GenerateOptions {
  readonly directory?: string;
  readonly identity?: string;
  readonly version: string;
  readonly json?: boolean;
}

/** The command `sigilo keys`. */
export function keysCommand(): Command {
  const keys = new Command('keys').description('make, rotate, list and check token keys and quarantine identities');
  keys
    .command('generate')
    .description('make the first token key and a quarantine identity; nothing is ever overwritten')
    .option('--directory <dir>', 'directory of the token keys, made with mode 0700; it may hold none yet')
    .option(
      '--version <version>',
      'version of the token key; to replace a lost one, a version never used',
      FIRST_VERSION,
    )
    .option('--identity <file>', 'file for the secret quarantine identity; keep it away from the worker')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nExamples:\n  $ sigilo keys generate --directory ./keys --identity ./quarantine.identity\n  $ sigilo keys generate --directory ./keys-2 --version k2',
    )
    .action(async (options: GenerateOptions, command: Command) => {
      const { directory, identity } = options;
      // Only a version that was asked for needs a directory.
      const version = command.getOptionValueSource('version') === 'default' ? {} : { version: options.version };
      const made = await generateKeys(
        { ...(directory !== undefined && { directory }), ...(identity !== undefined && { identity }), ...version },
        new Date(),
      );
      print(options.json, made, describeGenerated(made));
    });
  keys
    .command('rotate')
    .description('add the next token key version; the configuration decides when it becomes active')
    .requiredOption('--directory <dir>', 'directory of the token keys')
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nExample:\n  $ sigilo keys rotate --directory ./keys')
    .action((options: { directory: string; json?: boolean }) => {
      const made = rotateKeys(options.directory);
      print(options.json, made, [
        `token key ${made.version} added: ${made.file} (check value ${made.check})`,
        ...describePins(options.directory),
        `Set keys.active to ${made.version} and restart the workers to use it. Tokens of older versions do not join with new ones.`,
      ]);
    });
  keys
    .command('list')
    .description('show the token key versions with a check value, never a secret')
    .requiredOption('--directory <dir>', 'directory of the token keys')
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nExample:\n  $ sigilo keys list --directory ./keys')
    .action((options: { directory: string; json?: boolean }) => {
      const versions = listKeys(options.directory);
      print(options.json, { directory: options.directory, versions }, describeListed(options.directory, versions));
    });
  keys
    .command('check')
    .description('see that the configured key versions and recipients serve; asks no broker')
    .option('--config <file>', 'configuration', 'sigilo.yaml')
    .option('--identity <file>', 'see that this identity opens what is sealed for the recipients; not on a worker')
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nExample:\n  $ sigilo keys check --config sigilo.yaml --identity ./quarantine.identity')
    .action(async (options: { config: string; identity?: string; json?: boolean }) => {
      const checked = await checkKeys(loadConfig(options.config), options.identity ?? null);
      const { faults, warnings, versions, recipients } = checked;
      const ok = faults.length === 0;
      const told = { ok, versions, recipients, faults: faults.map(errorJson), warnings: warnings.map(errorJson) };
      print(options.json, told, describeChecked(checked));
      if (!ok) throw new SigiloError('check.failed', { actual: faults.length });
    });
  return keys;
}

function addTokenKey(directory: string, version: string): { version: string; file: string; check: string } {
  if (existsSync(directory)) checkKeyDirectory(directory);
  createTokenKey(directory, version);
  return { version, file: tokenKeyFile(directory, version), check: keyCheckValue(loadTokenKey(directory, version)) };
}

function describeGenerated({ tokenKey, quarantine }: GeneratedKeys): readonly string[] {
  const { bold } = terminalColors();
  const lines: string[] = [];
  if (tokenKey) {
    lines.push(
      `token key ${tokenKey.version}: ${tokenKey.file} (check value ${tokenKey.check})`,
      ...describePins(dirname(tokenKey.file)),
    );
  }
  if (quarantine) {
    lines.push(
      `quarantine identity: ${quarantine.identityFile}`,
      `public recipient: ${bold(quarantine.recipient)}`,
      'List the recipient under quarantine.recipients, and move the identity to a safe place: whoever has it reads quarantined records; without it they are lost.',
    );
  }
  return lines;
}

/** The setting that lets no other key take the place of one of these; in quotes, since YAML takes some for numbers. */
function describePins(directory: string): readonly string[] {
  const pins = listKeys(directory).flatMap((key) => ('check' in key ? [`${key.version}: '${key.check}'`] : []));
  return [
    'Write the check values under keys in sigilo.yaml, for all workers; another key under the same name is then refused:',
    terminalColors().bold(`  check: { ${pins.join(', ')} }`),
  ];
}

function describeListed(directory: string, versions: readonly ListedKey[]): readonly string[] {
  const { red } = terminalColors();
  if (versions.length === 0) return [`no token key in ${directory}`];
  return versions.map((key) => ('check' in key ? `${key.version}  ${key.check}` : `${key.version}  ${red(key.fault)}`));
}

function describeChecked({ faults, warnings, versions, recipients }: CheckedKeys): readonly string[] {
  return [
    ...versions.map(({ version, check, isPinned }) => `${version}  ${check}${isPinned ? '  as pinned' : ''}`),
    ...recipients.map((recipient) => `recipient ${recipient}`),
    ...warnings.map(({ code, context }) => `warning: ${describeError(code, context)}`),
    ...(faults.length > 0 ? faults.map(({ code, context }) => describeError(code, context)) : ['all of them serve']),
  ];
}

function print(json: boolean | undefined, object: unknown, lines: readonly string[]): void {
  console.log(json ? JSON.stringify(object) : lines.join('\n'));
}
