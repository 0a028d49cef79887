import type { StackState } from '../../../deploy/local/stack-control.ts';
import type { ChaosRoute, Deleted } from '../chaos-run.ts';
import type { PlantedValue } from '../load/planted.ts';
import { type RunVerdict, runOracle } from './run-oracle.ts';
import { type RunScan, scanRun } from './scan-run.ts';

export interface JudgeOptions {
  readonly stack: Pick<StackState, 'brokers' | 'libs' | 'dataDirectories'>;
  readonly groupId: string;
  /** All routes, also the one that loses records on purpose. */
  readonly routes: readonly Pick<ChaosRoute, 'source' | 'sink' | 'quarantine'>[];
  readonly deleted: readonly Deleted[];
  /** `needles()` of the load. */
  readonly planted: readonly PlantedValue[];
  /** Logs, metrics pages and whatever else the workers wrote. */
  readonly files: readonly string[];
  /** `written()` of the load. */
  readonly acknowledged: number;
}

export interface RunJudgement extends Omit<RunVerdict, 'sinkRecords' | 'quarantineRecords' | 'sourceRepeated'> {
  readonly plantedBytes: number;
  readonly hits: RunScan['hits'];
  readonly controls: RunScan['controls'] & {
    readonly sinkRecords: number;
    readonly quarantineRecords: number;
    readonly sourceRepeated: number;
    /** Acknowledged records that the sources do not hold any more, beyond those deleted on purpose. */
    readonly unwritten: number;
    /** Of those above, what makes the verdict worthless; empty when it can be trusted. */
    readonly faults: readonly string[];
  };
  readonly searched: { readonly bytes: number; readonly seconds: number };
}

/** Judges a settled run: each record of the sources, the group's offsets, open transactions, and all bytes. */
export async function judgeRun(options: JudgeOptions): Promise<RunJudgement> {
  const { stack, groupId, routes, deleted, planted, files, acknowledged } = options;
  const { sinkRecords, quarantineRecords, sourceRepeated, ...verdict } = await runOracle({
    ...{ stack, groupId, routes, deleted },
  });
  const scan = await scanRun({ dataDirectories: stack.dataDirectories, routes, files, planted });
  // Of deleted records only those that arrived can be counted.
  const unwritten = deleted.length > 0 ? 0 : Math.max(0, acknowledged - verdict.records);
  const counted = { sinkRecords, quarantineRecords, sourceRepeated, unwritten };
  return {
    ...verdict,
    plantedBytes: scan.plantedBytes,
    hits: scan.hits,
    controls: { ...scan.controls, ...counted, faults: controlFaults(scan, counted, verdict.records) },
    searched: { bytes: scan.bytes.searched, seconds: scan.seconds },
  };
}

/** What makes a verdict worthless, in sentences. */
export function controlFaults(
  { controls: { planted, wanted, found, forms, unreadable } }: RunScan,
  counted: { readonly sourceRepeated: number; readonly unwritten: number },
  records: number,
): string[] {
  const faults: string[] = [];
  if (records === 0) faults.push('the sources hold no record');
  if (counted.sourceRepeated > 0) faults.push('the sources hold records twice or out of order');
  if (counted.unwritten > 0) faults.push('acknowledged records are gone from the sources');
  if (planted === 0) faults.push('nothing was planted');
  if (found < wanted) faults.push(`${wanted - found} planted values were not found in the sources`);
  for (const form of ['utf8', 'varint', 'base64', 'utf16le'] as const) {
    if (forms[form] === undefined) faults.push(`no planted value was found in the sources as ${form}`);
  }
  if (unreadable.length > 0) faults.push(`what stands in each record was not found in ${unreadable.join(', ')}`);
  return faults;
}
