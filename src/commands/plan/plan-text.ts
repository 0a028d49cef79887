import type { CoverageRow } from '../../core/policy/plan.ts';
import { isCovered } from '../../policy-report.ts';
import { terminalColors } from '../terminal-colors.ts';
import { describeUnregistered, type RoutePlan } from './incomplete.ts';

/** Prints the coverage tables for people. */
export function printCoverage(plans: readonly RoutePlan[]): void {
  const { bold, red, green, dim } = terminalColors();
  for (const { route, subjects, schemas, unused } of plans) {
    console.log(bold(`route ${route}`));
    if (schemas.length === 0) console.log(red(`  ${describeUnregistered(subjects)}; it is to be registered first`));
    for (const report of schemas) {
      const sink = report.sinkSchemaId === null ? '' : `, sink schema ${report.sinkSchemaId}`;
      const state = isCovered(report) ? green('covered') : red('NOT COVERED');
      console.log(`\n  ${report.schema}: ${state}${dim(` (policy ${report.policy ?? 'none'}${sink})`)}`);
      for (const line of table([...report.recordRows, ...report.rows])) console.log(`    ${line}`);
      for (const fault of report.faults) console.log(red(`    fault: ${fault}`));
    }
    for (const line of unused) console.log(red(`  unused rule: ${line}`));
  }
}

const COLUMNS = ['path', 'type', 'treatment', 'sinkType', 'why'] as const satisfies readonly (keyof CoverageRow)[];
const TITLES: CoverageRow = { path: 'FIELD', type: 'TYPE', treatment: 'TREATMENT', sinkType: 'SINK TYPE', why: 'WHY' };

function table(rows: readonly CoverageRow[]): string[] {
  const all = [TITLES, ...rows];
  const widths = COLUMNS.map((column) => Math.max(...all.map((row) => row[column].length)));
  return all.map((row) =>
    COLUMNS.map((column, index) => row[column].padEnd(widths[index] as number))
      .join('  ')
      .trimEnd(),
  );
}
