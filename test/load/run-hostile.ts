import type { Admin } from 'kafkajs';
import type { StackState } from '../../deploy/local/stack-control.ts';
import { registerVersions } from '../../src/commands/demo/registry.ts';
import { SCHEMA_FOLDER, VERSIONS } from '../../src/commands/demo/schemas.ts';
import { PARTITIONS, type Topics } from '../../src/commands/demo/topics.ts';
import { ROUTES } from '../../src/commands/demo/traffic-record.ts';
import { probeSchema, registerSinks, registerSource, writePolicy } from '../integration/probe-records.ts';
import { createTopics, produce, withAdmin } from '../integration/topics.ts';
import {
  committedOf,
  createWorkspace,
  metricOf,
  peakMemory,
  startRun,
  type WorkerRun,
  type Workspace,
  waitFor,
  writeConfig,
} from '../integration/worker-run.ts';
import { writeByJava } from '../integration/write-by-java.ts';
import { type HostileTrafficOptions, hostileTraffic, type PlannedRecord, PROBE_PARTITIONS } from './hostile-traffic.ts';
import { type HostileVerdict, judgeOutcomes, type Planned } from './hostile-verdict.ts';

export interface HostileOptions extends Pick<HostileTrafficOptions, 'records' | 'garbage' | 'seed'> {
  readonly stack: StackState;
  readonly say: (line: string) => void;
}

/** What one run of hostile traffic came to. */
export interface HostileResult extends HostileVerdict {
  readonly written: number;
  readonly garbage: number;
  readonly kinds: number;
  /** Of the worker's own metrics page. */
  readonly metrics: { readonly consumed: number; readonly forwarded: number; readonly quarantined: number };
  readonly reasonsInMetrics: Readonly<Record<string, number>>;
  /** Partitions whose lag was not 0 at the end, or that were paused. */
  readonly blocked: number;
  /** 1 when the process ended by itself. */
  readonly restarts: number;
  readonly exitStatus: number | null;
  readonly stderrBytes: number;
  readonly peakRssMb: number;
  readonly recordsPerSecond: number;
}

export const HOSTILE_ROUTES = [...ROUTES, 'probe'] as const;
export type HostileTopics = Readonly<Record<(typeof HOSTILE_ROUTES)[number], Topics['chat']>>;

const SOURCE_LIMIT = 22 << 20;
/** Written by one process of Java's client: it remembers each record until it ends. */
const PORTION = 100_000;
const WARM_UP_SHARE = 0.25;
const STALL_MS = 120_000;
const MINUTE_MS = 60_000;

/** Writes hostile traffic, lets one real worker process work it off, and compares what came out record by record. */
export async function runHostileTraffic(options: HostileOptions): Promise<HostileResult> {
  const { stack, say } = options;
  const topics = await createHostileTopics(stack);
  const workspace = await createWorkspace();
  const policies = (name: string) => [
    name === 'probe' ? writePolicy(workspace) : `${SCHEMA_FOLDER}${name}-message.policy.yaml`,
  ];
  const routes = HOSTILE_ROUTES.map((name) => ({ name, ...topics[name], policies: policies(name) }));
  writeConfig(stack, workspace, { routes, log: { level: 'info' } });
  const traffic = await register(stack, workspace, topics, options);
  say(`writing ${options.records} records, ${options.garbage * 100} % of them garbage`);
  const planned = await write(stack, traffic);
  const run = startRun(workspace);
  let ended = false;
  run.exited.then(() => {
    ended = true;
  });
  const recordsPerSecond = await withAdmin(stack, (admin) =>
    workOff(admin, workspace.groupId, topics, planned, () => ended, say),
  );
  const page = await settledPage(run, options.records);
  const peakRssMb = Math.round((await peakMemory(run.pid)) ?? 0);
  const restarts = ended ? 1 : 0;
  const { status } = await run.stop();
  say('reading sinks and quarantines with the Java client, and checking every record');
  const verdict = await judgeOutcomes(stack, topics, planned.byPlace);
  const sum = (name: string) => metricOf(page, `sigilo_records_${name}_total`);
  return {
    written: options.records,
    garbage: planned.garbage,
    kinds: planned.kinds.size,
    ...verdict,
    metrics: { consumed: sum('consumed'), forwarded: sum('forwarded'), quarantined: sum('quarantined') },
    reasonsInMetrics: reasonsOf(page),
    blocked: blockedPartitions(page),
    restarts,
    exitStatus: status,
    stderrBytes: run.stderr().length,
    peakRssMb,
    recordsPerSecond,
  };
}

async function createHostileTopics(stack: StackState): Promise<HostileTopics> {
  const anyTime = { 'message.timestamp.after.max.ms': '9223372036854775807' };
  const limit = (bytes: number) => ({ 'max.message.bytes': String(bytes), 'retention.ms': '-1' });
  const partitionsOf = (name: string) =>
    name === 'probe' ? PROBE_PARTITIONS : PARTITIONS[name as 'chat' | 'clinical'];
  const made = await Promise.all(
    HOSTILE_ROUTES.map((name) =>
      createTopics(stack, {
        source: { partitions: partitionsOf(name), config: { ...anyTime, ...limit(SOURCE_LIMIT) } },
        sink: { partitions: partitionsOf(name), config: { ...anyTime, ...limit(SOURCE_LIMIT) } },
        quarantine: { partitions: 2, config: limit(SOURCE_LIMIT + 16 * 1024) },
      }),
    ),
  );
  return Object.fromEntries(HOSTILE_ROUTES.map((name, index) => [name, made[index]!])) as unknown as HostileTopics;
}

