import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, inject, it } from 'vitest';
import { deleteSubjects } from '../../src/commands/demo/registry.ts';
import { setUpStanding } from '../../src/commands/demo/standing-setup.ts';
import { writeStandingTraffic } from '../../src/commands/demo/standing-traffic.ts';
import { allTopics } from '../../src/commands/demo/topics.ts';
import { callSigilo } from './command-line.ts';
import { deleteTopics, uniqueName } from './topics.ts';
import { cleanUpRuns, metricOf, startRun, waitFor } from './worker-run.ts';

const stack = inject('stack');
const root = mkdtempSync(join(tmpdir(), 'sigilo-standing-'));
const place = { brokers: stack.brokers, registry: stack.registry, prefix: uniqueName('standing') };
const options = {
  ...place,
  directory: join(root, 'demo'),
  identity: join(root, 'identity', 'quarantine.identity'),
  host: '127.0.0.1',
  port: 0,
};
const topics: string[] = [];

afterAll(async () => {
  await cleanUpRuns();
  await deleteTopics(stack, topics);
  await deleteSubjects(stack.registry, place.prefix);
  rmSync(root, { recursive: true, force: true });
});

describe('a demo that stays', () => {
  it('is set up twice without losing a key', async () => {
    const first = await setUpStanding(options);
    topics.push(...allTopics(first.topics));
    const read = () =>
      [first.configFile, join(options.directory, 'keys/k1.key'), options.identity].map((file) =>
        readFileSync(file, 'utf8'),
      );
    const before = read();
    expect(await setUpStanding(options)).toEqual(first);
    expect(read()).toEqual(before);
    for (const directory of [options.directory, join(root, 'identity')]) {
      expect(statSync(directory).mode & 0o777).toBe(0o700);
    }
  });

  it('forwards ordinary traffic whole, and quarantines planted faults', async () => {
    const configFile = join(options.directory, 'sigilo.yaml');
    await callSigilo('plan', '--config', configFile, '--register');

    const worker = startRun({ directory: options.directory, configFile });
    const write = (rate: number, faults: boolean) =>
      writeStandingTraffic({ ...place, rate, seed: 1, seconds: 1.5, faults }, new AbortController().signal);
    const settled = (count: number) =>
      waitFor(async () => {
        const page = await worker.metrics();
        return metricOf(page, 'sigilo_records_consumed_total') >= count ? page : null;
      }, 'the commit of all records');

    const ordinary = await write(100, false);
    expect(ordinary).toBeGreaterThan(50);
    const clean = await settled(ordinary);
    expect(metricOf(clean, 'sigilo_records_forwarded_total')).toBe(ordinary);
    expect(metricOf(clean, 'sigilo_records_quarantined_total')).toBe(0);

    const words = ['--brokers', stack.brokers.join(), '--registry', stack.registry, '--prefix', place.prefix];
    const called = ['demo', 'traffic', ...words, '--rate', '40', '--seconds', '1', '--seed', '3', '--json'];
    const { written } = JSON.parse(await callSigilo(...called)) as { written: number };
    expect(written).toBeGreaterThan(5);
    expect(metricOf(await settled(ordinary + written), 'sigilo_records_quarantined_total')).toBe(0);

    const faulty = await write(1_000, true);
    const page = await settled(ordinary + written + faulty);
    expect(metricOf(page, 'sigilo_records_quarantined_total')).toBeGreaterThan(3);
    expect(metricOf(page, 'sigilo_records_forwarded_total')).toBeGreaterThan(ordinary + faulty * 0.8);
    expect(await worker.stop()).toEqual({ status: 0, signal: null });
  });
});
