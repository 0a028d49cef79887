import type { LockEntry, LockRow, PlanLock } from './lock-file.ts';
import type { Weight } from './weigh-change.ts';
import { weighRow, withoutRow } from './weigh-row.ts';

/** One difference between two locks. */
export interface LockChange {
  readonly kind: 'added' | 'removed' | Weight;
  readonly route: string;
  readonly schema: string;
  /** A field path, a part of the record in parentheses, or what else of the plan is meant. */
  readonly what: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** Lists what has changed, in the order of the locks; a new version of a schema is held against the one before it. */
export function compareLocks(before: PlanLock, after: PlanLock): readonly LockChange[] {
  const old = new Map(before.plans.map((entry) => [keyOf(entry), entry]));
  const now = new Set(after.plans.map(keyOf));
  const changes = after.plans.flatMap((entry) => {
    const known = old.get(keyOf(entry));
    return known ? compareEntries(known, entry) : addedEntry(entry, before);
  });
  const removed = before.plans.filter((entry) => !now.has(keyOf(entry)));
  return [...changes, ...removed.map((entry) => change(entry, 'removed', 'schema', entry.schema, null))];
}

function keyOf({ route, part, schema }: LockEntry): string {
  return JSON.stringify([route, part, schema]);
}

function change(
  { route, schema }: LockEntry,
  kind: LockChange['kind'],
  what: string,
  before: string | null,
  after: string | null,
): LockChange {
  return { kind, route, schema, what, before, after };
}

function addedEntry(entry: LockEntry, before: PlanLock): readonly LockChange[] {
  const earlier = before.plans.filter(
    ({ route, part, record }) => route === entry.route && part === entry.part && record === entry.record,
  );
  const previous = earlier.at(-1);
  const added = change(entry, 'added', 'schema', null, entry.schema);
  return previous ? [added, ...compareRows(previous, entry)] : [added];
}

function compareEntries(before: LockEntry, after: LockEntry): readonly LockChange[] {
  const [old, now] = [settingsOf(before), settingsOf(after)];
  const settings = Object.keys(now)
    .filter((name) => old[name] !== now[name])
    .map((name) => change(after, 'changed', name, old[name] ?? null, now[name] ?? null));
  const changes = [...settings, ...compareRows(before, after)];
  // The plan id tells of everything, also of what no line of the lock shows, such as limits.
  if (changes.length > 0 || before.plan === after.plan) return changes;
  return [change(after, 'changed', 'plan', before.plan, after.plan)];
}

function settingsOf(entry: LockEntry): Readonly<Record<string, string>> {
  const { source, sink } = entry;
  return {
    policy: `${entry.policy}`,
    profile: `${entry.profile}`,
    covered: `${entry.covered}`,
    'source schema': `${source.fingerprint}`,
    'source schema id': `${source.id}`,
    'sink subject': `${sink.subject}`,
    'sink schema': `${sink.fingerprint}`,
    'sink schema id': `${sink.id}`,
    uncovered: entry.uncovered,
    'key version': entry.keyVersion,
    'key version of record keys': entry.recordKeyVersion,
    'code version': `${entry.codeVersion}`,
    detector: entry.detector,
  };
}

function compareRows(before: LockEntry, after: LockEntry): readonly LockChange[] {
  const [old, now] = [rowsOf(before), rowsOf(after)];
  const paths = [...new Set([...old.keys(), ...now.keys()])].sort();
  return paths.flatMap((path) => {
    const [was, is] = [old.get(path), now.get(path)];
    if (was && is) return compareRow(after, path, was, is);
    if (is) return [addedRow(after, path, is, old)];
    return was ? [removedRow(after, path, was, now)] : [];
  });
}

function rowsOf({ rows }: LockEntry): ReadonlyMap<string, LockRow> {
  return new Map(rows.map((row) => [row.path, row]));
}

function compareRow(entry: LockEntry, path: string, was: LockRow, is: LockRow): readonly LockChange[] {
  if (was.treatment !== is.treatment) {
    return [change(entry, weighRow(path, was.treatment, is.treatment), path, was.treatment, is.treatment)];
  }
  const [before, after] = [was, is].map(({ type, sinkType }) => `${type} -> ${sinkType}`);
  return before === after ? [] : [change(entry, 'changed', path, before as string, after as string)];
}

/** A field that was part of a dropped or redacted whole is no new field. */
function addedRow(entry: LockEntry, path: string, is: LockRow, old: ReadonlyMap<string, LockRow>): LockChange {
  const before = withoutRow(path) ?? coverOf(path, old);
  if (before === null) return change(entry, 'added', path, null, is.treatment);
  const kind = before === is.treatment ? 'changed' : weighRow(path, before, is.treatment);
  return change(entry, kind, path, before, is.treatment);
}

function removedRow(entry: LockEntry, path: string, was: LockRow, now: ReadonlyMap<string, LockRow>): LockChange {
  const after = withoutRow(path) ?? coverOf(path, now);
  if (after === null) return change(entry, 'removed', path, was.treatment, null);
  const kind = after === was.treatment ? 'changed' : weighRow(path, was.treatment, after);
  return change(entry, kind, path, was.treatment, after);
}

/** The treatment of the nearest whole around a path: `address` for `address.street`. */
function coverOf(path: string, rows: ReadonlyMap<string, LockRow>): string | null {
  if (path.startsWith('(')) return null;
  for (let end = path.length - 1; end > 0; end--) {
    if (!'.[{<'.includes(path[end] as string)) continue;
    const row = rows.get(path.slice(0, end));
    if (row) return row.treatment;
  }
  return null;
}
