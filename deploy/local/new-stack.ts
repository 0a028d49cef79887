import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { SigiloError } from '../../src/errors.ts';
import { formatBroker, startBroker, waitForBroker, waitForCluster } from './broker.ts';
import { freePorts } from './free-ports.ts';
import { processesOf, stopProcesses } from './java-process.ts';
import { prepareLibraries } from './libraries.ts';
import { startRegistry, waitForRegistry } from './registry.ts';
import { planSecurity, writeSecurityFiles } from './security.ts';
import {
  type BrokerState,
  claimDirectory,
  deleteDirectory,
  describeStack,
  type StackState,
  writeState,
} from './stack-state.ts';

const ATTEMPTS = 2;

/** What cannot be changed once a stack has data. */
export interface StackKind {
  readonly nodes: number;
  /** TLS, client certificates and ACLs. */
  readonly secured: boolean;
  /** One more listener a broker, which names a proxy as its address, and ACLs that deny. */
  readonly proxied: boolean;
}

const PORTS_OF_A_NODE = 6;

/**
 * Starts a stack in a directory that is absent or empty; what was started is taken down again when that fails.
 * @throws SigiloError stack.requirements, stack.failed; the signal's reason when it was interrupted
 */
export async function startNewStack(
  directory: string,
  kind: StackKind,
  onProgress: (step: string) => void,
  signal?: AbortSignal,
): Promise<StackState> {
  const { nodes } = kind;
  if (nodes !== 1 && nodes !== 3) throw new SigiloError('stack.failed', { faults: ['--nodes takes 1 or 3'] });
  if (kind.secured && kind.proxied) {
    throw new SigiloError('stack.failed', { faults: ['a stack is secured or proxied, not both'] });
  }
  const libraries = await prepareLibraries(onProgress, signal);
  onProgress(`starting Kafka (${nodes} ${nodes === 1 ? 'node' : 'nodes'}) and the registry`);
  for (let attempt = 1; ; attempt++) {
    claimDirectory(directory);
    try {
      return await startPlanned(await plan(directory, kind, libraries.kafka), signal);
    } catch (error) {
      await removeStack(directory);
      // Another process can take one of the free ports before its owner does.
      if (attempt === ATTEMPTS || signal?.aborted) throw error;
      onProgress('the start failed: trying once more with other ports');
    }
  }
}

async function startPlanned(planned: StackState, signal?: AbortSignal): Promise<StackState> {
  let state = planned;
  writeState(state);
  signal?.throwIfAborted();
  state = describeStack({ ...state, registryState: await startRegistry(state, state.registryState) });
  writeState(state);
  if (state.security) await writeSecurityFiles(state.security);
  await Promise.all(state.brokerStates.map((broker) => formatBroker(state, broker)));
  signal?.throwIfAborted();
  state = describeStack({ ...state, brokerStates: state.brokerStates.map((broker) => startBroker(state, broker)) });
  writeState(state);
  await waitForStack(state, signal);
  state = { ...state, phase: 'ready' };
  writeState(state);
  return state;
}

/** Waits until brokers and registry answer, or rejects when the signal is raised. */
export async function waitForStack(state: StackState, signal?: AbortSignal): Promise<void> {
  const brokers = Promise.all(state.brokerStates.map((broker) => waitForBroker(state, broker)));
  const ready = Promise.all([brokers.then(() => waitForCluster(state)), waitForRegistry(state)]);
  if (!signal) return void (await ready);
  const aborted = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  await Promise.race([ready, aborted]);
}

/** Ports, names and a password for a new stack; starts nothing. */
async function plan(directory: string, { nodes, secured, proxied }: StackKind, libs: string): Promise<StackState> {
  const ports = await freePorts(PORTS_OF_A_NODE * nodes + 1);
  const brokerStates = Array.from({ length: nodes }, (_, index): BrokerState => {
    const own = ports.slice(PORTS_OF_A_NODE * index);
    const [port = 0, saslPort = 0, controllerPort = 0, sslPort = 0, proxiedPort = 0, proxyPort = 0] = own;
    const home = join(directory, `kafka-${index + 1}`);
    return {
      id: index + 1,
      port,
      saslPort,
      controllerPort,
      ...(secured ? { sslPort } : {}),
      ...(proxied ? { proxiedPort, proxyPort } : {}),
      pid: -1,
      propertiesFile: `${home}.properties`,
      dataDirectory: home,
      logFile: `${home}.log`,
    };
  });
  return describeStack({
    phase: 'starting',
    directory,
    // A Kafka cluster id is 16 random bytes; a first character '-' would look like an option to its tool.
    clusterId: `S${randomBytes(16).toString('base64url').slice(1)}`,
    saslUser: { username: 'tester', password: randomBytes(12).toString('hex') },
    libs,
    ...(secured ? { security: planSecurity(join(directory, 'security')) } : {}),
    brokerStates,
    registryState: {
      port: ports.at(-1)!,
      pid: -1,
      dataDirectory: join(directory, 'registry'),
      logFile: join(directory, 'registry.log'),
    },
  });
}

/** Kills every process of the stack in a directory and deletes its data. */
export async function removeStack(directory: string): Promise<void> {
  await stopProcesses(await processesOf(directory), directory, 'SIGKILL');
  deleteDirectory(directory);
}
