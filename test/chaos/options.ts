import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

/** What a fault run is asked to do. */
export interface ChaosOptions {
  /** Time of the faults; start, settling and judging come on top. */
  readonly minutes: number;
  readonly seed: number;
  /** To be written to the sources, at least. */
  readonly records: number;
  readonly workers: number;
  /** How long nobody listens where the registry was, in the longest of its faults. */
  readonly registryMinutes: number;
  /** Holds the directories of runs. */
  readonly directory: string;
  /** Leaves the run's directory behind also after success. */
  readonly keep: boolean;
  readonly json: boolean;
  /** One fault of each class, as `npm test` runs it, instead of a schedule. */
  readonly slice: boolean;
  /** Ends the run when standard input ends: when whoever started it has died. */
  readonly untilInputEnds: boolean;
  /** Kinds of faults; null: all. */
  readonly only: readonly string[] | null;
}

/** What the arguments of the command ask for. */
export type Asked =
  | { readonly kind: 'run'; readonly options: ChaosOptions }
  | { readonly kind: 'help' }
  | { readonly kind: 'list' }
  | { readonly kind: 'wrong'; readonly faults: readonly string[] };

/** 1,000,000 records in 30 minutes, and some over. */
const RECORDS_PER_MINUTE = 34_000;
const MOST_SEED = 2 ** 31 - 1;

export const HELP = `Usage: npm run chaos -- [--minutes M] [--seed S] [--records N] [--workers 2|3]
                       [--registry-minutes M] [--only KIND,KIND] [--dir DIRECTORY] [--keep] [--json]
       npm run chaos -- --slice [--seed S] [--dir DIRECTORY] [--keep] [--json]

Runs workers on a Kafka of three nodes under load, harms all of them by a seeded schedule, and judges what came out:
every record once in sink or quarantine, in order, no planted value in any byte. Needs Java 17 and, the first time,
Maven; the full disk of a log, from 3 minutes on, needs root (mount), clock jumps, from 10 on, Debian's faketime.

  --minutes  time under faults, 1 to 600 (default 30); a run takes some minutes more
  --seed     of schedule and load, 0 to ${MOST_SEED} (default 1)
  --records  least count of records (default ${RECORDS_PER_MINUTE} a minute)
  --workers  processes of the group (default 3)
  --registry-minutes  how long the registry is away at the longest, in runs from 10 minutes on (default 1)
  --slice    one fault of each class, in some two minutes, as \`npm test\` does
  --only     these kinds of faults alone; --list names them
  --list     prints the kinds of faults, one a line
  --dir      where the run's directory is made (default: the system's temporary directory)
  --keep     leaves the run's directory behind; after a failure it always stays
  --json     one line of JSON on standard output and nothing else
  --until-input-ends  ends when standard input does, for a run that must not outlive who started it

Exit code: 0 when nothing was lost, doubled, out of order or leaked and every fault bit; 1 otherwise; 2 wrong options,
or a machine without what a planned fault needs.

Examples:
  npm run chaos -- --minutes 3 --seed 7
  npm run chaos -- --minutes 30 --seed 42 --json > chaos.json
  npm run chaos -- --minutes 2 --only workerKilled,brokerKilled --keep
`;

/**
 * Reads the arguments of the command.
 * @param kinds names of all faults
 */
export function readOptions(argv: readonly string[], kinds: readonly string[]): Asked {
  let values: ReturnType<typeof parse>['values'];
  try {
    ({ values } = parse(argv));
  } catch (error) {
    return { kind: 'wrong', faults: [(error as Error).message] };
  }
  if (values.help) return { kind: 'help' };
  if (values.list) return { kind: 'list' };
  const faults: string[] = [];
  const number = (
    name: 'minutes' | 'seed' | 'records' | 'workers' | 'registry-minutes',
    lowest: number,
    highest: number,
    usual: number,
  ) => {
    const text = values[name];
    if (text === undefined) return usual;
    const found = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (found >= lowest && found <= highest) return found;
    faults.push(`--${name} takes a whole number from ${lowest} to ${highest}`);
    return usual;
  };
  const minutes = number('minutes', 1, 600, 30);
  const only = values.only === undefined ? null : values.only.split(',').map((kind) => kind.trim());
  for (const name of ['minutes', 'records', 'workers', 'only'] as const) {
    if (values.slice && values[name] !== undefined) faults.push(`--slice has its own --${name}`);
  }
  for (const kind of only ?? []) {
    if (!kinds.includes(kind)) faults.push(`--only knows no fault "${kind}": --list names all kinds`);
  }
  const options: ChaosOptions = {
    minutes,
    seed: number('seed', 0, MOST_SEED, 1),
    records: number('records', 1_000, 100_000_000, minutes * RECORDS_PER_MINUTE),
    workers: number('workers', 2, 3, 3),
    registryMinutes: number('registry-minutes', 1, 60, 1),
    directory: resolve(values.dir ?? tmpdir()),
    keep: values.keep ?? false,
    json: values.json ?? false,
    slice: values.slice ?? false,
    untilInputEnds: values['until-input-ends'] ?? false,
    only,
  };
  return faults.length > 0 ? { kind: 'wrong', faults } : { kind: 'run', options };
}

function parse(argv: readonly string[]) {
  return parseArgs({
    args: [...argv],
    options: {
      minutes: { type: 'string' },
      seed: { type: 'string' },
      records: { type: 'string' },
      workers: { type: 'string' },
      'registry-minutes': { type: 'string' },
      only: { type: 'string' },
      list: { type: 'boolean' },
      dir: { type: 'string' },
      keep: { type: 'boolean' },
      json: { type: 'boolean' },
      slice: { type: 'boolean' },
      'until-input-ends': { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
}
