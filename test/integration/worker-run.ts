import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Admin } from 'kafkajs';
import { stringify } from 'yaml';
import { committedOffsets } from '../../deploy/local/read-committed.ts';
import type { StackState } from '../../deploy/local/stack-control.ts';
import { generateKeys } from '../../src/commands/keys.ts';
import { kafkaClient, uniqueName } from './topics.ts';

const CLI = join(import.meta.dirname, '../../src/cli.ts');
const STOP_MS = 25_000;

/** A directory with keys and a configuration of one worker, and the group that it works for. */
export interface Workspace {
  readonly directory: string;
  readonly configFile: string;
  readonly groupId: string;
  readonly recipient: string;
  /** Opens what the worker seals. */
  readonly identity: string;
  /** Check value of the token key. */
  readonly check: string;
  /** As it stands in the key file. */
  readonly tokenSecret: string;
}

/** Settings that a test changes, laid over those that any worker of the stack needs, section by section. */
export type Settings = Readonly<Record<string, unknown>>;

const made = new Set<string>();
const running = new Set<ChildProcess>();

/** Makes the directory, a token key and a quarantine identity. */
export async function createWorkspace(): Promise<Workspace> {
  const directory = mkdtempSync(join(tmpdir(), 'sigilo-worker-run-'));
  made.add(directory);
  const identityFile = join(directory, 'quarantine.identity');
  const keys = await generateKeys({ directory: join(directory, 'keys'), identity: identityFile }, new Date());
  const lines = readFileSync(identityFile, 'utf8').split('\n');
  return {
    directory,
    configFile: join(directory, 'sigilo.yaml'),
    groupId: uniqueName('group'),
    recipient: keys.quarantine!.recipient,
    check: keys.tokenKey!.check,
    identity: lines.find((line) => line.startsWith('AGE-SECRET-KEY-'))!,
    tokenSecret: readFileSync(join(directory, 'keys', 'k1.key'), 'utf8').trim(),
  };
}

/** Writes `sigilo.yaml`: logs at the lowest level, metrics on a free port. */
export function writeConfig(stack: StackState, workspace: Workspace, settings: Settings): void {
  const standing: Record<string, object> = {
    kafka: { brokers: stack.brokers, groupId: workspace.groupId },
    registry: { url: stack.registry },
    keys: { directory: 'keys', active: 'k1', check: { k1: workspace.check } },
    quarantine: { recipients: [workspace.recipient] },
    http: { port: 0, adminPort: 0 },
    log: { level: 'debug' },
  };
  const config: Record<string, unknown> = { ...standing };
  for (const [section, given] of Object.entries(settings)) {
    config[section] = Array.isArray(given) ? given : { ...standing[section], ...(given as object) };
  }
  writeFileSync(workspace.configFile, stringify(config), { mode: 0o600 });
}

/** One line of the worker's log. */
export interface LogLine {
  readonly level: string;
  readonly msg: string;
  readonly [field: string]: unknown;
}

export interface Exit {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A worker in a process of its own, as users start it. */
export interface WorkerRun {
  readonly pid: number;
  readonly exited: Promise<Exit>;
  readonly stdout: () => string;
  readonly stderr: () => string;
  readonly lines: () => readonly LogLine[];
  /** Resolves with the first line, also a past one, that fits; rejects when the process ends or the time is over. */
  readonly waitForLine: (fits: (line: LogLine) => boolean, what: string, timeoutMs?: number) => Promise<LogLine>;
  /** The text of the metrics page. */
  readonly metrics: () => Promise<string>;
  /** Asks for an orderly stop; a process that does not obey is killed, and its status is then null. */
  readonly stop: () => Promise<Exit>;
}

/** Starts `sigilo run` with the workspace's configuration. */
export function startRun(
  workspace: Pick<Workspace, 'directory' | 'configFile'>,
  options: readonly string[] = [],
): WorkerRun {
  const args = [CLI, 'run', '--config', workspace.configFile, ...options];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'], cwd: workspace.directory });
  running.add(child);
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  let ended = false;
  const exited = new Promise<Exit>((resolve) => {
    child.on('close', (status, signal) => {
      running.delete(child);
      ended = true;
      resolve({ status, signal });
    });
  });
  const lines = () =>
    stdout
      .slice(0, stdout.lastIndexOf('\n') + 1)
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as LogLine);
  const waitForLine: WorkerRun['waitForLine'] = async (fits, what, timeoutMs = 30_000) => {
    const line = await waitFor(() => lines().find(fits) ?? (ended ? 'ended' : null), what, timeoutMs);
    if (line === 'ended') throw new Error(`the worker ended before ${what}: ${stderr.slice(0, 2_000)}`);
    return line;
  };
  return {
    pid: child.pid!,
    exited,
    stdout: () => stdout,
    stderr: () => stderr,
    lines,
    waitForLine,
    metrics: async () => {
      const { host, port } = await waitForLine(({ msg }) => msg.startsWith('metrics are'), 'the metrics page');
      return (await fetch(`http://${host}:${port}/metrics`)).text();
    },
    stop: async () => {
      child.kill('SIGTERM');
      const force = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
      return exited.finally(() => clearTimeout(force));
    },
  };
}

