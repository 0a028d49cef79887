import { visibleLines, visibleText } from '../../core/visible-text.ts';
import { describePlace, ERROR_CODES } from '../../errors.ts';
import { type Finding, faultsOf } from '../../preflight/finding.ts';
import { counted } from '../counted.ts';
import { terminalColors } from '../terminal-colors.ts';
import { verdictOf } from './verdict.ts';

/** The findings as lines for people: what concerns the whole first, then route by route, and a summary. */
export function describeFindings(
  findings: readonly Finding[],
  routes: readonly { readonly name: string }[],
): readonly string[] {
  const { bold } = terminalColors();
  const groups = [undefined, ...routes.map(({ name }) => name)];
  const lines = groups.flatMap((route) => {
    const all = findings.filter(({ context }) => context.route === route);
    const own = [...faultsOf(all), ...all.filter(({ severity }) => severity === 'warning')];
    if (own.length === 0) return [];
    return [bold(route === undefined ? 'all routes' : `route ${route}`), ...own.flatMap(describeFinding), ''];
  });
  return [...lines, summary(findings)];
}

function describeFinding({ severity, code, context }: Finding): readonly string[] {
  const { red, yellow } = terminalColors();
  const [what, todo] = ERROR_CODES[code];
  const { route: _, ...place } = context;
  const where = visibleText(describePlace(place));
  const mark = severity === 'fault' ? red('fault  ') : yellow('warning');
  const details = (context.faults ?? []).map((each) => `            - ${visibleLines(each)}`);
  return [`  ${mark} ${code}: ${what}${where ? ` (${where})` : ''}`, ...details, `          ${todo}`];
}

function summary(findings: readonly Finding[]): string {
  const faults = faultsOf(findings).length;
  const warnings = findings.length - faults;
  return `${counted(faults, 'fault')}, ${counted(warnings, 'warning')}: ${verdictOf(findings).text}`;
}
