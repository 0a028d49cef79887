import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { fetchMetrics, parseMetrics, type WorkerProcess } from '../../src/commands/demo/worker-process.ts';

/** What a process held at one moment; seconds count from the start of the watch. */
export interface ProcessSample {
  readonly seconds: number;
  readonly rssMb: number;
  /** Open file descriptors, and the sockets among them. */
  readonly files: number;
  readonly sockets: number;
  readonly cpuSeconds: number;
}

/** What its metrics page said of itself. */
export interface PageSample {
  readonly seconds: number;
  /** Used of the old and the large spaces: how full the new one is depends on the moment alone. */
  readonly heapMb: number;
  readonly externalMb: number;
  readonly rssMb: number;
  /** Active handles and requests of Node. */
  readonly handles: number;
  readonly loopLagP99Ms: number;
  readonly loopLagMaxMs: number;
  /** Full collections of the heap since the start: only after one is what is used also what is needed. */
  readonly majorCollections: number;
  readonly memoryMb: number;
  readonly conversations: number;
  readonly evicted: number;
}

export interface Watch {
  readonly samples: ProcessSample[];
  readonly pages: PageSample[];
  readonly stop: () => void;
}

const PROCESS_MS = 1_000;
const PAGE_MS = 1_000;
const MEBIBYTE = 1 << 20;
const TICKS_PER_SECOND = 100;

/** Samples a worker from outside until it is told to stop: /proc and the metrics page each second. */
export function watchProcess(worker: WorkerProcess): Watch {
  const began = performance.now();
  const seconds = () => (performance.now() - began) / 1_000;
  const samples: ProcessSample[] = [];
  const pages: PageSample[] = [];
  const look = setInterval(() => {
    const sample = lookAt(worker.child.pid ?? -1, seconds());
    if (sample) samples.push(sample);
  }, PROCESS_MS);
  const scrape = setInterval(async () => {
    const page = await fetchMetrics(worker);
    if (page !== null) pages.push(readPage(page, seconds()));
  }, PAGE_MS);
  const stop = () => {
    clearInterval(look);
    clearInterval(scrape);
  };
  return { samples, pages, stop };
}

/** null when the process is gone. */
function lookAt(pid: number, seconds: number): ProcessSample | null {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const rssMb = Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) / 1_024;
    const open = readdirSync(`/proc/${pid}/fd`).map((name) => linkOf(`/proc/${pid}/fd/${name}`));
    const files = open.filter((link) => link !== null);
    const sockets = files.filter((link) => link.startsWith('socket:')).length;
    const times = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    const cpuSeconds = (Number(times[11]) + Number(times[12])) / TICKS_PER_SECOND;
    return { seconds, rssMb, files: files.length, sockets, cpuSeconds };
  } catch {
    return null;
  }
}

/** null when it was closed between the list and the look. */
function linkOf(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch {
    return null;
  }
}

function readPage(page: string, seconds: number): PageSample {
  const samples = parseMetrics(page);
  const sum = (name: string, labels: Readonly<Record<string, string>> = {}) =>
    samples
      .filter((each) => each.name === name)
      .filter((each) => Object.entries(labels).every(([label, value]) => each.labels[label] === value))
      .reduce((total, { value }) => total + value, 0);
  const usedOf = (space: string) => sum('nodejs_heap_space_size_used_bytes', { space });
  return {
    seconds,
    heapMb: (usedOf('old') + usedOf('large_object')) / MEBIBYTE,
    externalMb: sum('nodejs_external_memory_bytes') / MEBIBYTE,
    rssMb: sum('process_resident_memory_bytes') / MEBIBYTE,
    handles: sum('nodejs_active_handles_total') + sum('nodejs_active_requests_total'),
    loopLagP99Ms: sum('nodejs_eventloop_lag_p99_seconds') * 1_000,
    loopLagMaxMs: sum('nodejs_eventloop_lag_max_seconds') * 1_000,
    majorCollections: sum('nodejs_gc_duration_seconds_count', { kind: 'major' }),
    memoryMb: sum('sigilo_conversation_memory_bytes') / MEBIBYTE,
    conversations: sum('sigilo_conversation_memory_conversations'),
    evicted: sum('sigilo_conversation_memory_evicted_total'),
  };
}