/** Asks again and again until the answer is not null. */
export async function waitFor<Answer>(
  ask: () => Promise<Answer | null> | Answer | null,
  what: string,
  timeoutMs = 30_000,
): Promise<Answer> {
  const until = performance.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer !== null) return answer;
    if (performance.now() > until) throw new Error(`no ${what} within ${timeoutMs} ms`);
    await sleep(50);
  }
}

/** The group's offset of each partition of a topic, 0 where it has none; none while its coordinator is loading. */
export async function committedOf(admin: Admin, groupId: string, topic: string): Promise<number[]> {
  const [found] = await admin.fetchOffsets({ groupId, topics: [topic] }).catch(() => []);
  const partitions = [...(found?.partitions ?? [])].sort((left, right) => left.partition - right.partition);
  return partitions.map(({ offset }) => Math.max(0, Number(offset)));
}

/** Waits until the group's offsets of a topic are these, partition by partition. */
export async function waitUntilCommitted(
  stack: StackState,
  groupId: string,
  wanted: Readonly<Record<string, readonly number[]>>,
  timeoutMs = 60_000,
): Promise<void> {
  const admin = kafkaClient(stack).admin();
  await admin.connect();
  try {
    for (const [topic, offsets] of Object.entries(wanted)) {
      let seen: readonly number[] = [];
      const reached = async () => {
        seen = await committedOf(admin, groupId, topic);
        return offsets.every((offset, partition) => (seen[partition] ?? 0) >= offset) ? true : null;
      };
      await waitFor(reached, `commit of ${topic}`, timeoutMs).catch((error: Error) => {
        throw new Error(`${error.message}: wanted ${offsets.join()}, committed ${seen.join()}`);
      });
    }
  } finally {
    await admin.disconnect();
  }
}

/** The same offsets as Kafka's own client sees them. */
export async function committedByJava(stack: StackState, groupId: string, topic: string): Promise<number[]> {
  const offsets: number[] = [];
  for (const each of await committedOffsets(stack, groupId))
    if (each.topic === topic) offsets[each.partition] = each.offset;
  return offsets;
}

/** The most memory that the process ever held, in MiB; null where the system does not tell. */
export async function peakMemory(pid: number): Promise<number | null> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
  return kibibytes === undefined ? null : Number(kibibytes) / 1024;
}

/** The value of a metric, summed over the label sets that hold all the given labels. */
export function metricOf(page: string, name: string, labels: Readonly<Record<string, string>> = {}): number {
  const wanted = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  return page
    .split('\n')
    .filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`))
    .filter((line) => wanted.every((label) => line.includes(label)))
    .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
}

/** Kills what still runs and deletes all workspaces; for `afterAll`. */
export async function cleanUpRuns(): Promise<void> {
  const gone = [...running].map((child) => new Promise((resolve) => child.on('close', resolve)));
  for (const child of running) child.kill('SIGKILL');
  await Promise.all(gone);
  for (const directory of made) rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
  made.clear();
}
