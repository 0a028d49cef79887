import { resolve } from 'node:path';
import { SigiloError } from '../../src/errors.ts';
import { clusterAnswers, startBroker, waitForBroker, waitForCluster } from './broker.ts';
import { isOurs, processesOf, stopProcesses } from './java-process.ts';
import { prepareLibraries } from './libraries.ts';
import { withLock } from './lock.ts';
import { removeStack, startNewStack, waitForStack } from './new-stack.ts';
import { registryAnswers, startRegistry, waitForRegistry } from './registry.ts';
import {
  type BrokerState,
  defaultDirectory,
  describeStack,
  readState,
  type StackState,
  writeState,
} from './stack-state.ts';

export type { StackState } from './stack-state.ts';

export interface StartOptions {
  /** Holds state, data and logs; it must be absent, empty, or a stack's. Default: one for each user. */
  readonly directory?: string;
  /** 1 or 3; default 1, or what already runs. */
  readonly nodes?: number;
  /** TLS, client certificates and ACLs beside the plaintext listener; default no, or what already runs. */
  readonly secured?: boolean;
  /** For fault runs: each broker also advertises a proxy, and ACLs may deny; default no, or what already runs. */
  readonly proxied?: boolean;
  readonly onProgress?: (step: string) => void;
  /** Stops a start half-way; what was started is then taken down. */
  readonly signal?: AbortSignal;
}

/**
 * Starts the stack, or returns the one that runs; one that has died or half died is repaired and keeps its data.
 * Returns when the brokers list each other in their metadata and the registry answers.
 * @throws SigiloError stack.requirements, stack.failed; nothing is then left behind
 */
export async function startStack(options: StartOptions = {}): Promise<StackState> {
  const directory = resolve(options.directory ?? defaultDirectory());
  const onProgress = options.onProgress ?? (() => {});
  const start = async () => {
    const found = readState(directory);
    if (found?.phase === 'ready') {
      checkKind(found, options);
      const running = await repair(found, onProgress, options.signal);
      if (running) return running;
      onProgress('the old stack cannot be repaired: starting with empty topics');
    }
    if (found) await removeStack(directory);
    const nodes = options.nodes ?? found?.brokerStates.length ?? 1;
    const secured = options.secured ?? found?.security !== undefined;
    const proxied = options.proxied ?? found?.proxiedBrokers !== undefined;
    return startNewStack(directory, { nodes, secured, proxied }, onProgress, options.signal);
  };
  return withLock(`${directory}.lock`, start, options.signal);
}

/** Stops every process of the stack in a directory and deletes its data; harmless when there is none. */
export async function stopStack(directory: string = defaultDirectory()): Promise<void> {
  await withLock(`${resolve(directory)}.lock`, () => removeStack(resolve(directory)));
}

/** The state of the stack in a directory as it was last written, or null; `stackAnswers` says whether it lives. */
export function readStack(directory: string = defaultDirectory()): StackState | null {
  return readState(directory);
}

/** True when every process of the stack lives, and brokers and registry answer. */
export async function stackAnswers(state: StackState): Promise<boolean> {
  const living = await processesOf(state.directory);
  if (![...state.pids.brokers, state.pids.registry].every((pid) => living.includes(pid))) return false;
  const answers = await Promise.all([clusterAnswers(state), registryAnswers(state)]);
  return answers.every((answer) => answer);
}

/**
 * Kills one broker and waits until its process is gone.
 * @param index place in `state.brokers`
 * @param signal SIGKILL is a crash, SIGTERM an orderly stop
 */
export async function killBroker(state: StackState, index: number, signal: 'SIGTERM' | 'SIGKILL' = 'SIGKILL') {
  const broker = brokerAt(currentState(state), index);
  await stopProcesses([broker.pid], state.directory, signal);
}

/** Starts a broker that was killed, on its old ports and data, and waits until it serves; returns the new state. */
export async function restartBroker(state: StackState, index: number): Promise<StackState> {
  const current = currentState(state);
  const started = await reviveBroker(current, brokerAt(current, index));
  const brokerStates = current.brokerStates.map((broker, place) => (place === index ? started : broker));
  const next = describeStack({ ...current, brokerStates });
  writeState(next);
  await waitForBroker(next, started);
  await waitForCluster(next);
  return next;
}

/** Kills the registry and waits until its process is gone. */
export async function killRegistry(state: StackState, signal: 'SIGTERM' | 'SIGKILL' = 'SIGKILL'): Promise<void> {
  await stopProcesses([currentState(state).pids.registry], state.directory, signal);
}

/** Starts a registry that was killed, on its old port and with its old schemas; returns the new state. */
export async function restartRegistry(state: StackState): Promise<StackState> {
  const current = currentState(state);
  if (await isOurs(current.pids.registry, current.directory)) return current;
  const next = describeStack({ ...current, registryState: await startRegistry(current, current.registryState) });
  writeState(next);
  await waitForRegistry(next);
  return next;
}

/** Starts again what has died; null when that fails. An interruption ends its processes and keeps its data. */
async function repair(
  found: StackState,
  onProgress: (step: string) => void,
  signal?: AbortSignal,
): Promise<StackState | null> {
  if (await stackAnswers(found)) return found;
  await prepareLibraries(onProgress, signal);
  onProgress('repairing the stack');
  try {
    const brokerStates = await Promise.all(found.brokerStates.map((broker) => reviveBroker(found, broker)));
    const living = await isOurs(found.pids.registry, found.directory);
    const registryState = living ? found.registryState : await startRegistry(found, found.registryState);
    const state = describeStack({ ...found, brokerStates, registryState });
    writeState(state);
    await waitForStack(state, signal);
    return state;
  } catch (error) {
    await stopProcesses(await processesOf(found.directory), found.directory, 'SIGKILL');
    if (signal?.aborted) throw error;
    return null;
  }
}

function checkKind(found: StackState, { nodes, secured, proxied }: StartOptions): void {
  const faults: string[] = [];
  if (nodes !== undefined && nodes !== found.brokerStates.length) {
    faults.push(`this directory holds a stack of ${found.brokerStates.length}: take it down first`);
  }
  const isSecured = found.security !== undefined;
  if (secured !== undefined && secured !== isSecured) {
    faults.push(`this directory holds a stack ${isSecured ? 'with' : 'without'} ACLs: take it down first`);
  }
  const isProxied = found.proxiedBrokers !== undefined;
  if (proxied !== undefined && proxied !== isProxied) {
    faults.push(`this directory holds a stack ${isProxied ? 'with' : 'without'} proxied listeners: take it down first`);
  }
  if (faults.length > 0) throw new SigiloError('stack.failed', { file: found.directory, faults });
}

async function reviveBroker(state: StackState, broker: BrokerState): Promise<BrokerState> {
  return (await isOurs(broker.pid, state.directory)) ? broker : startBroker(state, broker);
}

/** The state on disk knows the process ids of today; a copy that a test was given may be older. */
function currentState(state: StackState): StackState {
  return readState(state.directory) ?? state;
}

function brokerAt(state: StackState, index: number): BrokerState {
  const broker = state.brokerStates[index];
  if (!broker) throw new RangeError(`the stack has ${state.brokerStates.length} brokers, none at ${index}`);
  return broker;
}
