import { visibleText } from '../../core/visible-text.ts';
import { counted } from '../counted.ts';
import { terminalColors } from '../terminal-colors.ts';
import type { LockChange } from './compare-locks.ts';

const MARKS = { added: '+', removed: '-', weakened: '!', strengthened: '~', changed: '~' } as const;

/** Prints the changes against a lock file for people; what lets more through than before stands out. */
export function printChanges(file: string, changes: readonly LockChange[]): void {
  const { bold, red } = terminalColors();
  let place = '';
  for (const { route, schema, ...each } of changes) {
    const here = visibleText(`route ${route}, ${schema}`);
    if (here !== place) console.log(bold(here));
    place = here;
    const line = visibleText(`  ${MARKS[each.kind]} ${describe(each)}`);
    console.log(each.kind === 'weakened' ? red(line) : line);
  }
  const weakened = countWeakened(changes);
  if (changes.length === 0) console.log(`no changes against ${file}`);
  else console.log(`${counted(changes.length, 'change')} against ${file}, ${weakened} weakened`);
}

/** How many changes let more of a value through. */
export function countWeakened(changes: readonly LockChange[]): number {
  return changes.filter(({ kind }) => kind === 'weakened').length;
}

function describe({ kind, what, before, after }: Omit<LockChange, 'route' | 'schema'>): string {
  if (before === null) return what === 'schema' ? 'new schema version' : `${what}: ${after}`;
  if (after === null) return what === 'schema' ? 'schema version no longer there' : `${what}: ${before}`;
  const label = kind === 'weakened' ? 'WEAKENED ' : kind === 'strengthened' ? 'strengthened ' : '';
  return `${label}${what}: ${before} -> ${after}`;
}
