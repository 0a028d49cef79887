import { readCommitted } from '../../deploy/local/read-committed.ts';
import type { StackState } from '../../deploy/local/stack-control.ts';
import { readQuarantineMetadata } from '../../src/core/quarantine.ts';
import type { Outcome } from './hostile-rows.ts';
import { HOSTILE_ROUTES, type HostileTopics } from './run-hostile.ts';

/** What may become of the record at one place. */
export interface Planned {
  readonly kind: string;
  readonly allowed: ReadonlySet<Outcome>;
}

/** What an independent reader found in sinks and quarantines. */
export interface HostileVerdict {
  readonly forwarded: number;
  readonly quarantined: number;
  /** Quarantined records by their reason. */
  readonly reasons: Readonly<Record<string, number>>;
  readonly missing: number;
  readonly doubled: number;
  readonly outOfOrder: number;
  /** Records that no source holds. */
  readonly strange: number;
  readonly wrongOutcomes: number;
  /** Some of the kinds with a wrong outcome, and what became of them. */
  readonly wrongKinds: readonly string[];
}

const MOST_WRONG_KINDS = 20;

/** Reads all that was written and compares it with what was planned, place by place. */
export async function judgeOutcomes(
  stack: StackState,
  topics: HostileTopics,
  byPlace: ReadonlyMap<string, readonly Planned[]>,
): Promise<HostileVerdict> {
  const seen = new Map([...byPlace].map(([place, lane]) => [place, new Uint8Array(lane.length)]));
  const last = new Map<string, number>();
  const wrongKinds = new Set<string>();
  const reasons: Record<string, number> = {};
  const counts = { forwarded: 0, quarantined: 0, doubled: 0, outOfOrder: 0, strange: 0, wrongOutcomes: 0 };

  function note(place: string, outcome: Outcome): { readonly lane: string; readonly offset: number } | null {
    const [topic, partition, text] = place.split('/');
    const lane = `${topic}/${partition}`;
    const offset = Number(text);
    const planned = byPlace.get(lane)?.[offset];
    if (planned === undefined) {
      counts.strange += 1;
      return null;
    }
    const times = seen.get(lane)!;
    if (times[offset]! > 0) counts.doubled += 1;
    times[offset] = 1;
    if (!planned.allowed.has(outcome)) {
      counts.wrongOutcomes += 1;
      if (wrongKinds.size < MOST_WRONG_KINDS) wrongKinds.add(`${planned.kind}: ${outcome}`);
    }
    return { lane, offset };
  }

  for await (const { headers, partition } of readCommitted(
    stack,
    HOSTILE_ROUTES.map((name) => topics[name].sink),
  )) {
    counts.forwarded += 1;
    const found = note(new Map(headers).get('sigilo-source')?.toString() ?? '', 'forward');
    if (found === null) continue;
    if (found.offset <= (last.get(found.lane) ?? -1) || !found.lane.endsWith(`/${partition}`)) counts.outOfOrder += 1;
    last.set(found.lane, found.offset);
  }
  for await (const { key, value } of readCommitted(
    stack,
    HOSTILE_ROUTES.map((name) => topics[name].quarantine),
  )) {
    counts.quarantined += 1;
    const { reason } = readQuarantineMetadata(value!);
    reasons[reason] = (reasons[reason] ?? 0) + 1;
    note(key?.toString() ?? '', reason);
  }
  const missing = [...seen.values()].reduce((sum, times) => sum + times.filter((each) => each === 0).length, 0);
  return { ...counts, reasons, missing, wrongKinds: [...wrongKinds].sort() };
}
