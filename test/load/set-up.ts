import { randomBytes } from 'node:crypto';
import { type Admin, Kafka, logLevel } from 'kafkajs';
import { freePorts } from '../../deploy/local/free-ports.ts';
import { type StackState, startStack, stopStack } from '../../deploy/local/stack-control.ts';
import { registerVersions } from '../../src/commands/demo/registry.ts';
import { ORDINARY_VERSIONS } from '../../src/commands/demo/standing-setup.ts';
import { allTopics, createTopics, nameTopics, type Topics } from '../../src/commands/demo/topics.ts';
import { startWorkerProcess, stopWorkerProcess, type WorkerProcess } from '../../src/commands/demo/worker-process.ts';
import { createWorkspace, deleteWorkspace, writeConfig } from '../../src/commands/demo/workspace.ts';
import { planRoutes } from '../../src/commands/plan/plan-routes.ts';
import { loadConfig } from '../../src/config.ts';
import { hideNegativeTimeoutWarning } from '../../src/io/kafka-client.ts';
import { openRegistry } from '../../src/open-registry.ts';
import { containerHeapFlag } from '../deploy/container-heap.ts';
import { imageEnvironment, imageNodeFlags } from '../deploy/dockerfile.ts';

/** All that a run under load needs but its records and its worker: brokers, topics, schemas, plans, configuration. */
export interface LoadSetUp {
  readonly stack: StackState;
  readonly admin: Admin;
  readonly group: string;
  readonly topics: Topics;
  readonly schemaIds: Readonly<Record<(typeof ORDINARY_VERSIONS)[number], number>>;
  readonly directory: string;
  /** Starts `sigilo run` with flags, environment and heap as in the container of the manifest, its output in files. */
  readonly startWorker: () => WorkerProcess;
  /** Stops what was started and deletes the directory. */
  readonly close: () => Promise<void>;
}

/**
 * Starts a stack of one node and prepares the routes of chat and clinical messages on it.
 * @param retentionBytes of each partition of sources and sinks: an hour of load would fill a disk
 * @param signal ends it; nothing is then left running
 */
export async function setUpLoad(retentionBytes: number, signal: AbortSignal): Promise<LoadSetUp> {
  hideNegativeTimeoutWarning();
  const closers: (() => unknown)[] = [];
  const close = async () => {
    for (const each of closers.splice(0).reverse()) await each();
  };
  try {
    const workspace = await createWorkspace(new Date());
    closers.push(() => deleteWorkspace(workspace));
    closers.push(() => stopStack(workspace.stackDirectory));
    const stack = await startStack({ directory: workspace.stackDirectory, nodes: 1, signal });
    const group = `load-${randomBytes(4).toString('hex')}`;
    const topics = nameTopics(group);
    const admin = new Kafka({ clientId: group, brokers: [...stack.brokers], logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    closers.push(() => admin.disconnect());
    await createTopics(admin, topics);
    await boundTopics(admin, topics, retentionBytes);
    const [port = 0] = await freePorts(1);
    writeConfig(workspace, { run: group, brokers: stack.brokers, registry: stack.registry, topics, port });
    const schemaIds = await registerVersions(stack.registry, topics, ORDINARY_VERSIONS);
    const config = loadConfig(workspace.configFile);
    await planRoutes(config, openRegistry(config.registry), true);
    const startWorker = () => {
      const worker = startWorkerProcess(workspace.configFile, workspace.directory, port, {
        flags: [...imageNodeFlags(), containerHeapFlag()],
        environment: { ...process.env, ...imageEnvironment() },
      });
      closers.push(() => stopWorkerProcess(worker));
      return worker;
    };
    return { stack, admin, group, topics, schemaIds, directory: workspace.directory, startWorker, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function boundTopics(admin: Admin, topics: Topics, retentionBytes: number): Promise<void> {
  const configEntries = [
    { name: 'retention.bytes', value: String(retentionBytes) },
    { name: 'segment.bytes', value: String(Math.min(retentionBytes, 64 << 20)) },
  ];
  // The protocol's number of a topic among the kinds of resources.
  const resources = allTopics(topics).map((name) => ({ type: 2, name, configEntries }));
  const limits = await admin.describeConfigs({
    includeSynonyms: false,
    resources: resources.map(({ type, name }) => ({
      type,
      name,
      configNames: ['max.message.bytes', 'cleanup.policy'],
    })),
  });
  const standing = new Map(limits.resources.map((each) => [each.resourceName, each.configEntries]));
  await admin.alterConfigs({
    validateOnly: false,
    resources: resources.map((each) => ({
      ...each,
      // This request replaces all settings of a topic.
      configEntries: [
        ...(standing.get(each.name) ?? []).map(({ configName, configValue }) => ({
          name: configName,
          value: configValue,
        })),
        ...configEntries,
      ],
    })),
  });
}
