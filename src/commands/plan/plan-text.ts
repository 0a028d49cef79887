import type { CoverageRow } from '../../core/policy/plan.ts';
import { visibleLines, visibleText } from '../../core/visible-text.ts';
import { isCovered } from '../../policy-report.ts';
import { terminalColors } from '../terminal-colors.ts';
import { describeIncompatible, describeUnregistered } from './incomplete.ts';
import type { RoutePlan, SchemaPlan } from './route-plan.ts';

/** Prints the coverage tables for people. */
export function printCoverage(plans: readonly RoutePlan[]): void {
  const { bold, red, green, yellow, dim } = terminalColors();
  for (const { route, subjects, schemas, unused } of plans) {
    console.log(bold(`route ${route}`));
    const isEmpty = !schemas.some(({ part }) => part === 'value');
    if (isEmpty) console.log(red(`  ${describeUnregistered(subjects)}; it is to be registered first`));
    for (const plan of schemas) {
      const state = isCovered(plan) ? green('covered') : red('NOT COVERED');
      console.log(`\n  ${visibleText(plan.schema)}: ${state}${dim(` (${origin(plan)})`)}`);
      for (const line of table([...plan.recordRows, ...plan.rows])) console.log(`    ${line}`);
      for (const fault of plan.faults) console.log(red(`    fault: ${visibleLines(fault)}`));
      for (const warning of plan.warnings) console.log(yellow(`    warning: ${visibleLines(warning)}`));
      if (plan.sinkState === 'incompatible') console.log(red(`    ${describeIncompatible(plan)}`));
    }
    for (const line of unused) console.log(red(`  unused rule: ${visibleLines(line)}`));
  }
}

function origin({ policy, planId, sinkState, sinkSchemaId, sinkSubject }: SchemaPlan): string {
  const parts = [`policy ${policy ?? 'none'}`];
  if (planId !== null) parts.push(`plan ${planId}`);
  if (sinkState === 'registered') parts.push(`sink schema ${sinkSchemaId}`);
  if (sinkState === 'compatible') parts.push(`sink schema not registered under ${sinkSubject}`);
  return parts.join(', ');
}

const COLUMNS = ['path', 'type', 'treatment', 'sinkType', 'why'] as const satisfies readonly (keyof CoverageRow)[];
const TITLES: CoverageRow = { path: 'FIELD', type: 'TYPE', treatment: 'TREATMENT', sinkType: 'SINK TYPE', why: 'WHY' };
/** A long list or pattern would push all that follows out of sight; --json has it in full. */
const CELL = 60;

function table(rows: readonly CoverageRow[]): string[] {
  const all = [TITLES, ...rows].map((row) => ({
    ...row,
    path: row.path.startsWith('(') ? cut(row.path) : row.path,
    treatment: cut(row.treatment),
  }));
  const widths = COLUMNS.map((column) => Math.max(...all.map((row) => row[column].length)));
  return all.map((row) =>
    visibleText(
      COLUMNS.map((column, index) => row[column].padEnd(widths[index] as number))
        .join('  ')
        .trimEnd(),
    ),
  );
}

function cut(text: string): string {
  return text.length > CELL ? `${text.slice(0, CELL - 1)}…` : text;
}
