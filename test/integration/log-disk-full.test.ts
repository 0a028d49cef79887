import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { closeSync, constants, mkdirSync, openSync, readFileSync, readSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { freePorts } from '../../deploy/local/free-ports.ts';
import { readAllCommitted } from '../../deploy/local/read-committed.ts';
import { plant, probe, probeSchema, registerSinks, registerSource, writePolicy } from './probe-records.ts';
import { createTopics, deleteTopics, produce } from './topics.ts';
import {
  cleanUpRuns,
  createWorkspace,
  type LogLine,
  metricOf,
  type Workspace,
  waitFor,
  waitUntilCommitted,
  writeConfig,
} from './worker-run.ts';

const stack = inject('stack');
const CLI = join(import.meta.dirname, '../../src/cli.ts');
/** Each round of records makes a line for each: a batch that was committed. */
const PARTITIONS = 24;
const DISK_BYTES = 8 * 1_048_576;
const MAY_MOUNT = process.getuid?.() === 0 && process.platform === 'linux';
const GAP = 'lines of the log are missing here';

let topics: { source: string; sink: string; quarantine: string };
let workspace: Workspace;
let schemaId: number;
let port: number;
let rounds: number;
let worker: ChildProcess | null = null;

beforeAll(async () => {
  const quarantine = { config: { 'max.message.bytes': '1100000' } };
  topics = await createTopics(stack, {
    source: { partitions: PARTITIONS },
    sink: { partitions: PARTITIONS },
    quarantine,
  });
  [schemaId] = (await registerSource(stack, topics.source, [probeSchema()])) as [number];
  workspace = await createWorkspace();
  [port] = (await freePorts(1)) as [number];
  const routes = [{ name: 'probe', ...topics, policies: [writePolicy(workspace)] }];
  // A worker of a test that failed is killed: the next one must not wait for its session for long.
  writeConfig(stack, workspace, { kafka: { sessionTimeoutMs: 6_000 }, http: { port, adminPort: 0 }, routes });
  await registerSinks(workspace);
  rounds = 0;
});

afterEach(() => {
  worker?.kill('SIGKILL');
  worker = null;
});

afterAll(async () => {
  await cleanUpRuns();
  if (topics) await deleteTopics(stack, Object.values(topics));
});

/** Starts a worker whose log goes to a file descriptor, or to a new pipe. */
function start(output: number | 'pipe'): ChildProcess {
  const args = [CLI, 'run', '--config', workspace.configFile];
  worker = spawn(process.execPath, args, { stdio: ['ignore', output, 'ignore'], cwd: workspace.directory });
  return worker;
}

const page = async (path: string) => (await fetch(`http://127.0.0.1:${port}${path}`)).text();
const lost = async (reason?: string) =>
  metricOf(await page('/metrics'), 'sigilo_log_lines_lost_total', reason === undefined ? {} : { reason });

async function writeRound(): Promise<void> {
  const records = Array.from({ length: PARTITIONS }, (_, partition) => ({
    value: probe(schemaId, plant()),
    partition,
  }));
  await produce(stack, topics.source, records);
  rounds += 1;
  await allCommitted();
}

const allCommitted = () =>
  waitUntilCommitted(stack, workspace.groupId, { [topics.source]: Array(PARTITIONS).fill(rounds) });

/** Writes until lines of the log are lost for this reason, and until all that was written is committed. */
async function workUntilLost(reason: string): Promise<void> {
  const isUp = () =>
    fetch(`http://127.0.0.1:${port}/readyz`).then(
      ({ ok }) => ok || null,
      () => null,
    );
  await waitFor(isUp, 'start', 60_000);
  await waitFor(
    async () => {
      await writeRound();
      return (await lost(reason)) > 0 ? true : null;
    },
    `lost line: ${reason}`,
    120_000,
  );
  expect((await fetch(`http://127.0.0.1:${port}/livez`)).status).toBe(200);
  expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200);
  expect(JSON.parse(await page('/status'))).toMatchObject({
    worker: { isFatal: false, assigned: PARTITIONS, paused: [] },
  });
}