/** Registers all schemas; one after the plan, as when an operator has forgotten a version. */
async function register(
  stack: StackState,
  workspace: Workspace,
  topics: HostileTopics,
  { records, garbage, seed }: HostileOptions,
): Promise<HostileTrafficOptions> {
  const covered = VERSIONS.filter((version) => version !== 'chatUnplanned');
  const ids = await registerVersions(stack.registry, topics, covered);
  const [probeId] = await registerSource(stack, topics.probe.source, [probeSchema()]);
  await registerSinks(workspace);
  const schemaIds = { ...ids, ...(await registerVersions(stack.registry, topics, ['chatUnplanned'])) };
  const sources = Object.fromEntries(HOSTILE_ROUTES.map((name) => [name, topics[name].source]));
  return {
    ...{ records, garbage, seed, probeId: probeId! },
    schemaIds: schemaIds as HostileTrafficOptions['schemaIds'],
    topics: sources as HostileTrafficOptions['topics'],
  };
}

interface Written {
  readonly byPlace: ReadonlyMap<string, Planned[]>;
  readonly kinds: ReadonlySet<string>;
  readonly garbage: number;
}

/** Java's client refuses times before 1970: kafkajs writes those records when all others are written. */
async function write(stack: StackState, traffic: HostileTrafficOptions): Promise<Written> {
  const byPlace = new Map<string, Planned[]>();
  const kinds = new Set<string>();
  const old: PlannedRecord[] = [];
  let garbage = 0;
  const note = ({ record, kind, allowed, isGarbage }: PlannedRecord) => {
    const place = `${record.topic}/${record.partition}`;
    const lane = byPlace.get(place) ?? [];
    byPlace.set(place, lane);
    lane.push({ kind, allowed });
    if (isGarbage) kinds.add(kind);
    if (isGarbage) garbage += 1;
    return record;
  };
  const all = hostileTraffic(traffic);
  for (let isLast = false; !isLast; ) {
    function* portion() {
      for (let count = 0; count < PORTION; count += 1) {
        const { value, done } = all.next();
        isLast = done === true;
        if (done) return;
        if (Number(value.record.timestamp) < 0) old.push(value);
        else yield note(value);
      }
    }
    await writeByJava(stack, '', portion());
  }
  for (const topic of new Set(old.map(({ record }) => record.topic))) {
    await produce(stack, topic, old.filter(({ record }) => record.topic === topic).map(note));
  }
  return { byPlace, kinds, garbage };
}

/** Waits until the group has finished with every record; gives records a second without the warm-up. */
async function workOff(
  admin: Admin,
  groupId: string,
  topics: HostileTopics,
  { byPlace }: Written,
  hasEnded: () => boolean,
  say: (line: string) => void,
): Promise<number> {
  const total = [...byPlace.values()].reduce((sum, lane) => sum + lane.length, 0);
  let warm: { readonly at: number; readonly count: number } | null = null;
  let [last, changedAt, saidAt] = [0, performance.now(), performance.now()];
  return waitFor(
    async () => {
      const offsets = await Promise.all(HOSTILE_ROUTES.map((name) => committedOf(admin, groupId, topics[name].source)));
      const count = offsets.flat().reduce((sum, offset) => sum + offset, 0);
      const now = performance.now();
      if (count !== last) [last, changedAt] = [count, now];
      if (warm === null && count >= total * WARM_UP_SHARE) warm = { at: now, count };
      if (now - saidAt > MINUTE_MS / 2) {
        say(`${count} of ${total} records`);
        saidAt = now;
      }
      if (hasEnded() || now - changedAt > STALL_MS) return 0;
      return count >= total ? Math.round((count - warm!.count) / Math.max(0.001, (now - warm!.at) / 1_000)) : null;
    },
    'end of the source',
    24 * 60 * MINUTE_MS,
  );
}

/** The metrics page when all is counted and the lag was looked at once more. */
async function settledPage(run: WorkerRun, records: number): Promise<string> {
  const isSettled = (page: string) =>
    metricOf(page, 'sigilo_records_consumed_total') >= records && blockedPartitions(page) === 0;
  let page = '';
  const ask = async () => {
    page = await run.metrics().catch(() => page);
    return isSettled(page) ? page : null;
  };
  return waitFor(ask, 'settled metrics', MINUTE_MS).catch(() => page);
}

function blockedPartitions(page: string): number {
  const lagging = page.split('\n').filter((line) => /^sigilo_consumer_lag_records\{.* [1-9]/.test(line)).length;
  return lagging + metricOf(page, 'sigilo_partitions_paused');
}

function reasonsOf(page: string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const line of page.split('\n')) {
    const match = /^sigilo_records_quarantined_total\{.*reason="([a-z_]+)".*\} (\d+)$/.exec(line);
    if (match && match[2] !== '0') counts[match[1]!] = (counts[match[1]!] ?? 0) + Number(match[2]);
  }
  return counts;
}
