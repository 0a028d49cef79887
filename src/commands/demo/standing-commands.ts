import { Command } from 'commander';
import { type StandingPlace, setUpStanding } from './standing-setup.ts';
import { writeStandingTraffic } from './standing-traffic.ts';
import { wholeNumber } from './whole-number.ts';

interface PlaceFlags {
  readonly brokers: string;
  readonly registry: string;
  readonly prefix: string;
  readonly json?: boolean;
}

// `demo` itself knows --json and --seed, and takes them wherever they stand: hence the options "with globals".

/** The command `sigilo demo setup`. */
export function standingSetupCommand(): Command {
  return withPlace(new Command('setup'))
    .description('make topics, keys and sigilo.yaml for a demo that stays; what exists is kept')
    .requiredOption('--directory <dir>', 'gets sigilo.yaml and the token key')
    .requiredOption('--identity <file>', 'secret that opens the quarantine; keep it away from the worker')
    .option('--http-host <host>', 'address of the metrics page', '127.0.0.1')
    .option('--http-port <port>', 'port of the metrics page', wholeNumber(0, 65_535), 9_464)
    .addHelpText(
      'after',
      '\nThen: sigilo plan --config DIR/sigilo.yaml --register, and sigilo run --config DIR/sigilo.yaml.\n\nExample:\n  $ sigilo demo setup --brokers kafka:9092 --registry http://registry:8080/apis/ccompat/v7 --directory ./demo --identity ./demo-identity/quarantine.identity',
    )
    .action(async (_: unknown, command: Command) => {
      const flags = command.optsWithGlobals<
        PlaceFlags & { directory: string; identity: string; httpHost: string; httpPort: number }
      >();
      const { directory, identity, httpHost: host, httpPort: port } = flags;
      const made = await setUpStanding({ ...placeOf(flags), directory, identity, host, port });
      console.log(flags.json ? JSON.stringify(made) : `configuration: ${made.configFile}`);
    });
}

/** The command `sigilo demo traffic`. */
export function standingTrafficCommand(): Command {
  return withPlace(new Command('traffic'))
    .description('write synthetic chat to the demo’s source topics until it is told to stop')
    .option('--rate <records>', 'records a second, 1 to 5,000', wholeNumber(1, 5_000), 50)
    .option('--seed <number>', 'another seed gives other traffic', wholeNumber(0, 2 ** 31 - 1), 1)
    .option('--seconds <seconds>', 'stop after this time', wholeNumber(1, 86_400))
    .option('--faults', 'plant malformed records, unknown schemas, uncovered fields, leaks', false)
    .addHelpText(
      'after',
      '\nExample:\n  $ sigilo demo traffic --brokers kafka:9092 --registry http://registry:8080/apis/ccompat/v7 --rate 200 --faults',
    )
    .action(async (_: unknown, command: Command) => {
      const flags = command.optsWithGlobals<
        PlaceFlags & { rate: number; seed: number; seconds?: number; faults: boolean }
      >();
      const stopping = new AbortController();
      const stop = () => stopping.abort();
      const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
      for (const name of signals) process.on(name, stop);
      try {
        const { rate, seed, seconds, faults } = flags;
        console.error(`writing ${rate} records a second to ${flags.prefix}.*.raw`);
        const written = await writeStandingTraffic({ ...placeOf(flags), rate, seed, seconds, faults }, stopping.signal);
        console.log(flags.json ? JSON.stringify({ written }) : `${written} records written`);
      } finally {
        for (const name of signals) process.off(name, stop);
      }
    });
}

function withPlace(command: Command): Command {
  return command
    .requiredOption('--brokers <list>', 'Kafka brokers, host:port, separated by commas')
    .requiredOption('--registry <url>', 'Confluent API of the schema registry')
    .option('--prefix <name>', 'first part of the names of topics and group', 'demo')
    .option('--json', 'print one JSON object on standard output', false);
}

function placeOf({ brokers, registry, prefix }: PlaceFlags): StandingPlace {
  return { brokers: brokers.split(','), registry, prefix };
}
