import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const HEARTBEAT_MS = 5_000;
/** After so long without a heartbeat the owner is gone, whatever process has its id now. */
const STALE_MS = 60_000;

/**
 * Does the work while no other process does work under the same lock file; waits for its turn.
 * A lock whose owner has died is taken over.
 * @param signal ends the waiting, not the work
 */
export async function withLock<Result>(
  file: string,
  work: () => Promise<Result>,
  signal?: AbortSignal,
): Promise<Result> {
  mkdirSync(dirname(file), { recursive: true });
  while (!take(file)) {
    const owner = ownerOf(file);
    if (owner !== null && isDead(file, owner)) discard(file, owner);
    else await sleep(100, undefined, signal ? { signal } : {});
  }
  const heartbeat = setInterval(() => touch(file), HEARTBEAT_MS).unref();
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    rmSync(file, { force: true });
  }
}

/** Makes the file with our id in it, in one step: nobody ever reads a lock without its owner. */
function take(file: string): boolean {
  const own = `${file}.${process.pid}`;
  writeFileSync(own, String(process.pid));
  try {
    linkSync(own, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(own, { force: true });
  }
}

/** Takes a dead owner's lock away; gives it back when, since we looked, it has become somebody else's. */
function discard(file: string, owner: number): void {
  const aside = `${file}.${process.pid}.old`;
  try {
    renameSync(file, aside);
    if (ownerOf(aside) !== owner) linkSync(aside, file);
  } catch {
    // Another process was faster; the next round tells.
  } finally {
    rmSync(aside, { force: true });
  }
}

function ownerOf(file: string): number | null {
  try {
    return Number(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

function isDead(file: string, owner: number): boolean {
  try {
    if (Date.now() - statSync(file).mtimeMs > STALE_MS) return true;
    process.kill(owner, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

function touch(file: string): void {
  try {
    utimesSync(file, new Date(), new Date());
  } catch {
    // Nothing depends on one heartbeat.
  }
}
