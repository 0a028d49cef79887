import { randomBytes } from 'node:crypto';
import { type Admin, Kafka, logLevel } from 'kafkajs';
import { loadConfig } from '../../config.ts';
import { readKnowledge } from '../../knowledge-files.ts';
import { openRegistry } from '../../open-registry.ts';
import { planRoutes } from '../plan/plan-routes.ts';
import { type Cleanup, createCleanup } from './cleanup.ts';
import { freePort } from './free-port.ts';
import { loadLocalStack, type OpenStack, openStack } from './local-stack.ts';
import { topicsOf } from './outcomes.ts';
import type { DemoProgress } from './progress.ts';
import { deleteSubjects, registerVersions } from './registry.ts';
import { type DemoResult, faultsOf, type KeptRun, type WorkerCount } from './result.ts';
import { VERSIONS, type Version } from './schemas.ts';
import { allTopics, createTopics, nameTopics, PARTITIONS, produceTraffic, type Topics } from './topics.ts';
import { makeTraffic } from './traffic.ts';
import { verify } from './verify.ts';
import { settledMetrics, waitForWorker } from './wait-for-worker.ts';
import { parseMetrics, startWorkerProcess, stopWorkerProcess, sumOf, type WorkerProcess } from './worker-process.ts';
import { createWorkspace, deleteWorkspace, type Workspace, writeConfig } from './workspace.ts';

export interface DemoOptions {
  readonly records: number;
  readonly seed: number;
  /** Leaves worker, stack and files as they are after the run. */
  readonly keep: boolean;
}

/**
 * Runs the whole demo: stack, keys, schemas, traffic, the real worker process, and the verdict.
 * @param signal stops it at the next step; all that it started is then gone
 */
export async function runDemo(options: DemoOptions, progress: DemoProgress, signal: AbortSignal): Promise<DemoResult> {
  const cleanup = createCleanup();
  const began = performance.now();
  try {
    const { result, kept } = await runSteps(options, progress, signal, cleanup);
    if (!kept) await cleanup.run();
    const seconds = { ...result.seconds, total: (performance.now() - began) / 1000 };
    return { ...result, seconds, kept };
  } catch (error) {
    await cleanup.run();
    throw error;
  }
}

