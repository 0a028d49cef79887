import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { StackState } from '../../deploy/local/stack-control.ts';
import type { Topics } from '../../src/commands/demo/topics.ts';
import { ROUTES, type RouteName } from '../../src/commands/demo/traffic-record.ts';

const SOURCE = join(import.meta.dirname, 'java', 'SoakProbe.java');
const GENERATOR = join(import.meta.dirname, 'generate-records.ts');
const LOGGING = join(import.meta.dirname, '../../deploy/local/log4j2.xml');

/** What the generator of records is told. */
export interface GeneratorOptions {
  readonly seed: number;
  readonly schemaIds: Readonly<Record<'chat' | 'chatNext' | 'clinical', number>>;
  /** Source topic of each route. */
  readonly topics: Readonly<Record<RouteName, string>>;
}

/** What the probe found when all should have come out; all but `written` are zero when all is well. */
export interface ProbeVerdict {
  readonly written: number;
  readonly missing: number;
  readonly doubled: number;
  readonly outOfOrder: number;
  /** Records of a sink that name no source of it. */
  readonly strange: number;
  readonly quarantined: number;
}

/** What the writing at a steady rate came to. */
export interface Paced {
  readonly paced: number;
  readonly seconds: number;
  /** How late the writer itself ever was: its own pauses are not the worker's. */
  readonly latestMs: number;
}

/** Of each measured record: when it was sent, since the steady writing began, and how long it took. */
export interface Latencies {
  readonly atMs: Int32Array;
  readonly microseconds: Int32Array;
}

/** Kafka's Java client as producer and as reader of the sinks, in a process of its own. */
export interface SoakProbe {
  readonly fill: (records: number) => Promise<{ readonly written: number }>;
  /** Has so many records made before they are written, so that making them takes no time from what is measured. */
  readonly prepare: (records: number) => Promise<unknown>;
  readonly follow: () => Promise<unknown>;
  readonly pace: (rate: number, seconds: number) => Promise<Paced>;
  readonly settle: (seconds: number) => Promise<ProbeVerdict>;
  readonly latencies: () => Latencies;
  readonly close: () => Promise<void>;
}

/** Starts the probe; nothing is written before it is told to. */
export function startProbe(
  stack: StackState,
  topics: Topics,
  generate: Omit<GeneratorOptions, 'topics'>,
  latencyFile: string,
): SoakProbe {
  const sources = Object.fromEntries(ROUTES.map((route) => [route, topics[route].source]));
  const lanes = ROUTES.flatMap((route) => [topics[route].source, topics[route].sink, topics[route].quarantine]);
  const options = JSON.stringify({ seed: generate.seed, schemaIds: generate.schemaIds, topics: sources });
  // While the backlog is written, the generator may wait for everybody else.
  const generator = ['nice', '-n', '19', process.execPath, GENERATOR, options];
  const tuning = ['-Xms256m', '-Xmx768m', '-XX:+UseSerialGC', '-Dsigilo.log.level=OFF'];
  const java = [...tuning, `-Dlog4j2.configurationFile=${LOGGING}`, '-cp', join(stack.libs, '*'), SOURCE];
  const child = spawn('java', [...java, stack.brokers.join(), latencyFile, ...lanes, '--', ...generator], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaint = (complaint + chunk).slice(0, 4_000);
  });
  child.stdin.on('error', () => {});
  const ended = once(child, 'close');
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const order = async <Answer>(words: string): Promise<Answer> => {
    child.stdin.write(`${words}\n`);
    const { value, done } = await answers.next();
    if (done) throw new Error(`the probe ended: ${complaint}`);
    return JSON.parse(value) as Answer;
  };
  return {
    fill: (records) => order(`fill ${records}`),
    prepare: (records) => order(`prepare ${records}`),
    follow: () => order('follow'),
    pace: (rate, seconds) => order(`pace ${rate} ${seconds}`),
    settle: (seconds) => order(`settle ${seconds}`),
    latencies: () => readLatencies(latencyFile),
    close: async () => {
      child.stdin.end();
      const forced = setTimeout(() => child.kill('SIGKILL'), 10_000);
      if (child.exitCode === null && child.signalCode === null) await ended;
      clearTimeout(forced);
    },
  };
}

function readLatencies(file: string): Latencies {
  const bytes = readFileSync(file);
  const count = bytes.length / 8;
  const found = { atMs: new Int32Array(count), microseconds: new Int32Array(count) };
  for (let index = 0; index < count; index += 1) {
    found.atMs[index] = bytes.readInt32BE(8 * index);
    found.microseconds[index] = bytes.readInt32BE(8 * index + 4);
  }
  return found;
}
