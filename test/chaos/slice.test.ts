import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ALL_PLANNED, FAULTS } from './faults.ts';
import { runChaos } from './run-chaos.ts';

const directory = mkdtempSync(join(tmpdir(), 'sigilo-chaos-slice-'));
const interrupted = new AbortController();
// A test run that is broken off must leave no broker behind.
for (const event of ['SIGTERM', 'SIGINT', 'disconnect'] as const) process.once(event, () => interrupted.abort());
afterAll(() => {
  interrupted.abort();
  rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
});

/** One of each class. Who is not root cannot mount a disk to fill: for him a clock jumps, which takes longer. */
const KINDS = [
  ...['workerKilled', 'workerPaused', 'workerStopped', 'workerJoined', 'transactionCoordinatorKilled'],
  ...['cut Produce before', 'cut AddOffsetsToTxn after', 'cut EndTxn lost'],
  ...['registryDown', 'quarantineDenied', 'partitionsAdded'],
  process.getuid?.() === 0 ? 'logDiskFull' : 'clockJumped',
];
const SLICE = ALL_PLANNED.filter(({ kind }) => KINDS.includes(kind)).map((planned) => ({
  ...planned,
  in30Minutes: 1,
  fromMinutes: 0,
}));

describe('workers under one fault of each class', () => {
  it('lose nothing, double nothing, keep the order, and show no planted value', async () => {
    const lines: string[] = [];
    const report = await runChaos(
      {
        ...{ minutes: 0.5, seed: 20, records: 3_000, workers: 2, directory, keep: false },
        ...{ faults: FAULTS, planned: SLICE, versions: 8, overtimeMs: 360_000 },
      },
      (line) => lines.push(line),
      interrupted.signal,
    );
    expect(report.failures, lines.join('\n')).toEqual([]);
    expect(report).toMatchObject({ lost: 0, doubled: 0, outOfOrder: 0, plantedBytes: 0, lag: 0 });
    expect(report.records).toBeGreaterThanOrEqual(3_000);
    for (const kind of KINDS) expect(report.faults[kind], kind).toBeGreaterThanOrEqual(1);
    // The check was not blind: some records belonged in the quarantine, and some transactions of the source were aborted.
    expect(report.quarantined.malformed_avro).toBeGreaterThan(0);
    expect(report.aborted).toBeGreaterThan(0);
  });
});
