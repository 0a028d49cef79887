import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, renameSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { isOurs } from '../../deploy/local/java-process.ts';
import { readAllCommitted } from '../../deploy/local/read-committed.ts';
import { killBroker, restartBroker, type StackState, startStack, stopStack } from '../../deploy/local/stack-control.ts';
import { plant, probe, probeSchema, registerSinks, registerSource, writePolicy } from '../integration/probe-records.ts';
import { createTopics, produce } from '../integration/topics.ts';
import {
  cleanUpRuns,
  createWorkspace,
  startRun,
  waitFor,
  waitUntilCommitted,
  writeConfig,
} from '../integration/worker-run.ts';

const MAY_MOUNT = process.getuid?.() === 0 && process.platform === 'linux';
const DISK_BYTES = 64 << 20;
/** What is left for the worker, before the disk is full in the midst of its work. */
const ROOM_BYTES = 1 << 20;
const RECORDS = 12_000;
const PARTITIONS = 2;

const directory = mkdtempSync(join(tmpdir(), 'sigilo-broker-disk-'));
let mounted: string | null = null;

afterAll(async () => {
  await cleanUpRuns();
  if (mounted) execFileSync('umount', ['--lazy', mounted]);
  await stopStack(join(directory, 'stack'));
  rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
});

/** Puts the data of a broker on a small disk of its own. */
async function moveToSmallDisk(state: StackState): Promise<{ stack: StackState; data: string }> {
  const data = state.dataDirectories[0]!;
  await killBroker(state, 0, 'SIGTERM');
  renameSync(data, `${data}.before`);
  execFileSync('mkdir', [data]);
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_BYTES}`, 'tmpfs', data]);
  mounted = data;
  for (const name of readdirSync(`${data}.before`))
    cpSync(join(`${data}.before`, name), join(data, name), { recursive: true });
  return { stack: await restartBroker(state, 0), data };
}

it('a broker whose disk is full ends; nothing is lost or doubled when it has room and runs again', async ({ skip }) => {
  skip(!MAY_MOUNT, 'only root on Linux may mount a small disk');
  const { stack, data } = await moveToSmallDisk(await startStack({ directory: join(directory, 'stack'), nodes: 1 }));
  // Indexes are mapped at their full length: small ones leave the room to records.
  const small = { 'segment.index.bytes': '65536' };
  const topics = await createTopics(stack, {
    source: { partitions: PARTITIONS, config: small },
    sink: { partitions: PARTITIONS, config: small },
    quarantine: { config: { ...small, 'max.message.bytes': '1100000' } },
  });
  const workspace = await createWorkspace();
  const kafka = { sessionTimeoutMs: 6_000 };
  writeConfig(stack, workspace, { kafka, routes: [{ name: 'probe', ...topics, policies: [writePolicy(workspace)] }] });
  const [schemaId] = (await registerSource(stack, topics.source, [probeSchema()])) as [number];
  await registerSinks(workspace);
  for (let written = 0; written < RECORDS; written += 1_000) {
    const records = Array.from({ length: 1_000 }, (_, index) => ({
      value: probe(schemaId, plant()),
      partition: index % PARTITIONS,
    }));
    await produce(stack, topics.source, records);
  }
  let run = startRun(workspace);
  await run.waitForLine(({ msg }) => msg === 'batch committed', 'first commit', 180_000);

  const ballast = join(data, 'ballast');
  const room = statfsSync(data);
  writeFileSync(ballast, Buffer.alloc(Math.max(0, room.bavail * room.bsize - ROOM_BYTES)));
  const isGone = async () => !(await isOurs(stack.pids.brokers[0]!, stack.directory)) || null;
  await waitFor(isGone, 'end of the broker', 240_000);
  expect(statfsSync(data).bavail * room.bsize).toBeLessThan(ROOM_BYTES);
  // Either it waits and says for what, or it ends and says why: both with a code that an operator can look up.
  const told = await waitFor(
    () => run.lines().find(({ code }) => code === 'kafka.unavailable' || code === 'sink.unavailable') ?? null,
    'word of the worker',
    180_000,
  );
  expect(told.level).toMatch(/^(warn|fatal)$/);

  rmSync(ballast);
  await restartBroker(stack, 0);
  // As an orchestrator does.
  const ended = await Promise.race([run.exited, new Promise<null>((resolve) => setTimeout(resolve, 20_000, null))]);
  if (ended) {
    expect(ended).toEqual({ status: 1, signal: null });
    run = startRun(workspace);
  }
  const wanted = Array.from({ length: PARTITIONS }, () => RECORDS / PARTITIONS);
  await waitUntilCommitted(stack, workspace.groupId, { [topics.source]: wanted }, 240_000);
  expect(await run.stop()).toEqual({ status: 0, signal: null });
  const found = (await readAllCommitted(stack, [topics.sink])).map(({ headers }) =>
    new Map(headers).get('sigilo-source')?.toString(),
  );
  const expected = wanted.flatMap((count, partition) =>
    Array.from({ length: count }, (_, offset) => `${topics.source}/${partition}/${offset}`),
  );
  expect(found.sort()).toEqual(expected.sort());
}, 900_000);
