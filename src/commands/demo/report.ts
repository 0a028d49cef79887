import type { terminalColors } from '../terminal-colors.ts';
import type { DemoResult } from './result.ts';
import { sideBySide } from './side-by-side.ts';

type Colors = ReturnType<typeof terminalColors>;
/** Of places, the generator writes postal codes into free text, and no streets. */
const FREE_TEXT_LABELS: Readonly<Record<string, string>> = { LOCATION: 'LOCATION (CEP)' };
const SHOWN_PAIRS = 3;
const SHOWN_UNEXPECTED = 20;

/** The report for people. */
export function formatReport(result: DemoResult, colors: Colors, width: number): string {
  const { bold, green, red, dim } = colors;
  const blocks = [
    ...result.pairs.slice(0, SHOWN_PAIRS).map((pair) => sideBySide(pair, colors, width)),
    [bold('Outcomes'), ...rows(outcomeRows(result))],
    [bold("Findings, by the worker's own count"), ...rows(findingRows(result))],
    [bold('Planted values found'), ...rows(leakRows(result))],
    [
      bold('Free text, apart: it is searched, and never perfect'),
      ...rows(
        Object.entries(result.freeText.byEntity).map(([entity, { planted, leftover }]) => [
          FREE_TEXT_LABELS[entity] ?? entity,
          `${leftover} left of ${planted}`,
        ]),
      ),
    ],
    result.unexpected.slice(0, SHOWN_UNEXPECTED).map(({ place, kind, fault }) => red(`${place} (${kind}): ${fault}`)),
    [
      `${result.recordsPerSecond} records/s with exactly-once transactions on this machine; ${dim(
        `the demo took ${result.seconds.total?.toFixed(0)} s`,
      )}`,
      ...keptLines(result),
    ],
    result.ok
      ? [green('Every record has exactly the expected outcome.')]
      : result.faults.map((fault) => red(`FAILED: ${fault}`)),
  ];
  return blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n');
}

type Row = readonly [string, string | number];

function rows(entries: readonly (readonly [string, string | number] | readonly string[] | Row)[]): string[] {
  const width = Math.max(0, ...entries.map(([name]) => String(name).length));
  return entries.map(([name, value]) => `  ${String(name).padEnd(width)}  ${value}`);
}

function sorted(counts: Readonly<Record<string, number>>, prefix: string): Row[] {
  return Object.entries(counts)
    .sort(([, left], [, right]) => right - left)
    .map(([name, count]) => [prefix + name, count] as const);
}

function outcomeRows({ forwarded, quarantined }: DemoResult): Row[] {
  const outcomes: Row[] = [['forward', forwarded], ...sorted(quarantined, 'quarantine: ')];
  return outcomes.map(([name, count]): Row => {
    return name === 'quarantine: leak_blocked' ? [name, `${count} (planted on purpose, to be stopped)`] : [name, count];
  });
}

function findingRows({ findings }: DemoResult): Row[] {
  return Object.entries(findings).map(
    ([entity, treatments]) =>
      [
        entity,
        sorted(treatments, '')
          .map(([treatment, count]) => `${treatment} ${count}`)
          .join(', '),
      ] as const,
  );
}

function leakRows({ leaksInSinks, leaksInQuarantines, leaksInOutput, control, cpfTokens }: DemoResult): Row[] {
  return [
    ['in the sinks', leaksInSinks],
    ['in the clear in the quarantines', leaksInQuarantines],
    ["in the worker's output and metrics", leaksInOutput],
    ['in the sources, by the same search', `${control.foundInSources} of ${control.planted}`],
    [
      'CPFs with one token everywhere',
      `${cpfTokens.cpfs} (${cpfTokens.occurrences} places, ${cpfTokens.conflicts} conflicts)`,
    ],
  ];
}

function keptLines({ kept }: DemoResult): string[] {
  if (!kept) return ['Run it with --keep to look at the topics and at the metrics page.'];
  return [
    `Metrics   ${kept.metrics}`,
    `Brokers   ${kept.brokers.join(',')}`,
    `Registry  ${kept.registry}`,
    `Files     ${kept.directory}`,
    'To stop all of it:',
    ...kept.stop.map((command) => `  ${command}`),
  ];
}