async function stopCleanly(child: ChildProcess): Promise<void> {
  const exited = new Promise((resolve) => child.on('exit', (status, signal) => resolve({ status, signal })));
  child.kill('SIGTERM');
  expect(await exited).toEqual({ status: 0, signal: null });
}

async function expectEachOnce(): Promise<void> {
  const found = (await readAllCommitted(stack, [topics.sink])).map(({ headers }) =>
    new Map(headers).get('sigilo-source')?.toString(),
  );
  const expected = Array.from({ length: PARTITIONS * rounds }, (_, index) => {
    return `${topics.source}/${index % PARTITIONS}/${Math.floor(index / PARTITIONS)}`;
  });
  expect(found.sort()).toEqual(expected.sort());
}

const parse = (text: string) =>
  text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as LogLine);

describe('a worker whose log cannot be written', () => {
  it('goes on when the disk of the log is full, and logs again when there is room', async ({ skip }) => {
    skip(!MAY_MOUNT, 'only root on Linux may mount a small disk');
    const disk = join(workspace.directory, 'disk');
    mkdirSync(disk);
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_BYTES}`, 'tmpfs', disk]);
    const file = join(disk, 'sigilo.log');
    const ballast = join(disk, 'ballast');
    const descriptor = openSync(file, 'a');
    try {
      expect(() => writeFileSync(ballast, Buffer.alloc(2 * DISK_BYTES))).toThrow('ENOSPC');
      const child = start(descriptor);
      await workUntilLost('full');
      const before = readFileSync(file).length;
      rmSync(ballast);
      const lines = await waitFor(async () => {
        await writeRound();
        const found = parse(readFileSync(file, 'utf8'));
        return found.some(({ msg }) => msg === GAP) ? found : null;
      }, 'lines after the gap');
      expect(readFileSync(file).length).toBeGreaterThan(before);
      const gap = lines.find(({ msg }) => msg === GAP)!;
      expect(gap.level).toBe('warn');
      // A line more may be lost while those that waited are written.
      expect(gap.count).toBeGreaterThanOrEqual(1);
      expect(gap.count).toBeLessThanOrEqual(await lost());
      expect(lines[0]!.msg).toMatch(/^metrics are/);
      await stopCleanly(child);
      expect(parse(readFileSync(file, 'utf8')).at(-1)?.msg).toBe('worker stopped');
    } finally {
      worker?.kill('SIGKILL');
      closeSync(descriptor);
      execFileSync('umount', ['--lazy', disk]);
    }
    await expectEachOnce();
  });

  it('goes on when its reader has seen enough, as head -1 has', async () => {
    const child = start('pipe');
    await new Promise((resolve) => child.stdout!.once('data', resolve));
    child.stdout!.destroy();
    await workUntilLost('closed');
    await stopCleanly(child);
    await expectEachOnce();
  });

  it('goes on when nobody reads its pipe any more, keeps little, and tells what is missing later', async () => {
    const fifo = join(workspace.directory, 'fifo');
    execFileSync('mkfifo', [fifo]);
    const reader = openSync(fifo, constants.O_RDONLY | constants.O_NONBLOCK);
    const descriptor = openSync(fifo, 'w');
    try {
      const child = start(descriptor);
      await workUntilLost('slow');
      const lostThen = await lost('slow');
      const buffer = Buffer.alloc(65_536);
      let text = '';
      const read = () => {
        try {
          text += buffer.toString('utf8', 0, readSync(reader, buffer));
        } catch {
          // Nothing is there at the moment.
        }
      };
      await waitFor(() => {
        read();
        return text.includes(GAP) ? true : null;
      }, 'lines after the gap');
      const told = parse(text).find(({ msg }) => msg === GAP);
      expect(told?.count).toBeGreaterThanOrEqual(lostThen);
      // It is read no longer, which must not hold up the end.
      await writeRound();
      await stopCleanly(child);
    } finally {
      closeSync(reader);
      closeSync(descriptor);
    }
    await expectEachOnce();
  });
});
