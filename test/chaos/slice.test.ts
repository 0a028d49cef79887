import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ChaosReport } from './report.ts';
import { SLICE_KINDS } from './slice.ts';

const SCRIPT = join(import.meta.dirname, 'chaos.ts');

/** Runs `npm run chaos -- --slice` in a process of its own, which cleans up by itself when this one is killed. */
async function runSlice(): Promise<ChaosReport> {
  const args = [SCRIPT, '--slice', '--seed', '20', '--json', '--until-input-ends'];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  let [output, complaint] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint += text;
  });
  await once(child, 'close');
  if (output === '') throw new Error(`the run gave no report: ${complaint.slice(0, 2_000)}`);
  return JSON.parse(output) as ChaosReport;
}

describe('workers under one fault of each class', () => {
  it('lose nothing, double nothing, keep the order, and show no planted value', async () => {
    const report = await runSlice();
    expect(report.failures, JSON.stringify(report)).toEqual([]);
    expect(report).toMatchObject({ lost: 0, doubled: 0, outOfOrder: 0, plantedBytes: 0, lag: 0 });
    expect(report.records).toBeGreaterThanOrEqual(3_000);
    for (const kind of SLICE_KINDS) expect(report.faults[kind], kind).toBeGreaterThanOrEqual(1);
    // The check was not blind: some records belonged in the quarantine, and some transactions of the source were aborted.
    expect(report.quarantined.malformed_avro).toBeGreaterThan(0);
    expect(report.aborted).toBeGreaterThan(0);
  });
});
