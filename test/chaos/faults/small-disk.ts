import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A file system of its own in memory, which can be filled. */
export interface SmallDisk {
  readonly directory: string;
  /** Takes all room that is left. */
  readonly fill: () => void;
  readonly free: () => void;
  readonly isFull: () => boolean;
  readonly unmount: () => void;
}

/**
 * Mounts a file system in memory.
 * @throws Error when this user may not
 */
export function mountSmallDisk(directory: string, bytes: number): SmallDisk {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes},mode=0700`, 'tmpfs', directory], { stdio: 'pipe' });
  } catch {
    throw new Error('only root on Linux may mount the small disk that this fault fills');
  }
  const ballast = join(directory, 'ballast');
  return {
    directory,
    fill: () => {
      try {
        writeFileSync(ballast, Buffer.alloc(2 * bytes), { flag: 'a' });
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      }
    },
    free: () => rmSync(ballast, { force: true }),
    isFull: () => statfsSync(directory).bavail === 0,
    // Lazily: a process that is about to end may hold a file of it.
    unmount: () => {
      execFileSync('umount', ['--lazy', directory], { stdio: 'pipe' });
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** Unmounts what a run that was broken off has left mounted below its directory. */
export function unmountBelow(directory: string): void {
  let mounts: string;
  try {
    mounts = readFileSync('/proc/mounts', 'utf8');
  } catch {
    return; // another system, on which nothing was mounted
  }
  for (const line of mounts.split('\n')) {
    const [, place = ''] = line.split(' ');
    if (place.startsWith(`${directory}/`)) execFileSync('umount', ['--lazy', place], { stdio: 'pipe' });
  }
}
