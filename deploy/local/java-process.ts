import { execFile, spawn } from 'node:child_process';
import { closeSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const TERM_GRACE_MS = 10_000;
const POLL_MS = 50;

/** The JVM argument that marks a process as part of the stack in this directory. */
export function markerOf(directory: string): string {
  return `-Dsigilo.stack=${directory}`;
}

/**
 * Starts a Java process that outlives us, in a process group of its own, with its output in a log file.
 * @returns its process id
 */
export function startJava(directory: string, args: readonly string[], logFile: string): number {
  const log = openSync(logFile, 'a', 0o600);
  try {
    // UsePerfData writes to the shared temporary directory, and the stack leaves nothing outside its own.
    const common = [markerOf(directory), '-XX:-UsePerfData', `-Djava.io.tmpdir=${directory}`];
    const child = spawn('java', [...common, ...args], { cwd: directory, detached: true, stdio: ['ignore', log, log] });
    child.on('error', () => {});
    child.unref();
    return child.pid ?? -1;
  } finally {
    closeSync(log);
  }
}

/** Ids of all living processes of the stack in this directory, also of those that no state file names. */
export async function processesOf(directory: string): Promise<number[]> {
  const marker = markerOf(directory);
  const found: number[] = [];
  for (const { pid, args } of await commandLines()) if (args.includes(marker)) found.push(pid);
  return found;
}

/** True when the process lives and belongs to the stack in this directory: a reused id never counts. */
export async function isOurs(pid: number, directory: string): Promise<boolean> {
  return (await processesOf(directory)).includes(pid);
}

/**
 * Stops processes of this stack and waits until they are gone; others are left alone.
 * @param signal sent first; SIGKILL follows after ten seconds
 */
export async function stopProcesses(
  pids: readonly number[],
  directory: string,
  signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM',
): Promise<void> {
  const wanted = new Set(pids);
  let killAt = Date.now() + TERM_GRACE_MS;
  let next: 'SIGTERM' | 'SIGKILL' | null = signal;
  for (;;) {
    const living = (await processesOf(directory)).filter((pid) => wanted.has(pid));
    if (living.length === 0) return;
    if (next) for (const pid of living) sendSignal(pid, next);
    next = null;
    if (Date.now() > killAt) {
      next = 'SIGKILL';
      killAt = Date.now() + TERM_GRACE_MS;
    }
    await sleep(POLL_MS);
  }
}

function sendSignal(pid: number, signal: 'SIGTERM' | 'SIGKILL'): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended between the look and the signal.
  }
}

async function commandLines(): Promise<{ pid: number; args: string[] }[]> {
  if (process.platform !== 'linux') return commandLinesFromPs();
  const found: { pid: number; args: string[] }[] = [];
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      found.push({ pid: Number(name), args: readFileSync(`/proc/${name}/cmdline`, 'utf8').split('\0') });
    } catch {
      // The process ended, or is another user's.
    }
  }
  return found;
}

function commandLinesFromPs(): Promise<{ pid: number; args: string[] }[]> {
  return new Promise((resolve) => {
    execFile('ps', ['-axww', '-o', 'pid=,command='], { maxBuffer: 1 << 26 }, (_error, stdout) => {
      const lines = stdout.split('\n').map((line) => line.trim().split(/\s+/));
      resolve(lines.map(([pid, ...args]) => ({ pid: Number(pid), args })));
    });
  });
}
