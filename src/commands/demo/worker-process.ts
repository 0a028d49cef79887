import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { SigiloError } from '../../errors.ts';

const STOP_MS = 30_000;

export interface WorkerProcess {
  readonly child: ChildProcess;
  readonly metricsUrl: string;
  readonly logFiles: readonly string[];
}

/**
 * Starts `sigilo run` as users start it, its output in files of the workspace.
 * @param node flags of Node and variables; none and those of this process when left out
 */
export function startWorkerProcess(
  configFile: string,
  directory: string,
  port: number,
  node?: { readonly flags: readonly string[]; readonly environment: Readonly<Record<string, string | undefined>> },
): WorkerProcess {
  const isSource = import.meta.url.endsWith('.ts');
  const cli = fileURLToPath(new URL(isSource ? '../../cli.ts' : '../../cli.js', import.meta.url));
  const logFiles = ['worker.stdout.log', 'worker.stderr.log'].map((name) => join(directory, name));
  const [stdout, stderr] = logFiles.map((file) => openSync(file, 'a', 0o600));
  const child = spawn(process.execPath, [...(node?.flags ?? []), cli, 'run', '--config', configFile], {
    stdio: ['ignore', stdout, stderr],
    ...(node && { env: node.environment }),
  });
  return { child, metricsUrl: `http://127.0.0.1:${port}/metrics`, logFiles };
}

/** Asks for an orderly stop, and ends the process by force when that takes too long; gives the exit status. */
export async function stopWorkerProcess({ child }: WorkerProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const exited = once(child, 'exit') as Promise<[number | null]>;
  child.kill('SIGTERM');
  const deadline = new AbortController();
  const forced = sleep(STOP_MS, undefined, { signal: deadline.signal }).then(
    () => child.kill('SIGKILL'),
    () => false,
  );
  const [status] = await exited;
  deadline.abort();
  await forced;
  return status;
}

/** @throws SigiloError demo.failed when the worker has ended by itself */
export function assertAlive({ child, logFiles }: WorkerProcess): void {
  if (child.exitCode === null && child.signalCode === null) return;
  throw new SigiloError('demo.failed', { setting: 'worker', status: child.exitCode ?? -1, file: logFiles[1]! });
}

/** One sample of a metrics page. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** The text of the metrics page, or null while there is none. */
export async function fetchMetrics({ metricsUrl }: WorkerProcess): Promise<string | null> {
  try {
    const response = await fetch(metricsUrl, { signal: AbortSignal.timeout(5_000) });
    return response.ok ? await response.text() : null;
  } catch {
    return null;
  }
}

/** Reads the Prometheus text format as far as counters need it. */
export function parseMetrics(text: string): Sample[] {
  return text.split('\n').flatMap((line) => {
    const match = /^([a-z_:][a-z0-9_:]*)(?:\{(.*)\})? (\S+)/.exec(line);
    if (!match) return [];
    const labels = [...(match[2] ?? '').matchAll(/([a-z_]+)="((?:[^"\\]|\\.)*)"/g)];
    return [
      {
        name: match[1]!,
        labels: Object.fromEntries(labels.map(([, label, value]) => [label!, value!])),
        value: Number(match[3]),
      },
    ];
  });
}

/** Sums a counter over all its labels, or by one of them. */
export function sumOf(samples: readonly Sample[], name: string): number {
  return samples.filter((sample) => sample.name === name).reduce((sum, { value }) => sum + value, 0);
}
