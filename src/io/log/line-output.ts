import { writeSync, write as writeToFile } from 'node:fs';

/**
 * Why lines never got out: the disk is full, nobody can read them any more, nobody reads them fast enough, or the
 * system refused them for another reason. Also the values of a metric's label.
 */
export const LOSS_REASONS = ['full', 'closed', 'slow', 'failed'] as const;

export type LossReason = (typeof LOSS_REASONS)[number];

/** Where lines go without ever holding up whoever writes them. */
export interface LineOutput {
  /** Takes one line with its line feed, or counts it as lost; never throws and never blocks. */
  readonly write: (line: string) => void;
  /** Lines lost since the beginning, by reason. */
  readonly lost: () => Readonly<Record<LossReason, number>>;
  /** Writes what waits, as far as it goes in a tenth of a second; for a process that is about to end. */
  readonly flush: () => void;
}

export interface LineOutputOptions {
  /** File descriptor. A pipe or socket must not block: reading `process.stdout` once makes descriptor 1 so. */
  readonly descriptor: number;
  /** Lines that came before those written from now on were lost; what it writes stands in their place. */
  readonly onGap: (count: number) => void;
  /** Most bytes that wait; a quarter of it once the output is in trouble. Default 256 KiB. */
  readonly limit?: number;
}

const LIMIT = 262_144;
const WRITE_BYTES = 65_536;
/** A pipe that is full is tried again soon, a disk seldom: somebody has to make room first. */
const SLOW_MS = 50;
const RETRY_MS = 1_000;
const FLUSH_TRIES = 20;
const FLUSH_WAIT_MS = 5;
const LINE_FEED = 10;

const REASONS: Readonly<Record<string, LossReason>> = {
  ENOSPC: 'full',
  EDQUOT: 'full',
  EFBIG: 'full',
  EPIPE: 'closed',
  ECONNRESET: 'closed',
  ENOTCONN: 'closed',
  EAGAIN: 'slow',
};

/**
 * Opens an output that keeps a bounded number of lines while they cannot be written, tries again by itself, and loses
 * the newest ones when there are too many. A log must never stop the records.
 */
export function openLineOutput({ descriptor, onGap, limit = LIMIT }: LineOutputOptions): LineOutput {
  const lost: Record<LossReason, number> = { full: 0, closed: 0, slow: 0, failed: 0 };
  let waiting: Buffer[] = [];
  /** What is being written, or what is left of it. */
  let current: Buffer = Buffer.alloc(0);
  let bytes = 0;
  let isWriting = false;
  let timer: NodeJS.Timeout | null = null;
  let trouble: LossReason | null = null;
  /** Lost lines that no line tells of yet. */
  let gap = 0;

  /**
   * A burst of lines is kept whole. What waits for a full disk is soon counted as lost, so that somebody hears of it; and
   * after a loss half must be free again, else each line that fits would come with one that tells of lost ones.
   */
  function room(): number {
    if (trouble === null && gap === 0) return limit;
    return gap > 0 ? limit / 8 : limit / 4;
  }

  function lose(count: number): void {
    lost[trouble ?? 'slow'] += count;
    gap += count;
  }

  function tellGap(): void {
    if (gap === 0 || (trouble !== null && trouble !== 'slow')) return;
    const count = gap;
    gap = 0;
    onGap(count);
  }

  function send(): void {
    if (isWriting || timer) return;
    if (current.length === 0) current = takeBatch();
    if (current.length === 0) return;
    isWriting = true;
    writeToFile(descriptor, current, (error, written) => {
      isWriting = false;
      if (error) onFault(error);
      else onWritten(written);
    });
  }

  function takeBatch(): Buffer {
    let [count, size] = [0, 0];
    while (count < waiting.length && (count === 0 || size + waiting[count]!.length <= WRITE_BYTES)) {
      size += waiting[count]!.length;
      count += 1;
    }
    return Buffer.concat(waiting.splice(0, count));
  }

  function onWritten(written: number): void {
    current = current.subarray(written);
    bytes -= written;
    trouble = null;
    if (bytes === 0) tellGap();
    send();
  }

  function onFault({ code = '' }: NodeJS.ErrnoException): void {
    trouble = REASONS[code] ?? 'failed';
    if (trouble === 'closed') {
      // Nobody will read these; a named pipe may get another reader for later ones.
      lose(waiting.length + linesIn(current));
      waiting = [];
      current = Buffer.alloc(0);
      bytes = 0;
      return;
    }
    const retry = () => {
      timer = null;
      send();
    };
    timer = setTimeout(retry, trouble === 'slow' ? SLOW_MS : RETRY_MS);
    // The end of the process waits a little for a slow reader, and not for a disk.
    if (trouble !== 'slow') timer.unref();
  }

  return {
    write(line) {
      const added = Buffer.from(line);
      if (bytes + added.length > room()) {
        lose(1);
        return;
      }
      tellGap();
      waiting.push(added);
      bytes += added.length;
      send();
    },
    lost: () => ({ ...lost }),
    flush() {
      if (!isWriting && current.length > 0) waiting.unshift(current);
      current = Buffer.alloc(0);
      writeNow(descriptor, Buffer.concat(waiting.splice(0)));
    },
  };
}

/** Each line ends with a line feed, and none holds another. */
function linesIn(bytes: Buffer): number {
  let count = 0;
  for (const byte of bytes) if (byte === LINE_FEED) count += 1;
  return count;
}

/** Writes as much as goes while the process waits; at its end there is nothing to hold up. */
function writeNow(descriptor: number, bytes: Buffer): void {
  const pause = new Int32Array(new SharedArrayBuffer(4));
  let written = 0;
  for (let tries = 0; written < bytes.length && tries < FLUSH_TRIES; ) {
    try {
      written += writeSync(descriptor, bytes, written);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return;
      tries += 1;
      Atomics.wait(pause, 0, 0, FLUSH_WAIT_MS);
    }
  }
}