async function runSteps(options: DemoOptions, progress: DemoProgress, signal: AbortSignal, cleanup: Cleanup) {
  const run = `demo-${randomBytes(4).toString('hex')}`;
  const topics = nameTopics(run);
  // Told now, not by a worker that does not start after minutes of preparation.
  readKnowledge();
  const local = await loadLocalStack();
  const workspace = await createWorkspace(new Date());
  cleanup.add(async () => deleteWorkspace(workspace));

  progress.step('looking for a local Kafka and schema registry');
  cleanup.add(() => local.control.stopStack(workspace.stackDirectory));
  const stack = await openStack(local, workspace.stackDirectory, progress.step, signal);
  const kafka = new Kafka({ clientId: run, brokers: [...stack.state.brokers], logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  cleanup.add(() => admin.disconnect());
  await admin.connect();
  if (!stack.isOurs) cleanup.add(() => deleteRun(admin, stack, topics, run));

  progress.step('creating topics, registering schemas, planning the policies (sigilo plan --register)');
  const port = await freePort();
  await createTopics(admin, topics);
  writeConfig(workspace, { run, brokers: stack.state.brokers, registry: stack.state.registry, topics, port });
  const schemaIds = await registerSchemas(workspace, stack, topics);
  signal.throwIfAborted();

  progress.step(`writing ${options.records} synthetic records to ${topicsOf(topics, 'source').join(' and ')}`);
  const traffic = makeTraffic({ ...options, now: Date.now(), schemaIds, partitions: PARTITIONS });
  const expected = await produceTraffic(kafka, topics, traffic, signal);

  progress.step('starting the worker (sigilo run)');
  const worker = startWorkerProcess(workspace.configFile, workspace.directory, port);
  cleanup.add(() => stopWorkerProcess(worker));
  const sanitizing = await waitForWorker(worker, admin, run, topics, options.records, progress, signal);
  const metrics = await settledMetrics(worker, options.records);
  const workerStatus = options.keep ? 0 : await stopWorkerProcess(worker);

  progress.step('reading sinks and quarantines with the Java client, and checking every record');
  const checkBegan = performance.now();
  const [sinks, quarantines] = await Promise.all([
    local.reader.readAllCommitted(stack.state, topicsOf(topics, 'sink')),
    local.reader.readAllCommitted(stack.state, topicsOf(topics, 'quarantine')),
  ]);
  const { pairs, ...found } = await verify({
    ...{ expected, topics, sinks, quarantines, metrics },
    ...{ identity: workspace.identity, registry: stack.state.registry, outputFiles: worker.logFiles },
  });
  const judged = {
    consumed: sanitizing.committed,
    ...found,
    workerCount: workerCountOf(metrics),
    findings: findingsOf(metrics),
  };
  await admin.disconnect();
  const faults = faultsOf(judged, options.records, workerStatus);
  const result: DemoResult = {
    ok: faults.length === 0,
    ...judged,
    recordsPerSecond: Math.round(options.records / sanitizing.seconds),
    seconds: { sanitizing: sanitizing.seconds, checking: (performance.now() - checkBegan) / 1000 },
    seed: options.seed,
    faults,
    kept: null,
    pairs,
  };
  return { result, kept: options.keep ? describeKept(worker, stack, workspace) : null };
}

async function registerSchemas(
  workspace: Workspace,
  stack: OpenStack,
  topics: Topics,
): Promise<Record<Version, number>> {
  const planned = VERSIONS.filter((version) => version !== 'chatUnplanned');
  const ids = await registerVersions(stack.state.registry, topics, planned);
  const config = loadConfig(workspace.configFile);
  await planRoutes(config, openRegistry(config.registry), true);
  // After the plan: an operator who forgot one version.
  return { ...ids, ...(await registerVersions(stack.state.registry, topics, ['chatUnplanned'])) } as Record<
    Version,
    number
  >;
}

async function deleteRun(admin: Admin, stack: OpenStack, topics: Topics, run: string): Promise<void> {
  await admin.connect();
  await deleteSubjects(stack.state.registry, run);
  await admin.deleteTopics({ topics: allTopics(topics) });
  await admin.deleteGroups([run]);
  await admin.disconnect();
}

function workerCountOf(metrics: string): WorkerCount {
  const samples = parseMetrics(metrics);
  return {
    consumed: sumOf(samples, 'sigilo_records_consumed_total'),
    forwarded: sumOf(samples, 'sigilo_records_forwarded_total'),
    quarantined: sumOf(samples, 'sigilo_records_quarantined_total'),
  };
}

/** The worker's findings by entity type and treatment. */
function findingsOf(metrics: string): Record<string, Record<string, number>> {
  const findings: Record<string, Record<string, number>> = {};
  for (const { name, labels, value } of parseMetrics(metrics)) {
    const { entity, treatment } = labels;
    if (name !== 'sigilo_findings_total' || !entity || !treatment) continue;
    const ofEntity = findings[entity] ?? {};
    ofEntity[treatment] = (ofEntity[treatment] ?? 0) + value;
    findings[entity] = ofEntity;
  }
  return findings;
}

function describeKept(worker: WorkerProcess, stack: OpenStack, workspace: Workspace): KeptRun {
  const { child, metricsUrl } = worker;
  child.unref();
  // The stack must not go first: the worker could then not leave its group in order.
  const stopWorker = `kill ${child.pid} && while kill -0 ${child.pid} 2>/dev/null; do sleep 1; done`;
  const stopStack = `npm run stack -- down --dir ${workspace.stackDirectory}`;
  return {
    metrics: metricsUrl,
    brokers: stack.state.brokers,
    registry: stack.state.registry,
    directory: workspace.directory,
    workerPid: child.pid!,
    stop: [stopWorker, ...(stack.isOurs ? [stopStack] : []), `rm -r ${workspace.directory}`],
  };
}
