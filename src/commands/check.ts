import { performance } from 'node:perf_hooks';
import { Command } from 'commander';
import { type Config, loadConfig } from '../config.ts';
import { errorJson, SigiloError } from '../errors.ts';
import { openRegistry } from '../open-registry.ts';
import { watchClock } from '../preflight/clock.ts';
import { type Finding, faultsOf } from '../preflight/finding.ts';
import { portFindings } from '../preflight/ports.ts';
import { preflight } from '../preflight.ts';
import { describeFindings } from './check/finding-text.ts';
import { asUnchecked, verdictOf } from './check/verdict.ts';

/** The command `sigilo check`. */
export function checkCommand(): Command {
  return new Command('check')
    .description('find all that would refuse or trouble a start, without starting; may run beside a worker')
    .option('--config <file>', 'configuration', 'sigilo.yaml')
    .option('--from-start', 'check for a start with --from-start')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nJoins no group and writes nothing. Exit code: 0 also with warnings, 2 when a start would be refused or\nthe schema registry could not be asked.\n\nExample:\n  $ sigilo check --config sigilo.yaml',
    )
    .action(async (options: { config: string; fromStart?: boolean; json?: boolean }) => {
      const config = loadConfig(options.config);
      const findings = await check(config, options.fromStart ?? false);
      const faults = faultsOf(findings);
      const warnings = findings.filter(({ severity }) => severity === 'warning');
      const { code } = verdictOf(findings);
      const ok = code === null;
      if (options.json) {
        console.log(JSON.stringify({ ok, faults: faults.map(errorJson), warnings: warnings.map(errorJson) }));
      } else for (const line of describeFindings(findings, config.routes)) console.log(line);
      if (code !== null) throw new SigiloError(code, { actual: faults.length });
    });
}

/** What a start would find, and the ports that it would need. */
export async function check(config: Config, fromStart: boolean): Promise<readonly Finding[]> {
  const clock = watchClock();
  const registry = openRegistry(config.registry, undefined, clock.heard);
  const [ports, { findings }] = await Promise.all([
    portFindings(config.http),
    preflight(config, {
      registry,
      toldTime: clock.told,
      createLog: () => () => {},
      fromStart,
      now: () => performance.now(),
    }),
  ]);
  return [...ports, ...findings].map(asUnchecked);
}
